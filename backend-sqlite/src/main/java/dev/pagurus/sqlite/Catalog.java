package dev.pagurus.sqlite;

import dev.pagurus.document.FieldPath;
import dev.pagurus.spi.CollectionDefinition;
import dev.pagurus.spi.IndexDefinition;
import dev.pagurus.spi.IndexDefinition.Kind;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/**
 * The collections and indexes of a store at one version. Every change to them, by whatever process,
 * takes the next version, so that a reader who sees the version in its transaction knows whether
 * the catalog it holds is true there.
 *
 * @param version the version it is of
 * @param collections all of them by name
 */
record Catalog(long version, Map<String, CollectionIndexes> collections) {

  /** Of no version that a store has, for who has not read it yet. */
  static final Catalog UNKNOWN = new Catalog(-1, Map.of());

  static final String VERSION_SQL = "SELECT value FROM property WHERE name = 'catalog'";

  /** The same in a statement of its own, for who keeps it under way. */
  static final String HOLD_SQL = "SELECT (" + VERSION_SQL + ")";

  private static final JsonMapper JSON = new JsonMapper();

  @Nullable CollectionIndexes collection(String name) {
    return collections.get(name);
  }

  @Nullable CollectionIndexes collection(int num) {
    for (CollectionIndexes collection : collections.values()) {
      if (collection.num() == num) {
        return collection;
      }
    }
    return null;
  }

  /** What is declared and serves. */
  List<CollectionDefinition> definitions() {
    List<CollectionDefinition> definitions = new ArrayList<>();
    for (CollectionIndexes collection : collections.values()) {
      List<IndexDefinition> ready =
          collection.ready().stream().map(StoredIndex::definition).toList();
      if (!ready.isEmpty()) {
        definitions.add(new CollectionDefinition(collection.name(), ready));
      }
    }
    return definitions;
  }

  /** Reads the catalog in the transaction that is open on the link. */
  static Catalog load(Link link) throws SQLException {
    Schema.requireStillCurrent(link);
    long version;
    try (ResultSet row = link.prepare(VERSION_SQL).executeQuery()) {
      version = row.next() ? row.getLong(1) : 0;
    }
    Map<Integer, List<StoredIndex>> indexes = new LinkedHashMap<>();
    String indexSql =
        "SELECT num, collection, kind, paths, slots, ready, built FROM index_definition ORDER BY num";
    try (ResultSet row = link.prepare(indexSql).executeQuery()) {
      while (row.next()) {
        indexes.computeIfAbsent(row.getInt(2), none -> new ArrayList<>()).add(index(row));
      }
    }
    Map<String, CollectionIndexes> collections = new LinkedHashMap<>();
    String collectionSql = "SELECT num, name FROM collection ORDER BY name";
    try (ResultSet row = link.prepare(collectionSql).executeQuery()) {
      while (row.next()) {
        int num = row.getInt(1);
        List<StoredIndex> own = List.copyOf(indexes.getOrDefault(num, List.of()));
        collections.put(row.getString(2), new CollectionIndexes(num, row.getString(2), own));
      }
    }
    return new Catalog(version, collections);
  }

  private static StoredIndex index(ResultSet row) throws SQLException {
    Kind kind = Kind.valueOf(row.getString(3).toUpperCase(Locale.ROOT));
    List<FieldPath> paths = new ArrayList<>();
    for (JsonNode path : JSON.readTree(row.getString(4))) {
      paths.add(new FieldPath(path.valueStream().map(JsonNode::stringValue).toList()));
    }
    JsonNode slots = JSON.readTree(row.getString(5));
    return new StoredIndex(
        row.getInt(1),
        new IndexDefinition(kind, paths),
        IntStream.range(0, slots.size()).map(i -> slots.get(i).intValue()).boxed().toList(),
        row.getInt(6) == 1,
        row.getLong(7));
  }

  static String pathsAsJson(List<FieldPath> paths) {
    ArrayNode all = JSON.createArrayNode();
    for (FieldPath path : paths) {
      ArrayNode keys = all.addArray();
      path.keys().forEach(keys::add);
    }
    return all.toString();
  }

  /** Every change to collections or indexes ends with this, in its own transaction. */
  static void changed(Link writer) throws SQLException {
    PreparedStatement statement =
        writer.prepare("UPDATE property SET value = value + 1 WHERE name = 'catalog'");
    statement.executeUpdate();
  }
}
