package dev.pagurus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pagurus.spi.ErrorCode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Locators as text. */
class LocatorTest {

  @ParameterizedTest
  @CsvSource({
    "sqlite:places.db, sqlite, places.db",
    "sqlite:/var/lib/places.db, sqlite, /var/lib/places.db",
    "sqlite:C:\\data\\x.db, sqlite, C:\\data\\x.db",
    "sqlite:\\\\host\\share\\x.db, sqlite, \\\\host\\share\\x.db",
    "sharded-sqlite:users, sharded-sqlite, users",
    "memory:, memory, ''",
    "postgresql://host:5432/db, postgresql, //host:5432/db",
    "sqlite:a b+c&d=e#f, sqlite, a b+c&d=e#f",
    "sqlite:\u00e9\ud83d\ude00.db, sqlite, \u00e9\ud83d\ude00.db",
    "sqlite:a%3Fb%3fc, sqlite, a?b?c",
    "sqlite:100%25, sqlite, 100%",
    "sqlite:%253F, sqlite, %3F",
    "sqlite:100%, sqlite, 100%",
    "sqlite:a%20b, sqlite, a%20b",
    "sqlite:x?, sqlite, x"
  })
  void theLocationIsTakenAsItStandsButForTwoEscapes(String text, String backend, String location) {
    Locator locator = Locator.parse(text);
    assertEquals(new Locator(backend, location, Map.of()), locator);
    assertEquals(locator, Locator.parse(locator.toString()));
  }

  @Test
  void settingsArePercentEncodedAndKeepTheirOrder() {
    Locator locator =
        Locator.parse(
            "sqlite:x.db?zeta=1&feed-retention=30d&note=a%26b%3Dc+%20%C3%A9%25&empty=&eq=a=b");
    assertEquals(
        List.of("zeta", "feed-retention", "note", "empty", "eq"),
        new ArrayList<>(locator.settings().keySet()));
    assertEquals("a&b=c+ \u00e9%", locator.settings().get("note"));
    assertEquals("", locator.settings().get("empty"));
    assertEquals("a=b", locator.settings().get("eq"));
    assertEquals(locator, Locator.parse(locator.toString()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "places.db|must begin with the name of a backend",
        "''|must begin with the name of a backend",
        ":places.db|must begin with the name of a backend",
        "C:\\data\\x.db|must begin with the name of a backend",
        "c:/data/x.db|must begin with the name of a backend",
        "SQLite:places.db|two or more lower case letters",
        "x:places.db|two or more lower case letters",
        "my places.db:x|two or more lower case letters",
        "sqlite:x?durability|is not of the form key=value",
        "sqlite:x?=relaxed|is not of the form key=value",
        "sqlite:x?a=b&|is not of the form key=value",
        "sqlite:x?a=b&&c=d|is not of the form key=value",
        "sqlite:x?a=1&a=2|is given twice",
        "sqlite:x?a=1&%61=2|is given twice",
        "sqlite:x?a=50%|two hexadecimal digits",
        "sqlite:x?a=%zz|two hexadecimal digits",
        "sqlite:x?a=%1|two hexadecimal digits",
        "sqlite:x?a=%ff|is not UTF-8",
        "sqlite:x?a=%ed%a0%80|is not UTF-8"
      })
  void whatIsNoLocatorIsRefusedWithTheReason(String text, String reason) {
    StoreException e = assertThrows(StoreException.class, () -> Locator.parse(text));
    String message = String.valueOf(e.getMessage());
    assertEquals(ErrorCode.INVALID, e.code());
    assertTrue(message.startsWith("open: not a locator: "), message);
    assertTrue(message.contains(reason), message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"sqlite:a\nb", "sqlite:a\0", "sqlite:a\u007f", "sqlite:\ud800"})
  void oddCharactersAreRefusedAndDoNotReachTheMessage(String text) {
    String message =
        String.valueOf(assertThrows(StoreException.class, () -> Locator.parse(text)).getMessage());
    assertFalse(message.chars().anyMatch(Character::isISOControl), message);
  }

  @Test
  void whoNamesNoBackendIsToldWhichThereAre(@TempDir Path directory) throws IOException {
    ServiceFiles files =
        ServiceFiles.naming(directory, FakeProvider.Memory.class, FakeProvider.Disk.class);
    StoreException e =
        assertThrows(
            StoreException.class, () -> files.during(() -> Locator.parse("C:\\data\\x.db")));
    assertEquals(
        "open: not a locator: \"C:\\\\data\\\\x.db\": it must begin with the name of a backend and a"
            + " colon, as in sqlite:places.db (there is: disk, memory)",
        e.getMessage());
  }

  @Test
  void settingsThatNoTextCouldSayAreRefused() {
    for (Map<String, String> settings :
        List.of(Map.of("", "x"), Map.of("a", "\ud800"), Map.of("\udc00", ""))) {
      assertThrows(StoreException.class, () -> new Locator("sqlite", "x", settings));
    }
  }
}
