package dev.pagurus.query;

import dev.pagurus.document.Names;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The cursors of one query: a {@link Position} as an opaque text that is safe in a URL, and back
 * (QUERY-5). A cursor holds nothing of a backend, so it works on any that holds the same data.
 *
 * <p>A cursor belongs to a collection, a filter, an order, and one user or all of them; the limit
 * may change from page to page. It is checked against damage, not signed: whoever forges one can
 * start a page anywhere in the answer of that query, and no more.
 *
 * <h2>Format</h2>
 *
 * Base64url without padding of: the version, {@code 01}; 8 bytes of fingerprint; the {@link
 * SortKey}s of the sort values; across users the user in UTF-8 and {@code 00}; the id in UTF-8; the
 * CRC-32C of all that, 4 bytes big-endian. The fingerprint is the first 8 bytes of the SHA-256 of
 * the collection, {@code user} and the user or {@code users}, and the query's text without its
 * limit, each in UTF-8 and followed by {@code 00}.
 *
 * <p>Immutable and safe for many threads.
 */
public final class Cursor {

  private static final int VERSION = 1;
  private static final int FINGERPRINT_BYTES = 8;
  private static final int HEAD_BYTES = 1 + FINGERPRINT_BYTES;
  private static final int CHECKSUM_BYTES = 4;

  private final int sorts;
  private final boolean acrossUsers;
  private final byte[] fingerprint;

  private Cursor(String collection, @Nullable String user, Query query) {
    this.sorts = query.order().size();
    this.acrossUsers = user == null;
    this.fingerprint = fingerprint(collection, user, query);
  }

  /**
   * The cursors of a query within one user.
   *
   * @param user whose documents the query finds
   * @param collection where it finds them
   * @param query the query; its limit does not matter
   * @return what writes and reads them
   */
  public static Cursor withinUser(String user, String collection, Query query) {
    return new Cursor(collection, user, query);
  }

  /**
   * The cursors of a query across users.
   *
   * @param collection where the query finds documents
   * @param query the query; its limit does not matter
   * @return what writes and reads them
   */
  public static Cursor acrossUsers(String collection, Query query) {
    return new Cursor(collection, null, query);
  }

  private static byte[] fingerprint(String collection, @Nullable String user, Query query) {
    MessageDigest sha = sha256();
    List<String> parts =
        user == null ? List.of(collection, "users") : List.of(collection, "user", user);
    for (String part : parts) {
      sha.update(part.getBytes(StandardCharsets.UTF_8));
      sha.update((byte) 0);
    }
    sha.update(Printer.printWithoutLimit(query).getBytes(StandardCharsets.UTF_8));
    sha.update((byte) 0);
    return Arrays.copyOf(sha.digest(), FINGERPRINT_BYTES);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /**
   * Writes the cursor of a place.
   *
   * @param last the place of the last row of a page of this query
   * @return letters, digits, {@code -} and {@code _}; as long as the sort values need
   */
  public String write(Position last) {
    if (last.values().size() != sorts || (last.user() != null) != acrossUsers) {
      throw new IllegalArgumentException("the position is not one of this query: " + last);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(VERSION);
    out.writeBytes(fingerprint);
    for (JsonNode value : last.values()) {
      out.writeBytes(SortKey.encode(value));
    }
    if (last.user() != null) {
      out.writeBytes(last.user().getBytes(StandardCharsets.UTF_8));
      out.write(0);
    }
    out.writeBytes(last.id().getBytes(StandardCharsets.UTF_8));
    byte[] content = out.toByteArray();
    byte[] whole =
        ByteBuffer.allocate(content.length + CHECKSUM_BYTES)
            .put(content)
            .putInt(checksum(content, content.length))
            .array();
    return Base64.getUrlEncoder().withoutPadding().encodeToString(whole);
  }

  private static int checksum(byte[] bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }

  /**
   * Reads a cursor.
   *
   * @param cursor what {@link #write} answered, now or long ago
   * @return the place after which the next page begins
   * @throws InvalidQueryException if the cursor is damaged, of a version unknown here, or belongs
   *     to another query
   */
  public Position read(String cursor) {
    byte[] whole = undamaged(cursor);
    if (whole[0] != VERSION) {
      throw new InvalidQueryException(
          "the cursor "
              + Names.quote(cursor)
              + " is of version "
              + (whole[0] & 0xFF)
              + ", and only version "
              + VERSION
              + " is known here: start again from the first page");
    }
    if (!Arrays.equals(fingerprint, Arrays.copyOfRange(whole, 1, HEAD_BYTES))) {
      throw new InvalidQueryException(
          "the cursor "
              + Names.quote(cursor)
              + " belongs to another query: user, collection, filter and order must be those it"
              + " was made for");
    }
    try {
      return position(whole);
    } catch (IllegalArgumentException e) {
      throw damaged(cursor);
    }
  }

  private static byte[] undamaged(String cursor) {
    byte[] whole;
    try {
      whole = Base64.getUrlDecoder().decode(cursor);
    } catch (IllegalArgumentException e) {
      throw damaged(cursor);
    }
    int content = whole.length - CHECKSUM_BYTES;
    // The decoder takes padding, and stray bits in the last character: there is one way to write.
    boolean canonical =
        Base64.getUrlEncoder().withoutPadding().encodeToString(whole).equals(cursor);
    if (!canonical
        || content < HEAD_BYTES
        || ByteBuffer.wrap(whole, content, CHECKSUM_BYTES).getInt() != checksum(whole, content)) {
      throw damaged(cursor);
    }
    return whole;
  }

  private Position position(byte[] whole) {
    SortKeyReader reader = new SortKeyReader(whole, HEAD_BYTES);
    List<@Nullable JsonNode> values = new ArrayList<>(sorts);
    for (int i = 0; i < sorts; i++) {
      values.add(reader.next());
    }
    byte[] names = Arrays.copyOfRange(whole, reader.offset(), whole.length - CHECKSUM_BYTES);
    String rest = SortKeyReader.strict(names);
    if (!acrossUsers) {
      return new Position(values, null, Names.requireId(rest));
    }
    int end = rest.indexOf('\0');
    if (end < 0) {
      throw new IllegalArgumentException("no user");
    }
    return new Position(
        values,
        Names.requireUser(rest.substring(0, end)),
        Names.requireId(rest.substring(end + 1)));
  }

  private static InvalidQueryException damaged(String cursor) {
    return new InvalidQueryException(
        "the cursor "
            + Names.quote(cursor)
            + " is damaged: pass it on exactly as it was given, or start again from the first page");
  }
}
