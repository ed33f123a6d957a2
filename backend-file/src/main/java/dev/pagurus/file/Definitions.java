package dev.pagurus.file;

import dev.pagurus.document.FieldPath;
import dev.pagurus.document.Utf8;
import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.CollectionDefinition;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.spi.IndexDefinition;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.tomlj.MutableTomlArray;
import org.tomlj.MutableTomlTable;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlTable;

/** The declared indexes, and the file {@code indexes.toml} that tells them. */
final class Definitions {

  private static final System.Logger LOG = System.getLogger(Definitions.class.getName());

  private final Disk disk;
  private final Path file;
  private volatile @Nullable CollectionDefinition building;
  private volatile NavigableMap<String, CollectionDefinition> all = new TreeMap<>(Utf8.ORDER);

  private Definitions(Disk disk, Path file) {
    this.disk = disk;
    this.file = file;
  }

  /** Reads what is declared; nothing is if there is no file. */
  static Definitions open(Disk disk, Path file) throws IOException {
    Definitions definitions = new Definitions(disk, file);
    byte[] bytes = disk.read(file);
    if (bytes != null) {
      definitions.all = parse(file, bytes);
    }
    return definitions;
  }

  private static NavigableMap<String, CollectionDefinition> parse(Path file, byte[] bytes) {
    TomlParseResult toml = Toml.parse(new String(bytes, StandardCharsets.UTF_8));
    if (toml.hasErrors()) {
      throw damaged(file, toml.errors().get(0).toString());
    }
    try {
      NavigableMap<String, CollectionDefinition> all = new TreeMap<>(Utf8.ORDER);
      for (String collection : toml.keySet()) {
        List<IndexDefinition> indexes = new ArrayList<>();
        TomlArray tables = toml.getArrayOrEmpty(List.of(collection));
        for (int i = 0; i < tables.size(); i++) {
          indexes.add(index(tables.getTable(i)));
        }
        all.put(collection, new CollectionDefinition(collection, indexes));
      }
      return all;
    } catch (RuntimeException e) {
      throw damaged(file, String.valueOf(e.getMessage()));
    }
  }

  private static IndexDefinition index(TomlTable table) {
    String kind = String.valueOf(table.get("kind")).toUpperCase(Locale.ROOT);
    List<FieldPath> paths = new ArrayList<>();
    TomlArray written = table.getArrayOrEmpty("paths");
    for (int i = 0; i < written.size(); i++) {
      paths.add(FieldPath.parse(written.getString(i)));
    }
    return new IndexDefinition(IndexDefinition.Kind.valueOf(kind), paths);
  }

  private static BackendException damaged(Path file, String problem) {
    return new BackendException(
        ErrorCode.CORRUPT,
        file
            + " does not tell the declared indexes ("
            + problem
            + "): mend it, or take it away and declare the indexes again");
  }

  /** In order of the collections. */
  List<CollectionDefinition> all() {
    return List.copyOf(all.values());
  }

  /** What is declared now; not changed any more. */
  Map<String, CollectionDefinition> snapshot() {
    return all;
  }

  List<IndexDefinition> of(String collection) {
    CollectionDefinition definition = all.get(collection);
    return definition == null ? List.of() : definition.indexes();
  }

  /** The indexes to write for a collection: those declared, and one that is being built. */
  List<IndexDefinition> toWrite(String collection) {
    CollectionDefinition building = this.building;
    return building != null && building.collection().equals(collection)
        ? building.indexes()
        : of(collection);
  }

  /** All indexes of a collection that are to be written from now on, null for those declared. */
  void build(@Nullable CollectionDefinition definition) {
    building = definition;
  }

  List<IndexDefinition> unique(String collection) {
    CollectionDefinition definition = all.get(collection);
    return definition == null
        ? List.of()
        : definition.indexes().stream()
            .filter(index -> index.kind() == IndexDefinition.Kind.UNIQUE)
            .toList();
  }

  /** Declares what is given and nothing else for a collection, durably. */
  void replace(String collection, List<IndexDefinition> indexes) throws IOException {
    NavigableMap<String, CollectionDefinition> next = new TreeMap<>(all);
    if (indexes.isEmpty()) {
      next.remove(collection);
    } else {
      next.put(collection, new CollectionDefinition(collection, indexes));
    }
    boolean done = false;
    try {
      disk.replaceDurably(file, write(next).getBytes(StandardCharsets.UTF_8));
      done = true;
    } finally {
      if (!done) {
        putBack();
      }
    }
    all = next;
  }

  /** What could not be forced may be in its place all the same, and must not be believed later. */
  private void putBack() {
    try {
      disk.replaceDurably(file, write(all).getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, file + " may tell an index that is not declared", e);
    }
  }

  private static String write(NavigableMap<String, CollectionDefinition> all) {
    MutableTomlTable toml = MutableTomlTable.create();
    for (CollectionDefinition definition : all.values()) {
      MutableTomlArray tables = MutableTomlArray.create();
      for (IndexDefinition index : definition.indexes()) {
        MutableTomlArray paths = MutableTomlArray.create();
        index.paths().forEach(path -> paths.add(path.toString()));
        MutableTomlTable table = MutableTomlTable.create();
        table.set("kind", index.kind().name().toLowerCase(Locale.ROOT));
        table.set("paths", paths);
        tables.add(table);
      }
      toml.set(List.of(definition.collection()), tables);
    }
    return toml.toToml();
  }
}
