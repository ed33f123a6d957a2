package dev.pagurus;

import dev.pagurus.document.FieldPath;
import dev.pagurus.spi.CollectionDefinition;
import dev.pagurus.spi.IndexDefinition;
import dev.pagurus.spi.IndexDefinition.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.tomlj.TomlArray;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/** Reads the index declarations of a configuration: the tables {@code [collections.NAME]}. */
final class ConfigCollections {

  private static final Map<String, Kind> KINDS =
      new TreeMap<>(
          Map.of(
              "value", Kind.VALUE, "unique", Kind.UNIQUE, "array", Kind.ARRAY, "text", Kind.TEXT));

  private static final String EXAMPLE = ", as in value = [\"country\", \"country, population\"]";

  private final ConfigProblems problems;

  ConfigCollections(ConfigProblems problems) {
    this.problems = problems;
  }

  /** Reads the value of {@code collections}; what is wrong is left out and told. */
  List<CollectionDefinition> read(TomlTable config, String key) {
    Object value = config.get(List.of(key));
    if (value instanceof TomlTable collections) {
      return readAll(collections);
    }
    if (value != null) {
      problems.at(
          position(config, key),
          "collections are tables such as [collections.places], and this is "
              + ConfigValues.kind(value));
    }
    return List.of();
  }

  private List<CollectionDefinition> readAll(TomlTable collections) {
    List<CollectionDefinition> definitions = new ArrayList<>();
    for (String name : collections.keySet()) {
      TomlPosition at = position(collections, name);
      if (!(collections.get(List.of(name)) instanceof TomlTable kinds)) {
        problems.at(
            at, "a collection is a table such as [collections." + name + "] with its indexes");
        continue;
      }
      List<IndexDefinition> indexes = readKinds(kinds);
      CollectionDefinition definition =
          problems.tryAt(at, () -> new CollectionDefinition(name, indexes));
      if (definition != null) {
        definitions.add(definition);
      }
    }
    return definitions;
  }

  private List<IndexDefinition> readKinds(TomlTable kinds) {
    List<IndexDefinition> indexes = new ArrayList<>();
    for (String key : kinds.keySet()) {
      Kind kind = KINDS.get(key);
      if (kind == null) {
        problems.at(position(kinds, key), ConfigValues.unknown(key, KINDS.keySet()));
      } else if (kinds.get(List.of(key)) instanceof TomlArray list) {
        readIndexes(kind, list, indexes);
      } else {
        problems.at(position(kinds, key), key + " must be an array of text" + EXAMPLE);
      }
    }
    return indexes;
  }

  private void readIndexes(Kind kind, TomlArray list, List<IndexDefinition> indexes) {
    for (int i = 0; i < list.size(); i++) {
      TomlPosition at = list.inputPositionOf(i);
      if (list.get(i) instanceof String paths) {
        IndexDefinition index =
            problems.tryAt(at, () -> new IndexDefinition(kind, FieldPath.parseAll(paths)));
        if (index != null) {
          indexes.add(index);
        }
      } else {
        problems.at(at, "an index is text, its paths with commas between them" + EXAMPLE);
      }
    }
  }

  private static @Nullable TomlPosition position(TomlTable table, String key) {
    return table.inputPositionOf(List.of(key));
  }
}
