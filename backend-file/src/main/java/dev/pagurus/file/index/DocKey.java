package dev.pagurus.file.index;

import dev.pagurus.document.Address;
import dev.pagurus.document.Utf8;
import java.nio.charset.StandardCharsets;

/**
 * Where a document lives within the store. No part holds U+0000, so that the parts joined by it
 * compare as they do one by one.
 *
 * @param user a user
 * @param collection a collection
 * @param id an id
 */
public record DocKey(String user, String collection, String id) implements Comparable<DocKey> {

  /**
   * The key of an address.
   *
   * @param user whose document
   * @param address where it lives within its user
   * @return its key
   */
  public static DocKey of(String user, Address address) {
    return new DocKey(user, address.collection(), address.id());
  }

  /**
   * Reads a key back.
   *
   * @param bytes holds what {@link #bytes} answered
   * @param from where it begins
   * @param length how long it is
   * @return the key
   * @throws IllegalArgumentException if it is not a key
   */
  static DocKey read(byte[] bytes, int from, int length) {
    int end = from + length;
    int first = indexOfNul(bytes, from, end);
    int second = indexOfNul(bytes, first + 1, end);
    return new DocKey(
        new String(bytes, from, first - from, StandardCharsets.UTF_8),
        new String(bytes, first + 1, second - first - 1, StandardCharsets.UTF_8),
        new String(bytes, second + 1, end - second - 1, StandardCharsets.UTF_8));
  }

  private static int indexOfNul(byte[] bytes, int from, int end) {
    for (int i = from; i < end; i++) {
      if (bytes[i] == 0) {
        return i;
      }
    }
    throw new IllegalArgumentException("not the key of a document");
  }

  /**
   * The address within the user.
   *
   * @return collection and id
   */
  public Address address() {
    return new Address(collection, id);
  }

  /**
   * The parts joined by U+0000.
   *
   * @return UTF-8, a new array; as unsigned bytes these compare as keys do
   */
  public byte[] bytes() {
    return (user + '\0' + collection + '\0' + id).getBytes(StandardCharsets.UTF_8);
  }

  /** Orders by user, collection and id, each by its UTF-8 bytes (ADDR-4). */
  @Override
  public int compareTo(DocKey other) {
    int byUser = Utf8.compare(user, other.user);
    if (byUser != 0) {
      return byUser;
    }
    int byCollection = Utf8.compare(collection, other.collection);
    return byCollection != 0 ? byCollection : Utf8.compare(id, other.id);
  }
}
