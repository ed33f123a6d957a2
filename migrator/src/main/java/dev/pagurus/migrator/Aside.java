package dev.pagurus.migrator;

import dev.pagurus.document.Address;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What could not be moved, as it is met. A record that is met again counts once. Safe for many
 * threads.
 */
final class Aside {

  /** How many a report shows. */
  static final int SHOWN = 100;

  private record Place(String user, Optional<Address> address) {}

  private final Map<Place, String> refused = new ConcurrentHashMap<>();
  private final Map<String, SetAside> users = new ConcurrentHashMap<>();
  private final Map<String, Queue<SetAside>> untaken = new ConcurrentHashMap<>();
  private final Set<Place> told = ConcurrentHashMap.newKeySet();
  private final List<SetAside> first = new ArrayList<>();
  private final long limit;
  private final Gauge gauge;
  private final Ticker ticker;
  private volatile Consumer<SetAside> file = record -> {};

  Aside(long limit, Gauge gauge, Ticker ticker) {
    this.limit = limit;
    this.gauge = gauge;
    this.ticker = ticker;
  }

  /** Ends a run in which more was set aside than may be. */
  static final class TooMuch extends RuntimeException {

    private static final long serialVersionUID = 1L;

    TooMuch() {
      super("too much was set aside", null, false, false);
    }
  }

  /** Who writes records down as they are met. */
  void writeTo(Consumer<SetAside> sink) {
    file = sink;
  }

  /** The first that were met, as many as a report shows. */
  List<SetAside> first() {
    synchronized (first) {
      return List.copyOf(first);
    }
  }

  /** A record was met that cannot be moved. */
  void meet(SetAside record) {
    if (told.add(new Place(record.user(), record.address()))) {
      synchronized (first) {
        if (first.size() < SHOWN) {
          first.add(record);
        }
        file.accept(record);
      }
      long count = gauge.quarantined.incrementAndGet();
      ticker.setAside(record);
      if (count > limit) {
        throw new TooMuch();
      }
    }
  }

  /** The target takes one document and not another. */
  void refuse(SetAside record) {
    refused.put(new Place(record.user(), record.address()), record.reason());
    meet(record);
  }

  /** Why the target refused a document, null if it did not. */
  @Nullable String refusal(String user, Address address) {
    return refused.get(new Place(user, Optional.of(address)));
  }

  /** People changed a record, and that cannot be taken in. */
  void untaken(SetAside record) {
    untaken.computeIfAbsent(record.user(), user -> new ConcurrentLinkedQueue<>()).add(record);
    meet(record);
  }

  /** What of a user was changed and cannot be taken in. */
  Collection<SetAside> untakenOf(String user) {
    return untaken.getOrDefault(user, new ConcurrentLinkedQueue<>());
  }

  /** Nothing of a user can be moved. */
  void leave(SetAside user) {
    users.put(user.user(), user);
    meet(user);
  }

  @Nullable SetAside left(String user) {
    return users.get(user);
  }
}
