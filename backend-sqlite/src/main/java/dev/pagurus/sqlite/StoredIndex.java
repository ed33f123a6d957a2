package dev.pagurus.sqlite;

import dev.pagurus.document.FieldPath;
import dev.pagurus.spi.IndexDefinition;
import dev.pagurus.spi.IndexDefinition.Kind;
import java.util.List;

/**
 * A declared index as the file holds it.
 *
 * @param num its number, from which its table or SQL index is named
 * @param definition what was declared
 * @param slots for VALUE and UNIQUE the key column of each path, else empty
 * @param ready whether it serves; if not it is being built
 * @param built while an ARRAY or TEXT index is being built: the last document that it holds
 */
record StoredIndex(
    int num, IndexDefinition definition, List<Integer> slots, boolean ready, long built) {

  Kind kind() {
    return definition.kind();
  }

  List<FieldPath> paths() {
    return definition.paths();
  }

  boolean hasColumns() {
    return kind() == Kind.VALUE || kind() == Kind.UNIQUE;
  }

  /** The SQL index, or the side table, that serves it. */
  String table() {
    return switch (kind()) {
      case VALUE, UNIQUE -> "value_" + num;
      case ARRAY -> "array_" + num;
      case TEXT -> "text_" + num;
    };
  }

  static String column(int slot) {
    return "k" + slot;
  }

  /** Whether it holds, or is to hold, the entries of a document. */
  boolean covers(long document) {
    return ready || document <= built;
  }
}
