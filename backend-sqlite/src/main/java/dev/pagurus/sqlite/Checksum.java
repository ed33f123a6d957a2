package dev.pagurus.sqlite;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * The checksums of the documents of one collection of one user: a CRC-32C over everything that a
 * reader is told (DUR-4), the user's name and the address included, so that a row that strayed to
 * another owner is found out as well.
 *
 * <p>Over, in this order: user, collection and id in UTF-8, each followed by 00; revision, created
 * and updated, 8 bytes each, big-endian; the body. A deletion has its time for both times and no
 * body.
 */
final class Checksum {

  private static final int NUMBERS_BYTES = 3 * Long.BYTES;

  private final byte[] owner;

  Checksum(String user, String collection) {
    this.owner = (user + '\0' + collection + '\0').getBytes(StandardCharsets.UTF_8);
  }

  long of(String id, long revision, long created, long updated, byte[] body) {
    return of(id.getBytes(StandardCharsets.UTF_8), revision, created, updated, body);
  }

  /** The same for an id that is UTF-8 already. */
  long of(byte[] name, long revision, long created, long updated, byte[] body) {
    ByteBuffer head =
        ByteBuffer.allocate(owner.length + name.length + 1 + NUMBERS_BYTES)
            .put(owner)
            .put(name)
            .put((byte) 0)
            .putLong(revision)
            .putLong(created)
            .putLong(updated);
    CRC32C crc = new CRC32C();
    crc.update(head.array());
    crc.update(body);
    return crc.getValue();
  }

  long ofDeletion(String id, long revision, long deleted) {
    return of(id, revision, deleted, deleted, new byte[0]);
  }
}
