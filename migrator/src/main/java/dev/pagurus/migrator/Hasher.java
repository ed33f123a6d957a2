package dev.pagurus.migrator;

import dev.pagurus.document.Digests;
import dev.pagurus.spi.Change;
import dev.pagurus.spi.StoredDocument;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;

/**
 * SHA-256 of one document, deletion or fact: over the user, the address, the revision, the times
 * and the values of the body. For one thread.
 */
final class Hasher {

  private final MessageDigest sha = sha256();
  private final ByteBuffer numbers = ByteBuffer.allocate(8 + 2 * 12);

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  byte[] of(String user, StoredDocument document) {
    head('W', user, document.address().collection(), document.address().id());
    numbers(document.revision(), document.createdAt(), document.updatedAt());
    Digests.update(sha, document.body());
    return sha.digest();
  }

  byte[] of(String user, Change.Deleted deletion) {
    head('D', user, deletion.address().collection(), deletion.address().id());
    numbers(deletion.revision(), deletion.at(), Instant.EPOCH);
    return sha.digest();
  }

  /** Any texts of less than 64 KiB, as one thing. */
  byte[] of(String... texts) {
    head('T', texts);
    return sha.digest();
  }

  private void head(char kind, String... texts) {
    sha.update((byte) kind);
    for (String text : texts) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      sha.update((byte) (bytes.length >> 8));
      sha.update((byte) bytes.length);
      sha.update(bytes);
    }
  }

  private void numbers(long revision, Instant one, Instant other) {
    numbers.clear();
    numbers.putLong(revision).putLong(one.getEpochSecond()).putInt(one.getNano());
    numbers.putLong(other.getEpochSecond()).putInt(other.getNano());
    sha.update(numbers.array(), 0, numbers.position());
  }
}
