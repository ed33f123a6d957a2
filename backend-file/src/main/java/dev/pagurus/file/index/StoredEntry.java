package dev.pagurus.file.index;

import dev.pagurus.document.Body;
import dev.pagurus.spi.Change;
import dev.pagurus.spi.CollectionInfo;
import dev.pagurus.spi.StoredDocument;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import org.apache.lucene.util.BytesRef;

/**
 * What is stored of a document, a tombstone or a user's state, so that one visit tells all:
 *
 * <pre>
 * 4 bytes CRC-32C of the rest, 1 byte kind, 8 revision, 8 created, 8 updated (microseconds since
 * 1970), 2 length of the key, the key, then
 *   of a document (kind 1): the canonical bytes of the body
 *   of a tombstone (2): nothing
 *   of a state (3): 8 horizon, 4 number of collections, each 1 length of the name, the name,
 *     8 documents, 8 bytes
 *   of a document that nobody can read (4): nothing
 *   of a large document (5): 4 CRC-32C of its body, 4 length of it; the body is in pieces
 * </pre>
 *
 * <p>Of a large document the body is read when it is asked for, while the view is held.
 */
final class StoredEntry {

  private static final byte DOCUMENT = 1;
  private static final byte TOMBSTONE = 2;
  private static final byte STATE = 3;
  private static final byte UNREADABLE = 4;
  private static final byte LARGE = 5;

  /**
   * Larger bodies are held in pieces of this size: Lucene makes room for the largest value of a
   * field in a segment whenever it looks at any of them, for each segment that it merges too, and
   * holds several copies while it writes them.
   */
  static final int PIECE_BYTES = 256 << 10;

  private static final int CHECKSUM = 4;
  private static final int HEAD = CHECKSUM + 1 + 3 * 8 + 2;
  private static final int KEY_LENGTH = HEAD - 2;

  private final byte[] bytes;
  private final BytesRef key;
  private Bodies bodies = StoredEntry::noBody;

  /** Reads the body of a large document. */
  interface Bodies {

    byte[] read();
  }

  private static byte[] noBody() {
    throw new IllegalStateException("the body of this entry is not in pieces");
  }

  /**
   * Reads an entry.
   *
   * @throws IllegalArgumentException if its bytes are damaged
   */
  StoredEntry(byte[] bytes) {
    if (bytes.length < HEAD || ByteBuffer.wrap(bytes).getInt() != checksum(bytes)) {
      throw new IllegalArgumentException("the checksum does not fit");
    }
    this.bytes = bytes;
    int length = ByteBuffer.wrap(bytes).getShort(KEY_LENGTH) & 0xFFFF;
    this.key = new BytesRef(bytes, HEAD, length);
  }

  static byte[] of(DocKey key, StoredDocument document) {
    byte[] name = key.bytes();
    boolean large = isLarge(document);
    byte[] body = large ? sum(document.body().bytes()) : document.body().bytes();
    byte[] out = new byte[HEAD + name.length + body.length];
    putHead(
        out,
        large ? LARGE : DOCUMENT,
        document.revision(),
        document.createdAt(),
        document.updatedAt(),
        name);
    System.arraycopy(body, 0, out, HEAD + name.length, body.length);
    return sealed(out);
  }

  /** Whether a document's body is to be held in pieces. */
  static boolean isLarge(StoredDocument document) {
    return document.body().size() > PIECE_BYTES;
  }

  private static byte[] sum(byte[] body) {
    return ByteBuffer.allocate(2 * Integer.BYTES)
        .putInt(checksum(body, 0))
        .putInt(body.length)
        .array();
  }

  static byte[] of(IndexChange.Tombstone tombstone) {
    byte[] key = tombstone.key().bytes();
    byte[] out = new byte[HEAD + key.length];
    putHead(out, TOMBSTONE, tombstone.revision(), tombstone.at(), tombstone.at(), key);
    return sealed(out);
  }

  static byte[] of(IndexChange.Unreadable unreadable) {
    byte[] key = unreadable.key().bytes();
    byte[] out = new byte[HEAD + key.length];
    putHead(out, UNREADABLE, 0, Instant.EPOCH, Instant.EPOCH, key);
    return sealed(out);
  }

  static byte[] of(UserState state) {
    int length = 8 + 4;
    for (CollectionInfo collection : state.collections()) {
      length += 1 + collection.collection().length() + 16;
    }
    byte[] key = IndexFields.prefix(state.user());
    byte[] all = new byte[HEAD + key.length + length];
    putHead(all, STATE, state.revision(), state.time(), state.time(), key);
    ByteBuffer out = ByteBuffer.wrap(all).position(HEAD + key.length);
    out.putLong(state.horizon()).putInt(state.collections().size());
    for (CollectionInfo collection : state.collections()) {
      byte[] name = collection.collection().getBytes(StandardCharsets.US_ASCII);
      out.put((byte) name.length).put(name);
      out.putLong(collection.documents()).putLong(collection.bytes());
    }
    return sealed(all);
  }

  private static void putHead(
      byte[] out, byte kind, long revision, Instant created, Instant updated, byte[] key) {
    ByteBuffer.wrap(out)
        .putInt(0)
        .put(kind)
        .putLong(revision)
        .putLong(micros(created))
        .putLong(micros(updated))
        .putShort((short) key.length)
        .put(key);
  }

  private static byte[] sealed(byte[] out) {
    ByteBuffer.wrap(out).putInt(0, checksum(out));
    return out;
  }

  private static int checksum(byte[] bytes) {
    return checksum(bytes, CHECKSUM);
  }

  private static int checksum(byte[] bytes, int from) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes, from, bytes.length - from);
    return (int) checksum.getValue();
  }

  private static long micros(Instant instant) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
  }

  private Instant instant(int at) {
    return Instant.EPOCH.plus(ByteBuffer.wrap(bytes).getLong(at), ChronoUnit.MICROS);
  }

  /** The bytes of the key; not to be changed. */
  BytesRef key() {
    return key;
  }

  DocKey docKey() {
    return DocKey.read(bytes, HEAD, key.length);
  }

  private byte kind() {
    return bytes[CHECKSUM];
  }

  private long revision() {
    return ByteBuffer.wrap(bytes).getLong(CHECKSUM + 1);
  }

  /** The document, of the entry of a live one. */
  StoredDocument document() {
    return new StoredDocument(
        docKey().address(),
        revision(),
        instant(CHECKSUM + 9),
        instant(CHECKSUM + 17),
        Body.stored(body()));
  }

  private byte[] body() {
    if (isLarge()) {
      return bodies.read();
    }
    require(DOCUMENT);
    return Arrays.copyOfRange(bytes, HEAD + key.length, bytes.length);
  }

  /** Whether it is of a document whose body is held in pieces. */
  boolean isLarge() {
    return kind() == LARGE;
  }

  /** Who reads the body, if it is held in pieces. */
  void readBody(Bodies reader) {
    bodies = reader;
  }

  /** Reads the body now: the view is let go. */
  void keepBody() {
    if (isLarge()) {
      byte[] body = bodies.read();
      bodies = () -> body;
    }
  }

  /** How many bytes the body has that is held in pieces. */
  int bodyLength() {
    return ByteBuffer.wrap(bytes).getInt(HEAD + key.length + Integer.BYTES);
  }

  /** Whether what was held in pieces is the body. */
  boolean isBody(byte[] body) {
    return ByteBuffer.wrap(bytes).getInt(HEAD + key.length) == checksum(body, 0);
  }

  /** Whether it tells of a document that nobody can read. */
  boolean isUnreadable() {
    return kind() == UNREADABLE;
  }

  /** The latest that happened, of the entry of a document or a tombstone. */
  Change change() {
    return kind() == DOCUMENT || isLarge() ? new Change.Written(document()) : deleted();
  }

  private Change deleted() {
    require(TOMBSTONE);
    return new Change.Deleted(docKey().address(), revision(), instant(CHECKSUM + 17));
  }

  /** The user's state, of the entry of one. */
  UserState state() {
    require(STATE);
    String user = new String(bytes, HEAD, key.length - 1, StandardCharsets.UTF_8);
    ByteBuffer in = ByteBuffer.wrap(bytes).position(HEAD + key.length);
    long horizon = in.getLong();
    List<CollectionInfo> collections = new ArrayList<>();
    for (int left = in.getInt(); left > 0; left--) {
      byte[] name = new byte[in.get()];
      in.get(name);
      String collection = new String(name, StandardCharsets.US_ASCII);
      collections.add(new CollectionInfo(collection, in.getLong(), in.getLong()));
    }
    return new UserState(user, revision(), instant(CHECKSUM + 17), horizon, collections);
  }

  /**
   * Fails if the key does not begin as those of a user do: damage led here.
   *
   * @param prefix what they begin with
   */
  void requireOf(byte[] prefix) {
    boolean is =
        key.length >= prefix.length
            && Arrays.equals(bytes, HEAD, HEAD + prefix.length, prefix, 0, prefix.length);
    if (!is) {
      throw new IllegalArgumentException("an entry of another user");
    }
  }

  private void require(byte kind) {
    if (kind() != kind) {
      throw new IllegalArgumentException("an entry of the kind " + kind() + ", not " + kind);
    }
  }
}
