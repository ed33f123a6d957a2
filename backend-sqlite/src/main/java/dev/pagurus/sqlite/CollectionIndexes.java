package dev.pagurus.sqlite;

import dev.pagurus.document.FieldPath;
import dev.pagurus.spi.IndexDefinition;
import dev.pagurus.spi.IndexDefinition.Kind;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A collection's number and its indexes, those being built included: writers maintain all of them,
 * readers use those that are ready. Immutable.
 */
final class CollectionIndexes {

  private final int num;
  private final String name;
  private final List<StoredIndex> all;
  private final List<StoredIndex> ready;
  private final List<StoredIndex> arrays;
  private final List<StoredIndex> texts;
  private final List<StoredIndex> uniques;
  private final Map<Integer, FieldPath> slots;
  private final List<Integer> slotNumbers;
  private final Map<FieldPath, KeyColumn> readyColumns;
  private final List<FieldPath> paths;
  private final Sql sql;

  CollectionIndexes(int num, String name, List<StoredIndex> all) {
    this.num = num;
    this.name = name;
    this.all = List.copyOf(all);
    this.ready = all.stream().filter(StoredIndex::ready).toList();
    this.arrays = ofKind(all, Kind.ARRAY);
    this.texts = ofKind(all, Kind.TEXT);
    this.uniques = ofKind(ready, Kind.UNIQUE);
    this.slots = slots(all);
    this.slotNumbers = List.copyOf(slots.keySet());
    this.readyColumns = readyColumns(ready);
    this.paths = all.stream().flatMap(index -> index.paths().stream()).distinct().toList();
    this.sql = new Sql(slotNumbers);
  }

  private static List<StoredIndex> ofKind(List<StoredIndex> indexes, Kind kind) {
    return indexes.stream().filter(index -> index.kind() == kind).toList();
  }

  private static Map<Integer, FieldPath> slots(List<StoredIndex> indexes) {
    Map<Integer, FieldPath> slots = new TreeMap<>();
    for (StoredIndex index : indexes) {
      for (int i = 0; i < index.slots().size(); i++) {
        slots.put(index.slots().get(i), index.paths().get(i));
      }
    }
    return Collections.unmodifiableMap(slots);
  }

  int num() {
    return num;
  }

  String name() {
    return name;
  }

  /** In the order in which they were declared. */
  List<StoredIndex> all() {
    return all;
  }

  /** All that any of them is over. */
  List<FieldPath> paths() {
    return paths;
  }

  List<StoredIndex> ready() {
    return ready;
  }

  List<StoredIndex> arrays() {
    return arrays;
  }

  List<StoredIndex> texts() {
    return texts;
  }

  /** Those that bind already. */
  List<StoredIndex> uniques() {
    return uniques;
  }

  /** The key columns and the path that each holds, in the order of the columns. */
  Map<Integer, FieldPath> slots() {
    return slots;
  }

  List<Integer> slotNumbers() {
    return slotNumbers;
  }

  boolean hasSideTables() {
    return !arrays.isEmpty() || !texts.isEmpty();
  }

  @Nullable StoredIndex find(IndexDefinition definition) {
    for (StoredIndex index : all) {
      if (index.definition().equals(definition)) {
        return index;
      }
    }
    return null;
  }

  /** The key columns of indexes that are ready, by path, and the index to name for each. */
  Map<FieldPath, KeyColumn> readyColumns() {
    return readyColumns;
  }

  private static Map<FieldPath, KeyColumn> readyColumns(List<StoredIndex> ready) {
    Map<FieldPath, KeyColumn> columns = new HashMap<>();
    for (StoredIndex index : ready) {
      for (int i = 0; i < index.slots().size(); i++) {
        columns.putIfAbsent(index.paths().get(i), new KeyColumn(index.slots().get(i), index));
      }
    }
    return columns;
  }

  /** The statements on its documents. */
  Sql sql() {
    return sql;
  }

  /** Whether a document's entries made for the other are right here as well. */
  boolean sameEntries(@Nullable CollectionIndexes other) {
    return other != null && all.equals(other.all);
  }

  /** A key column and an index that holds it. */
  record KeyColumn(int slot, StoredIndex index) {}
}
