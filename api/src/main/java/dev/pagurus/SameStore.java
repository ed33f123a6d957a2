package dev.pagurus;

import dev.pagurus.document.Address;
import dev.pagurus.document.Body;
import dev.pagurus.spi.Backend;
import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.Batch;
import dev.pagurus.spi.Condition;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.spi.Write;
import java.util.concurrent.ThreadLocalRandom;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Finds out whether two open stores are one, whatever links, mounts and names lead there: what is
 * written to the one is then seen in the other.
 */
final class SameStore {

  private SameStore() {}

  /**
   * Refuses two that are one.
   *
   * @throws BackendException INVALID
   */
  static void refuse(Backend one, Backend other) {
    // A number, for there are stores whose layout takes no other users.
    String probe = "9" + ThreadLocalRandom.current().nextLong(10_000_000_000_000_000L);
    Write write =
        new Write.Put(
            new Address("probe", "probe"),
            Body.of(JsonNodeFactory.instance.objectNode()),
            Condition.ABSENT);
    try {
      other.commit(probe, Batch.of(write));
      if (one.user(probe) != null) {
        throw new BackendException(
            ErrorCode.INVALID,
            "both are the same store, and the user is there: name another store, or another user");
      }
    } finally {
      other.deleteUser(probe);
    }
  }
}
