package dev.pagurus.document;

/**
 * Where a document lives within its user.
 *
 * @param collection {@code [a-z][a-z0-9_-]{0,62}} (ADDR-3)
 * @param id 1 to 255 bytes of UTF-8 without control characters (ADDR-2)
 */
public record Address(String collection, String id) implements Comparable<Address> {

  /**
   * Checks both parts.
   *
   * @throws IllegalArgumentException if a part is not allowed; the message says which and why
   */
  public Address {
    Names.requireCollection(collection);
    Names.requireId(id);
  }

  /** Orders by collection, then by id, each by its UTF-8 bytes (ADDR-4). */
  @Override
  public int compareTo(Address other) {
    int byCollection = Utf8.compare(collection, other.collection);
    return byCollection != 0 ? byCollection : Utf8.compare(id, other.id);
  }

  @Override
  public String toString() {
    return collection + "/" + Names.quote(id);
  }
}
