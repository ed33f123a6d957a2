package dev.pagurus.sharded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pagurus.SettingValues;
import dev.pagurus.Store;
import dev.pagurus.spi.OpenRequest;
import dev.pagurus.spi.UserInfo;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.JsonNodeFactory;

/** Figures come to the registry together, and are never believed when they are old. */
final class CoolingUsersTest {

  @TempDir Path folder;

  private Registry registry;
  private UserLocks locks;
  private CoolingUsers cooling;

  @BeforeEach
  void open() throws IOException {
    Place place = new Place(folder);
    registry =
        Registry.open(
            place, ShardedSettings.of(SettingValues.defaults()), OpenRequest.Mode.OPEN_OR_CREATE);
    locks = UserLocks.open(place.locks(), Duration.ofSeconds(10));
    cooling = new CoolingUsers(registry, locks);
  }

  @AfterEach
  void close() {
    locks.close();
    registry.close();
  }

  private UserRow begin(String user) {
    return Objects.requireNonNull(registry.put(UserRow.begun(user, Volumes.HOME, user + ".db")));
  }

  /** As who closes a file does. */
  private void cool(UserRow row) {
    locks.share(row.user());
    locks.live(row.user());
    assertTrue(locks.tryUpgrade(row.user()));
    cooling.add(row.cooled(new UserInfo(row.user(), 3, 2, 100, 0), Clues.NONE, 0, 1_000, false));
  }

  private boolean isHot(String user) {
    return Objects.requireNonNull(registry.row(user)).hot();
  }

  private boolean isFree(String user) {
    boolean free = locks.tryExclude(user);
    if (free) {
      locks.release(user);
    }
    return free;
  }

  @Test
  void manyAreCooledInOneCommitAndKeptAloneUntilThen() {
    List<UserRow> rows = List.of(begin("a"), begin("b"), begin("c"));
    rows.forEach(this::cool);
    assertTrue(rows.stream().allMatch(row -> isHot(row.user()) && !isFree(row.user())));
    long before = begin("before").at();
    cooling.settle();
    assertEquals(before + 2, begin("after").at(), "one commit between the two");
    assertTrue(rows.stream().allMatch(row -> !isHot(row.user()) && isFree(row.user())));
    assertEquals(2, Objects.requireNonNull(registry.row("b")).documents());
  }

  @Test
  void theyDoNotBecomeMoreAndMore() {
    for (int i = 0; i < 70; i++) {
      cool(begin("u" + i));
    }
    assertFalse(isHot("u0"));
    assertTrue(isFree("u0"));
    assertTrue(isHot("u69"));
    cooling.settle();
  }

  @Test
  void whoIsWantedAgainStaysHot() {
    cool(begin("a"));
    cool(begin("b"));
    cooling.takeBack("a");
    assertTrue(isFree("a"));
    assertFalse(isFree("b"));
    cooling.settle();
    assertTrue(isHot("a"));
    assertFalse(isHot("b"));
  }

  @Test
  void aRowThatWasChangedMeanwhileIsNotWrittenOverAndNoMatterOfOthers() {
    UserRow row = begin("a");
    cool(row);
    cool(begin("b"));
    registry.put(row.movedTo(new Spot(Volumes.HOME, "elsewhere.db"), null));
    cooling.settle();
    assertTrue(isHot("a"));
    assertEquals("elsewhere.db", Objects.requireNonNull(registry.row("a")).path());
    assertFalse(isHot("b"));
    assertTrue(isFree("a"));
  }

  @Test
  void twoStoresThatTakeTurnsAlwaysSeeWhatTheOtherWrote() {
    String locator = "sharded-sqlite:" + folder.resolve("store") + "?max-open=1";
    try (Store one = Store.open(locator);
        Store other = Store.open(locator)) {
      for (int i = 0; i < 10; i++) {
        Store writer = i % 2 == 0 ? one : other;
        Store reader = i % 2 == 0 ? other : one;
        put(writer, "alice", "a" + i);
        put(writer, "bob", "b" + i); // which closes the file of alice
        assertEquals(i + 1, reader.user("alice").info().orElseThrow().documents());
        assertEquals(2L * (i + 1), reader.users().mapToLong(UserInfo::documents).sum());
      }
    }
  }

  private static void put(Store store, String user, String id) {
    store.user(user).collection("things").put(id, JsonNodeFactory.instance.objectNode());
  }
}
