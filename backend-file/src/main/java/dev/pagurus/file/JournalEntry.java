package dev.pagurus.file;

import dev.pagurus.document.Address;
import dev.pagurus.document.Body;
import dev.pagurus.spi.Change;
import dev.pagurus.spi.StoredDocument;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What the journal tells: facts, not wishes. An entry says what documents are after it, so that to
 * apply one twice, or to what is newer already, does no harm.
 */
sealed interface JournalEntry {

  /** Whose documents it is about. */
  String user();

  /**
   * A commit, or a page of another store's feed.
   *
   * @param user whose documents
   * @param revision the user's revision after it
   * @param changes what became of each document
   */
  record Changed(String user, long revision, List<Change> changes) implements JournalEntry {

    /** Copies. */
    public Changed {
      changes = List.copyOf(changes);
    }
  }

  /**
   * The end of a user.
   *
   * @param user its name
   */
  record UserDeleted(String user) implements JournalEntry {}

  /** The entry as bytes: see {@code docs/disk-format-file.md}. */
  default byte[] encode() {
    if (this instanceof Changed changed) {
      return encode(changed);
    }
    byte[] name = utf8(user());
    return ByteBuffer.allocate(1 + 2 + name.length)
        .put((byte) 'U')
        .putShort((short) name.length)
        .put(name)
        .array();
  }

  private static byte[] encode(Changed entry) {
    byte[] name = utf8(entry.user);
    int size = 1 + 2 + name.length + 8 + 4;
    List<byte[]> ids = new ArrayList<>(entry.changes.size());
    for (Change change : entry.changes) {
      byte[] id = utf8(change.address().id());
      ids.add(id);
      size += 1 + 8 + 8 + 2 + change.address().collection().length() + 2 + id.length;
      size +=
          change instanceof Change.Written written ? 8 + 4 + written.document().body().size() : 0;
    }
    ByteBuffer out = ByteBuffer.allocate(size);
    out.put((byte) 'C').putShort((short) name.length).put(name);
    out.putLong(entry.revision).putInt(entry.changes.size());
    for (int i = 0; i < entry.changes.size(); i++) {
      put(out, entry.changes.get(i), ids.get(i));
    }
    return out.array();
  }

  private static void put(ByteBuffer out, Change change, byte[] id) {
    byte[] collection = utf8(change.address().collection());
    out.put((byte) (change instanceof Change.Written ? 'W' : 'D'));
    out.putLong(change.revision()).putLong(Micros.of(change.at()));
    out.putShort((short) collection.length).put(collection);
    out.putShort((short) id.length).put(id);
    if (change instanceof Change.Written written) {
      byte[] body = written.document().body().bytes();
      out.putLong(Micros.of(written.document().createdAt())).putInt(body.length).put(body);
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Reads an entry back.
   *
   * @param bytes what {@link #encode} answered; their checksum was right
   * @throws IOException if this version of the program knows no such entry
   */
  static JournalEntry decode(byte[] bytes) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
    byte kind = in.readByte();
    String user = text(in);
    if (kind == 'U') {
      return new UserDeleted(user);
    }
    if (kind != 'C') {
      throw new IOException("an entry of the unknown kind " + kind);
    }
    long revision = in.readLong();
    int count = in.readInt();
    List<Change> changes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      changes.add(change(in));
    }
    return new Changed(user, revision, changes);
  }

  private static Change change(DataInputStream in) throws IOException {
    byte kind = in.readByte();
    long revision = in.readLong();
    Instant at = Micros.instant(in.readLong());
    String collection = text(in);
    Address address = new Address(collection, text(in));
    if (kind == 'D') {
      return new Change.Deleted(address, revision, at);
    }
    Instant createdAt = Micros.instant(in.readLong());
    Body body = Body.stored(in.readNBytes(in.readInt()));
    return new Change.Written(new StoredDocument(address, revision, createdAt, at, body));
  }

  private static String text(DataInputStream in) throws IOException {
    return new String(in.readNBytes(in.readUnsignedShort()), StandardCharsets.UTF_8);
  }
}
