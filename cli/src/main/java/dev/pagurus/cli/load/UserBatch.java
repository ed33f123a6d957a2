package dev.pagurus.cli.load;

import dev.pagurus.document.Address;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Documents of one user that will be committed together. For one thread at a time. */
final class UserBatch {

  private static final int MOST_ITEMS = 1_000;
  private static final long MOST_BYTES = 4L << 20;

  private final String user;
  private final List<Item> items = new ArrayList<>();
  private final Set<Address> addresses = new HashSet<>();
  private long bytes;
  private long weight;

  UserBatch(String user) {
    this.user = user;
  }

  String user() {
    return user;
  }

  List<Item> items() {
    return items;
  }

  long weight() {
    return weight;
  }

  /** Whether a document of that address waits already; an address stands in a batch once. */
  boolean holds(Item item) {
    return item.id() != null && addresses.contains(new Address(item.collection(), item.id()));
  }

  void add(Item item) {
    items.add(item);
    if (item.id() != null) {
      addresses.add(new Address(item.collection(), item.id()));
    }
    bytes += item.body().size();
    weight += item.weight();
  }

  /** Lets go of the documents. */
  void clear() {
    items.clear();
    addresses.clear();
  }

  boolean isFull() {
    return items.size() >= MOST_ITEMS || bytes >= MOST_BYTES;
  }
}
