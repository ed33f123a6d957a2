package dev.pagurus.cli.load;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The batches that are being filled, one for each user whose lines came by lately: so that input in
 * which users take turns is written in large commits too. For one thread.
 */
final class OpenBatches {

  private final Map<String, UserBatch> open = new HashMap<>();
  private final Consumer<UserBatch> full;
  private long weight;

  /**
   * None at first.
   *
   * @param full takes batches that are to be committed; those of one user in their order
   */
  OpenBatches(Consumer<UserBatch> full) {
    this.full = full;
  }

  void add(Item item) {
    UserBatch batch = open.get(item.user());
    if (batch != null && batch.holds(item)) {
      // The later of two lines of one address wins, so the earlier goes first.
      send(batch);
      batch = null;
    }
    if (batch == null) {
      batch = new UserBatch(item.user());
      open.put(item.user(), batch);
    }
    batch.add(item);
    weight += item.weight();
    if (batch.isFull()) {
      send(batch);
    }
  }

  boolean isEmpty() {
    return open.isEmpty();
  }

  /** Sends the largest batches, until half of what is held is gone. */
  void sendHalf() {
    long goal = weight / 2;
    List<UserBatch> bySize =
        open.values().stream()
            .sorted(Comparator.comparingLong(UserBatch::weight).reversed())
            .toList();
    for (UserBatch batch : bySize) {
      send(batch);
      if (weight <= goal) {
        return;
      }
    }
  }

  void sendAll() {
    List.copyOf(open.values()).forEach(this::send);
  }

  private void send(UserBatch batch) {
    open.remove(batch.user());
    weight -= batch.weight();
    full.accept(batch);
  }
}
