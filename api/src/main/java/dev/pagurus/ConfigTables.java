package dev.pagurus;

import dev.pagurus.spi.Setting;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.tomlj.TomlArray;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/** Reads a setting that has tables: {@code [[volumes]]} and the like. */
final class ConfigTables {

  /** A key of this name is relative to the folder of the file. */
  private static final String PATH = "path";

  private final ConfigProblems problems;
  private final Path file;

  ConfigTables(ConfigProblems problems, Path file) {
    this.problems = problems;
    this.file = file;
  }

  /** The written form of the setting, null after a problem. */
  @Nullable String text(Setting setting, TomlArray array) {
    List<Map<String, String>> tables = new ArrayList<>();
    boolean whole = true;
    for (int i = 0; i < array.size(); i++) {
      if (array.get(i) instanceof TomlTable table) {
        Map<String, String> read = read(setting, table, array.inputPositionOf(i));
        whole &= read.size() == setting.choices().size();
        tables.add(read);
      } else {
        problems.at(
            array.inputPositionOf(i),
            setting.name()
                + " are tables such as [["
                + setting.name()
                + "]], and this is "
                + ConfigValues.kind(array.get(i)));
        whole = false;
      }
    }
    return whole ? SettingTables.write(tables) : null;
  }

  private Map<String, String> read(Setting setting, TomlTable table, TomlPosition position) {
    for (String key : table.keySet()) {
      if (!setting.choices().contains(key)) {
        problems.at(
            table.inputPositionOf(List.of(key)),
            ConfigValues.unknown(key, new TreeSet<>(setting.choices())));
      }
    }
    Map<String, String> read = new LinkedHashMap<>();
    for (String key : setting.choices()) {
      Object value = table.get(List.of(key));
      if (value instanceof String text) {
        read.put(key, key.equals(PATH) ? fromFolder(text) : text);
      } else {
        problems.at(
            value == null ? position : table.inputPositionOf(List.of(key)),
            "each of the "
                + setting.name()
                + " needs "
                + key
                + " = \"...\""
                + (value == null ? "" : ", and this is " + ConfigValues.kind(value)));
      }
    }
    return read;
  }

  private String fromFolder(String path) {
    try {
      return file.toAbsolutePath().resolveSibling(path).normalize().toString();
    } catch (InvalidPathException e) {
      return path; // the backend says what is wrong with it
    }
  }
}
