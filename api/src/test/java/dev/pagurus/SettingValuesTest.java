package dev.pagurus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pagurus.spi.Durability;
import dev.pagurus.spi.Setting;
import dev.pagurus.spi.StandardSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Settings: their names, their values, their defaults. */
class SettingValuesTest {

  private static final List<Setting> OWN = new FakeProvider.Disk().settings();

  @Test
  void whatIsNotGivenHasItsDefault() {
    SettingValues settings = SettingValues.of(Map.of(), OWN);
    assertEquals(Duration.ofDays(30), settings.duration(StandardSettings.FEED_RETENTION));
    assertEquals(8 << 20, settings.number(StandardSettings.MAX_DOCUMENT_BYTES));
    assertEquals(Durability.COMMIT, StandardSettings.durability(settings));
    assertFalse(settings.flag(StandardSettings.REFUSE_SCANS));
    assertEquals("none", settings.text(FakeProvider.LABEL));
    assertEquals(Duration.ofSeconds(1), SettingValues.defaults().duration(FakeProvider.BUSY));
  }

  @Test
  void defaultsAreShownAsPeopleWriteThem() {
    assertEquals("30d", StandardSettings.FEED_RETENTION.defaultValue());
    assertEquals("8MiB", StandardSettings.MAX_DOCUMENT_BYTES.defaultValue());
    assertEquals("1536ms", Setting.duration("a", Duration.ofMillis(1536), "").defaultValue());
    assertEquals("90m", Setting.duration("a", Duration.ofMinutes(90), "").defaultValue());
    assertEquals("0ms", Setting.duration("a", Duration.ZERO, "").defaultValue());
    assertEquals("1536KiB", Setting.bytes("a", 1536 << 10, "").defaultValue());
    assertEquals("1000", Setting.bytes("a", 1000, "").defaultValue());
    assertEquals("2048GiB", Setting.bytes("a", 2L << 40, "").defaultValue());
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "8388608, 8388608",
    "1KiB, 1024",
    "8MiB, 8388608",
    "3GiB, 3221225472",
    "9223372036854775807, 9223372036854775807",
    "8589934591GiB, 9223372035781033984"
  })
  void bytesHaveUnits(String written, long bytes) {
    assertEquals(bytes, SettingValues.of(Map.of("cache", written), OWN).number(FakeProvider.CACHE));
  }

  @ParameterizedTest
  @CsvSource({
    "0s, 0",
    "500ms, 500",
    "30s, 30000",
    "5m, 300000",
    "12h, 43200000",
    "30d, 2592000000"
  })
  void timeSpansHaveUnits(String written, long millis) {
    assertEquals(
        Duration.ofMillis(millis),
        SettingValues.of(Map.of("busy-timeout", written), OWN).duration(FakeProvider.BUSY));
  }

  @Test
  void otherValuesAreTakenAsTheyAre() {
    SettingValues settings =
        SettingValues.of(
            Map.of(
                "refuse-scans",
                "true",
                "durability",
                "relaxed",
                "label",
                " \u00e9=",
                "readers",
                "7"),
            OWN);
    assertTrue(settings.flag(StandardSettings.REFUSE_SCANS));
    assertEquals(Durability.RELAXED, StandardSettings.durability(settings));
    assertEquals(" \u00e9=", settings.text(FakeProvider.LABEL));
    assertEquals(7, settings.number(FakeProvider.READERS));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "refuse-scans|yes|true or false",
        "refuse-scans|TRUE|true or false",
        "durability|fast|one of: commit, relaxed",
        "durability|Relaxed|one of: commit, relaxed",
        "readers|-1|a whole number, 0 or more, such as 20",
        "readers|1.5|a whole number",
        "readers|''|a whole number",
        "readers|9223372036854775808|a whole number",
        "readers|1KiB|a whole number",
        "cache|8MB|a number of bytes, such as 8388608, 8192KiB, 8MiB or 1GiB",
        "cache|8 MiB|a number of bytes",
        "cache|-8MiB|a number of bytes",
        "cache|8589934592GiB|a number of bytes",
        "busy-timeout|30|a time span with its unit, such as 500ms, 30s, 5m, 12h or 30d",
        "busy-timeout|1w|a time span",
        "busy-timeout|1.5h|a time span",
        "busy-timeout|999999999999999999d|a time span"
      })
  void aBadValueIsToldWithWhatIsExpected(String name, String value, String expected) {
    String message = refusal(Map.of(name, value));
    assertTrue(
        message.startsWith(
            "the setting " + name + " cannot be \"" + value + "\": it must be " + expected),
        message);
  }

  @ParameterizedTest
  @CsvSource({
    "durabilty, durability",
    "Durability, durability",
    "feed_retention, feed-retention",
    "feedRetention, feed-retention",
    "retention, feed-retention",
    "FEED-RETENTION, feed-retention",
    "max-documents-byte, max-document-bytes",
    "reader, readers",
    "chache, cache"
  })
  void anUnknownNameIsToldWithTheNearest(String name, String near) {
    String message = refusal(Map.of(name, "x"));
    assertEquals(
        "there is no setting \""
            + name
            + "\"; did you mean "
            + near
            + "? (known: busy-timeout, cache, disks, durability, feed-retention, label,"
            + " max-document-bytes, readers, refuse-scans, transaction-attempts, users-at-once)",
        message);
  }

  @Test
  void whatIsNearNothingGetsNoAdvice() {
    for (String name : List.of("", "x", "zzzzzzzz", "colour", "x".repeat(100_000))) {
      String message = refusal(Map.of(name, "x"));
      assertTrue(
          message.contains("\" (known: busy-timeout") || message.contains("characters) (known"));
      assertTrue(message.length() < 500, message);
    }
  }

  private static String refusal(Map<String, String> given) {
    return String.valueOf(
        assertThrows(IllegalArgumentException.class, () -> SettingValues.of(given, OWN))
            .getMessage());
  }
}
