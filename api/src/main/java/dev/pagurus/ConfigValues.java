package dev.pagurus;

import dev.pagurus.document.Names;
import dev.pagurus.spi.Setting;
import java.util.Set;
import org.tomlj.TomlArray;
import org.tomlj.TomlTable;

/** Settings as TOML has them: flags and whole numbers bare, everything with a unit in quotes. */
final class ConfigValues {

  private ConfigValues() {}

  /**
   * The written form of a value.
   *
   * @throws IllegalArgumentException if the setting cannot have it
   */
  static String text(Setting setting, Object value) {
    boolean fits =
        switch (setting.type()) {
          case TEXT, DURATION, CHOICE -> value instanceof String;
          case FLAG -> value instanceof Boolean;
          case COUNT -> value instanceof Long;
          case BYTES -> value instanceof Long || value instanceof String;
          case TABLES -> value instanceof TomlArray; // which ConfigTables reads
        };
    if (!fits) {
      throw new IllegalArgumentException(
          "the setting "
              + setting.name()
              + " must be "
              + SettingValues.expected(setting)
              + ", as in "
              + example(setting)
              + ", and this is "
              + kind(value));
    }
    String text = value.toString();
    if (!SettingValues.can(setting, text)) {
      throw new IllegalArgumentException(SettingValues.cannot(setting, text));
    }
    return text;
  }

  private static String example(Setting setting) {
    return switch (setting.type()) {
      case FLAG, COUNT -> setting.name() + " = " + setting.defaultValue();
      case BYTES, DURATION, TEXT, CHOICE ->
          setting.name() + " = " + Names.quote(setting.defaultValue());
      case TABLES -> "[[" + setting.name() + "]]";
    };
  }

  /** What a TOML value is, with its article. */
  static String kind(Object value) {
    if (value instanceof String) {
      return "text";
    }
    if (value instanceof Long) {
      return "an integer";
    }
    if (value instanceof Double) {
      return "a float";
    }
    if (value instanceof Boolean) {
      return "a boolean";
    }
    if (value instanceof TomlArray) {
      return "an array";
    }
    return value instanceof TomlTable ? "a table" : "a date or time";
  }

  static String unknown(String key, Set<String> known) {
    return "there is no key "
        + Names.quote(key)
        + Nearest.didYouMean(key, known)
        + " (known: "
        + String.join(", ", known)
        + ")";
  }
}
