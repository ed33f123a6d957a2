package dev.pagurus;

import dev.pagurus.document.Names;
import dev.pagurus.spi.Setting;
import dev.pagurus.spi.Settings;
import dev.pagurus.spi.StandardSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Settings, checked when they are made: every name is known, every value can be. Immutable and safe
 * for many threads.
 *
 * <p>Bytes are written {@code 8388608}, {@code 8192KiB}, {@code 8MiB} or {@code 1GiB}; time spans
 * {@code 500ms}, {@code 30s}, {@code 5m}, {@code 12h} or {@code 30d}.
 */
public final class SettingValues implements Settings {

  private static final Pattern NUMBER_AND_UNIT = Pattern.compile("([0-9]{1,19})([A-Za-z]*)");

  private static final Map<String, Long> COUNTS = Map.of("", 1L);

  private static final Map<String, Long> BYTES =
      Map.of("", 1L, "KiB", 1L << 10, "MiB", 1L << 20, "GiB", 1L << 30);

  private static final Map<String, Long> MILLIS =
      Map.of("ms", 1L, "s", 1_000L, "m", 60_000L, "h", 3_600_000L, "d", 86_400_000L);

  private final Map<String, String> given;

  private SettingValues(Map<String, String> given) {
    this.given = Map.copyOf(given);
  }

  /**
   * Checks settings.
   *
   * @param given names and written values
   * @param own the settings a backend knows beside {@link StandardSettings}
   * @return the settings, with defaults for those not given
   * @throws IllegalArgumentException for the first name that is not known, naming the nearest, or
   *     value that cannot be
   */
  public static SettingValues of(Map<String, String> given, List<Setting> own) {
    judge(
        given,
        known(own),
        problem -> {
          throw new IllegalArgumentException(problem);
        });
    return new SettingValues(given);
  }

  /**
   * The defaults of all standard settings and of a backend's own.
   *
   * @return settings of which none is given
   */
  public static SettingValues defaults() {
    return new SettingValues(Map.of());
  }

  static Map<String, Setting> known(List<Setting> own) {
    List<Setting> all = new ArrayList<>(StandardSettings.ALL);
    all.addAll(own);
    return all.stream()
        .collect(Collectors.toMap(Setting::name, setting -> setting, (a, b) -> b, TreeMap::new));
  }

  /** Tells of every name that is not known and every value that cannot be. */
  static void judge(
      Map<String, String> given, Map<String, Setting> known, Consumer<String> problem) {
    given.forEach(
        (name, value) -> {
          Setting setting = known.get(name);
          if (setting == null) {
            problem.accept(
                "there is no setting "
                    + Names.quote(name)
                    + Nearest.didYouMean(name, known.keySet())
                    + " (known: "
                    + String.join(", ", known.keySet())
                    + ")");
          } else if (!can(setting, value)) {
            problem.accept(cannot(setting, value));
          }
        });
  }

  /** Whether a setting can have a value. */
  static boolean can(Setting setting, String value) {
    return switch (setting.type()) {
      case TEXT -> true;
      case FLAG -> value.equals("true") || value.equals("false");
      case COUNT -> parse(value, COUNTS).isPresent();
      case BYTES -> parse(value, BYTES).isPresent();
      case DURATION -> parse(value, MILLIS).isPresent();
      case CHOICE -> setting.choices().contains(value);
      case TABLES -> SettingTables.parse(setting, value).isPresent();
    };
  }

  /** What to say of a value that a setting cannot have. */
  static String cannot(Setting setting, String value) {
    return "the setting "
        + setting.name()
        + " cannot be "
        + Names.quote(value)
        + ": it must be "
        + expected(setting);
  }

  /** What a setting can be, in words, with examples. */
  static String expected(Setting setting) {
    return switch (setting.type()) {
      case TEXT -> "text";
      case FLAG -> "true or false";
      case COUNT -> "a whole number, 0 or more, such as 20";
      case BYTES -> "a number of bytes, such as 8388608, 8192KiB, 8MiB or 1GiB";
      case DURATION -> "a time span with its unit, such as 500ms, 30s, 5m, 12h or 30d";
      case CHOICE -> "one of: " + String.join(", ", setting.choices());
      case TABLES -> "tables such as " + SettingTables.example(setting);
    };
  }

  /** Empty if it is not a number with one of these units, within 64 bits. */
  private static OptionalLong parse(String value, Map<String, Long> units) {
    Matcher matcher = NUMBER_AND_UNIT.matcher(value);
    Long unit = matcher.matches() ? units.get(matcher.group(2)) : null;
    if (unit == null) {
      return OptionalLong.empty();
    }
    try {
      return OptionalLong.of(Math.multiplyExact(Long.parseLong(matcher.group(1)), unit));
    } catch (ArithmeticException | NumberFormatException e) {
      return OptionalLong.empty();
    }
  }

  @Override
  public String text(Setting setting) {
    return given.getOrDefault(setting.name(), setting.defaultValue());
  }

  @Override
  public boolean flag(Setting setting) {
    return Boolean.parseBoolean(text(setting));
  }

  @Override
  public long number(Setting setting) {
    return parse(text(setting), BYTES).orElseThrow();
  }

  @Override
  public Duration duration(Setting setting) {
    return Duration.ofMillis(parse(text(setting), MILLIS).orElseThrow());
  }

  @Override
  public List<Map<String, String>> tables(Setting setting) {
    return SettingTables.parse(setting, text(setting)).orElseThrow();
  }
}
