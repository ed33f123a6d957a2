package dev.pagurus;

import dev.pagurus.spi.Setting;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The written form of {@link Setting.Type#TABLES}: a JSON array of objects with texts. */
final class SettingTables {

  private SettingTables() {}

  /** Empty if it is something else, or a table lacks a key or has another. */
  static Optional<List<Map<String, String>>> parse(Setting setting, String written) {
    try {
      List<Map<String, String>> tables = new ArrayList<>();
      JsonNode root = JsonMapper.shared().readTree(written);
      for (JsonNode each : root) {
        Map<String, String> table = new LinkedHashMap<>();
        for (String key : setting.choices()) {
          if (!each.path(key).isString()) {
            return Optional.empty();
          }
          table.put(key, each.path(key).stringValue());
        }
        if (each.size() != table.size()) {
          return Optional.empty();
        }
        tables.add(table);
      }
      return root.isArray() ? Optional.of(tables) : Optional.empty();
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }

  static String write(List<Map<String, String>> tables) {
    return JsonMapper.shared().writeValueAsString(tables);
  }

  static String example(Setting setting) {
    return setting.choices().stream()
        .map(key -> "\"" + key + "\":\"...\"")
        .collect(Collectors.joining(",", "[{", "}]"));
  }
}
