package dev.pagurus.migrator;

import dev.pagurus.document.Address;
import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.spi.Rows;
import dev.pagurus.spi.StoredDocument;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Goes through rows and around what is damaged among them (DUR-4). For one thread. */
final class Walk {

  private final Ends ends;
  private final SetAside.Side side;
  private final String user;
  private final Rows rows;
  private final Consumer<SetAside> damaged;
  private @Nullable Address last;

  Walk(Ends ends, SetAside.Side side, String user, Rows rows, Consumer<SetAside> damaged) {
    this.ends = ends;
    this.side = side;
    this.user = user;
    this.rows = rows;
    this.damaged = damaged;
  }

  /** The next document that can be read, null after the last. */
  @Nullable StoredDocument next() {
    long start = System.nanoTime();
    try {
      while (true) {
        try {
          return rows.next();
        } catch (BackendException e) {
          goAround(e);
        }
      }
    } finally {
      ends.timeOf(side).add(System.nanoTime() - start);
    }
  }

  private void goAround(BackendException e) {
    Address address = e.address();
    // One and the same twice: these rows do not go on after it.
    if (e.code() != ErrorCode.CORRUPT || address == null || address.equals(last)) {
      throw new EndFailure(side, user, e);
    }
    last = address;
    damaged.accept(
        new SetAside(
            user, Optional.of(address), side, String.valueOf(e.getMessage()), Optional.empty()));
  }
}
