package dev.pagurus.sqlite;

import java.util.BitSet;
import java.util.List;
import java.util.stream.Collectors;

/** The statements on the documents of a collection, whose columns depend on its indexes. */
final class Sql {

  /** What a {@link DocumentReader} reads of an address, in its order; {@code d} is the document. */
  static final String CONTENT = "d.revision, d.created_us, d.updated_us, d.checksum, d.body";

  /** The same of a document whose id is not known before. */
  static final String COLUMNS = "d.id, " + CONTENT;

  private final List<String> keys;
  private final String find;
  private final String insert;
  private final String updateAll;
  private final String updateNone;

  Sql(List<Integer> slots) {
    this.keys = slots.stream().map(StoredIndex::column).toList();
    this.find =
        "SELECT num, revision, created_us, octet_length(body)"
            + each(", %s")
            + " FROM document INDEXED BY document_address"
            + " WHERE user = ? AND collection = ? AND id = ?";
    this.insert = insert("");
    BitSet all = new BitSet();
    all.set(0, keys.size());
    this.updateAll = write(all);
    this.updateNone = write(new BitSet());
  }

  private String each(String format) {
    return keys.stream().map(key -> String.format(format, key)).collect(Collectors.joining());
  }

  /** Looks up what is known of an address, and its keys. */
  String find() {
    return find;
  }

  /** The body comes as bytes and is kept as text, without a pass through Java's strings. */
  String insert() {
    return insert;
  }

  /** The same with the document's number as the first parameter. */
  String insertNumbered() {
    return insert("num, ");
  }

  private String insert(String first) {
    return "INSERT INTO document("
        + first
        + "user, collection, id, revision, created_us, updated_us, checksum, body"
        + each(", %s")
        + ") VALUES("
        + (first.isEmpty() ? "" : "?, ")
        + "?, ?, ?, ?, ?, ?, ?, CAST(? AS TEXT)"
        + ", ?".repeat(keys.size())
        + ")";
  }

  /** Writes a document over its older self, and those of its keys that have changed. */
  String update(BitSet changed) {
    return changed.isEmpty()
        ? updateNone
        : changed.cardinality() == keys.size() ? updateAll : write(changed);
  }

  private String write(BitSet changed) {
    return "UPDATE document SET revision = ?, created_us = ?, updated_us = ?, checksum = ?,"
        + " body = CAST(? AS TEXT)"
        + changed.stream().mapToObj(i -> ", " + keys.get(i) + " = ?").collect(Collectors.joining())
        + " WHERE num = ?";
  }
}
