package dev.pagurus.file.index;

import dev.pagurus.document.FieldPath;
import dev.pagurus.query.SortKey;
import dev.pagurus.spi.IndexDefinition;
import dev.pagurus.spi.StoredDocument;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.SortedDocValuesField;
import org.apache.lucene.util.BytesRef;
import tools.jackson.databind.JsonNode;

/** Makes Lucene's documents of ours, see {@link IndexFields}. */
final class DocumentFields {

  private final String user;
  private final byte[] prefix;
  private final String collection;
  private final JsonNode body;
  private final Document fields;

  private DocumentFields(
      DocKey key, StoredDocument document, List<IndexDefinition> indexes, Document fields) {
    this.user = key.user();
    this.prefix = IndexFields.prefix(user);
    this.collection = key.collection();
    this.body =
        document.body().part(indexes.stream().flatMap(one -> one.paths().stream()).toList());
    this.fields = fields;
  }

  static Document of(DocKey key, StoredDocument document, List<IndexDefinition> indexes) {
    byte[] stored = StoredEntry.of(key, document);
    Document fields = changed(key, document.revision(), stored);
    if (StoredEntry.isLarge(document)) {
      addPieces(fields, document.body().bytes());
    }
    add(fields, IndexFields.COLL, IndexFields.collection(key.user(), key.collection()));
    add(fields, IndexFields.ALL, IndexFields.utf8(key.collection()));
    if (!indexes.isEmpty()) {
      new DocumentFields(key, document, indexes, fields).addIndexes(indexes);
    }
    return fields;
  }

  private static void addPieces(Document fields, byte[] body) {
    for (int from = 0; from < body.length; from += StoredEntry.PIECE_BYTES) {
      int length = Math.min(StoredEntry.PIECE_BYTES, body.length - from);
      String name = IndexFields.piece(from / StoredEntry.PIECE_BYTES);
      fields.add(new BinaryDocValuesField(name, new BytesRef(body, from, length)));
    }
  }

  static Document of(IndexChange.Tombstone tombstone) {
    return changed(tombstone.key(), tombstone.revision(), StoredEntry.of(tombstone));
  }

  static Document of(IndexChange.Unreadable unreadable) {
    DocKey key = unreadable.key();
    Document fields = common(key.bytes(), key.user(), StoredEntry.of(unreadable));
    add(fields, IndexFields.BAD, IndexFields.collection(key.user(), key.collection()));
    return fields;
  }

  static Document of(UserState state) {
    byte[] key = IndexFields.prefix(state.user());
    Document fields = common(key, state.user(), StoredEntry.of(state));
    add(fields, IndexFields.USER, IndexFields.utf8(state.user()));
    return fields;
  }

  private static Document changed(DocKey key, long revision, byte[] stored) {
    Document fields = common(key.bytes(), key.user(), stored);
    add(fields, IndexFields.FEED, feed(key.user(), revision));
    return fields;
  }

  static byte[] feed(String user, long revision) {
    byte[] number = ByteBuffer.allocate(Long.BYTES).putLong(revision).array();
    return SortKey.concat(IndexFields.prefix(user), number);
  }

  private static Document common(byte[] key, String user, byte[] stored) {
    Document fields = new Document();
    fields.add(new IndexFields.TermField(IndexFields.KEY, key, IndexFields.SORTED_TERM));
    add(fields, IndexFields.OWNER, IndexFields.utf8(user));
    fields.add(new BinaryDocValuesField(IndexFields.DATA, new BytesRef(stored)));
    return fields;
  }

  private static void add(Document fields, String name, byte[] term) {
    fields.add(new IndexFields.TermField(name, term, IndexFields.TERM));
  }

  private void addIndexes(List<IndexDefinition> indexes) {
    Map<FieldPath, byte[]> keys = new HashMap<>();
    Set<FieldPath> texts = new LinkedHashSet<>();
    for (IndexDefinition index : indexes) {
      switch (index.kind()) {
        case VALUE, UNIQUE -> addValues(index, keys);
        case ARRAY -> addElements(index);
        case TEXT -> texts.addAll(index.paths());
      }
    }
    texts.forEach(this::addWords);
  }

  private void addValues(IndexDefinition index, Map<FieldPath, byte[]> keys) {
    byte[][] parts = new byte[index.paths().size() + 1][];
    parts[0] = prefix;
    for (int i = 1; i < parts.length; i++) {
      parts[i] = keys.computeIfAbsent(index.paths().get(i - 1), this::addColumn);
    }
    add(fields, IndexFields.values(collection, index), SortKey.concat(parts));
  }

  private byte[] addColumn(FieldPath path) {
    byte[] key = IndexFields.sortKey(path.in(body));
    String column = IndexFields.column(collection, path);
    fields.add(new SortedDocValuesField(column, new BytesRef(key)));
    if (!SortKey.isExact(key)) {
      add(fields, IndexFields.CUT, IndexFields.cut(user, column));
    }
    return key;
  }

  private void addElements(IndexDefinition index) {
    JsonNode array = index.paths().get(0).in(body);
    if (array == null || !array.isArray()) {
      return;
    }
    Set<byte[]> elements = new TreeSet<>(Arrays::compareUnsigned);
    for (JsonNode element : array) {
      if (!element.isContainer()) {
        elements.add(IndexFields.sortKey(element));
      }
    }
    String name = IndexFields.elements(collection, index);
    elements.forEach(element -> add(fields, name, SortKey.concat(prefix, element)));
  }

  private void addWords(FieldPath path) {
    JsonNode text = path.in(body);
    if (text != null && text.isString()) {
      Tokens tokens = new Tokens(user, text.stringValue());
      fields.add(new Field(IndexFields.words(collection, path), tokens, IndexFields.TEXT));
    }
  }
}
