package dev.pagurus.sharded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.ErrorCode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where users' files lie: never too many in a folder, never two in one place. */
final class UserLayoutTest {

  private static final int USERS = 100_000;

  /** A file, its log and the log's index. */
  private static final int FILES_OF_USER = 3;

  private static final int MOST_ENTRIES = 500;

  private static int fullest(UserLayout layout, IntFunction<String> users) {
    Map<String, Integer> folders = new HashMap<>();
    Set<String> paths = new HashSet<>();
    Set<String> seen = new HashSet<>();
    IntStream.range(0, USERS)
        .mapToObj(users)
        .forEach(
            user -> {
              String path = layout.pathOf(user);
              assertTrue(paths.add(path.toLowerCase(Locale.ROOT)), path);
              folders.merge(path.substring(0, path.lastIndexOf('/')), FILES_OF_USER, Integer::sum);
              for (int at = path.indexOf('/', path.indexOf('/') + 1);
                  at > 0;
                  at = path.indexOf('/', at + 1)) {
                if (seen.add(path.substring(0, at))) {
                  String above = path.substring(0, path.lastIndexOf('/', at - 1));
                  folders.merge(above, 1, Integer::sum);
                }
              }
            });
    return folders.values().stream().mapToInt(Integer::intValue).max().orElse(0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"hash", "reversed"})
  void noFolderIsTooFullWhateverTheUsersAre(String digits) {
    UserLayout layout = UserLayout.of(digits, "1/2");
    Random random = new Random(1);
    List<IntFunction<String>> kinds =
        List.of(
            i -> Integer.toString(i),
            i -> String.format("%08d", i),
            i -> Long.toString(1_000_000_000L + i),
            i -> new UUID(random.nextLong(), random.nextLong()).toString(),
            i -> "user" + i + "@example.org",
            i -> "Ünïcode/" + i);
    for (IntFunction<String> kind : kinds) {
      int fullest = fullest(layout, kind);
      assertTrue(fullest <= MOST_ENTRIES, () -> kind.apply(7) + ": " + fullest + " entries");
    }
  }

  /** Above them no folder has more than 256 others: so many names two hexadecimal digits give. */
  @ParameterizedTest
  @ValueSource(strings = {"hash", "reversed"})
  void aDeeperFanOutHoldsAMillionUsers(String digits) {
    UserLayout deep = UserLayout.of(digits, "1/2").withFanOut("2/2");
    Map<String, Integer> folders = new HashMap<>();
    for (int i = 0; i < 1_000_000; i++) {
      String user = i % 2 == 0 ? Integer.toString(10_000_000 + i / 2) : "user" + i + "@example.org";
      folders.merge(deep.pathOf(user).substring(0, 5), FILES_OF_USER, Integer::sum);
    }
    int fullest = folders.values().stream().mapToInt(Integer::intValue).max().orElse(0);
    assertTrue(fullest <= MOST_ENTRIES, fullest + " entries");
  }

  @Test
  void leadingDigitsAreTheLiteralPath() {
    assertEquals("1/23/45678.db", UserLayout.of("leading", "1/2").pathOf("12345678"));
    assertEquals("12/34/5.db", UserLayout.of("leading", "2/2").pathOf("12345"));
  }

  @Test
  void leadingDigitsRefuseWhatHasNone() {
    for (String user : List.of("alice", "123", "", "12a45678")) {
      BackendException refused =
          assertThrows(BackendException.class, () -> UserLayout.of("leading", "1/2").pathOf(user));
      assertEquals(ErrorCode.INVALID, refused.code());
    }
  }

  @Test
  void reversedDigitsSpreadUsersThatAreNumberedInTurn() {
    UserLayout layout = UserLayout.of("reversed", "1/2");
    assertEquals("8/76/12345678.db", layout.pathOf("12345678"));
    assertEquals("9/76/12345679.db", layout.pathOf("12345679"));
  }

  @Test
  void namesThatAreNotSafeEverywhereAreSpelledByTheirHash() {
    UserLayout layout = UserLayout.of("hash", "1/2");
    for (String user : List.of("../../etc/passwd", "CON", "con", "a.b", "Alice", "x".repeat(255))) {
      String path = layout.pathOf(user);
      assertTrue(path.matches("[0-9a-f]/[0-9a-f]{2}/_[0-9a-f]{32}\\.db"), path);
    }
    assertTrue(layout.pathOf("alice").endsWith("/alice.db"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "3", "1/", "/1", "1//2", "1/2/1/2/1", "a", "-1"})
  void aFanOutThatCannotBeIsRefused(String fanOut) {
    BackendException refused =
        assertThrows(BackendException.class, () -> UserLayout.of("hash", fanOut));
    assertEquals(ErrorCode.INVALID, refused.code());
  }
}
