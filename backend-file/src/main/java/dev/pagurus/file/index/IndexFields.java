package dev.pagurus.file.index;

import dev.pagurus.document.FieldPath;
import dev.pagurus.query.SortKey;
import dev.pagurus.spi.IndexDefinition;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.InvertableType;
import org.apache.lucene.index.DocValuesType;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.Term;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The format of the index: which fields a Lucene document has.
 *
 * <p>There is one Lucene document for each live document, each tombstone and each user's state. All
 * have
 *
 * <ul>
 *   <li>{@code key}: the bytes of the {@link DocKey}, as a term and for sorting; for a user's state
 *       the user and 00. Segments are sorted by it, so that documents of a collection lie side by
 *       side in the order of ids.
 *   <li>{@code owner}: the user.
 *   <li>{@code data}: what is held of it, see {@link StoredEntry}. As doc values, which Lucene
 *       leaves as they are: a stored field is unpacked with its neighbours, 10 to 20 microseconds
 *       for each document that a find answers.
 *   <li>{@code body0}, {@code body1}, ...: of a large document, the pieces of its body, as doc
 *       values too, which Lucene merges one field after the other.
 * </ul>
 *
 * <p>Documents and tombstones have {@code feed}: user, 00, the revision as 8 bytes big-endian. A
 * user's state has {@code user}: its name. Live documents have {@code coll}: user, 00, collection;
 * {@code all}: the collection; and for each declared index
 *
 * <ul>
 *   <li>{@code v:COLLECTION:INDEX} of a value or unique index: user, 00, the sort keys of its paths
 *       one after the other.
 *   <li>{@code k:COLLECTION:PATH} for each path of such an index: the sort key, as doc values.
 *   <li>{@code cut}: user, 00, {@code k:COLLECTION:PATH} for each such key that was cut.
 *   <li>{@code a:COLLECTION:INDEX} of an array index: user, 00, sort key, for each scalar element.
 *   <li>{@code t:COLLECTION:PATH} for each path of a text index: user, 00, token, with positions.
 * </ul>
 *
 * <p>A document that nobody could read when the index was made has {@code bad}: user, 00,
 * collection; and none of the others.
 *
 * <p>Every term begins with its user, so that a find of one user reads no one else's postings. Sort
 * keys keep {@value #MAX_STRING_BYTES} bytes of a string: 16 of them, each byte escaped, fit into a
 * term of Lucene's with the longest name of a user.
 */
final class IndexFields {

  static final String FORMAT = "2";

  static final String KEY = "key";
  static final String OWNER = "owner";
  static final String DATA = "data";
  static final String FEED = "feed";
  static final String USER = "user";
  static final String COLL = "coll";
  static final String ALL = "all";
  static final String CUT = "cut";
  static final String BAD = "bad";

  static final int MAX_STRING_BYTES = 1_000;

  static final FieldType TERM = new FieldType();
  static final FieldType SORTED_TERM = new FieldType();
  static final FieldType TEXT = new FieldType();

  static {
    TERM.setIndexOptions(IndexOptions.DOCS);
    TERM.setTokenized(false);
    TERM.setOmitNorms(true);
    TERM.freeze();
    SORTED_TERM.setIndexOptions(IndexOptions.DOCS);
    SORTED_TERM.setTokenized(false);
    SORTED_TERM.setOmitNorms(true);
    SORTED_TERM.setDocValuesType(DocValuesType.SORTED);
    SORTED_TERM.freeze();
    TEXT.setIndexOptions(IndexOptions.DOCS_AND_FREQS_AND_POSITIONS);
    TEXT.setOmitNorms(true);
    TEXT.freeze();
  }

  /** A field of one term, which Lucene takes as it is. */
  static final class TermField extends Field {

    TermField(String name, byte[] term, FieldType type) {
      super(name, new BytesRef(term), type);
    }

    @Override
    public InvertableType invertableType() {
      return InvertableType.BINARY;
    }
  }

  private IndexFields() {}

  static String piece(int number) {
    return "body" + number;
  }

  static String values(String collection, IndexDefinition index) {
    return "v:" + collection + ":" + index.name();
  }

  static String column(String collection, FieldPath path) {
    return "k:" + collection + ":" + path;
  }

  static String elements(String collection, IndexDefinition index) {
    return "a:" + collection + ":" + index.name();
  }

  static String words(String collection, FieldPath path) {
    return "t:" + collection + ":" + path;
  }

  /** A user and 00: what each of its terms begins with. */
  static byte[] prefix(String user) {
    byte[] name = utf8(user);
    return Arrays.copyOf(name, name.length + 1);
  }

  static byte[] collection(String user, String collection) {
    return utf8(user + '\0' + collection);
  }

  static Term collectionTerm(String user, String collection) {
    return new Term(COLL, new BytesRef(collection(user, collection)));
  }

  static Term unreadableTerm(String user, String collection) {
    return new Term(BAD, new BytesRef(collection(user, collection)));
  }

  static Term keyTerm(DocKey key) {
    return new Term(KEY, new BytesRef(key.bytes()));
  }

  static Term keyTerm(String user) {
    return new Term(KEY, new BytesRef(prefix(user)));
  }

  static byte[] cut(String user, String column) {
    return utf8(user + '\0' + column);
  }

  /** The key of a value, as the index keeps it. */
  static byte[] sortKey(@Nullable JsonNode value) {
    return SortKey.encode(value, MAX_STRING_BYTES);
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
