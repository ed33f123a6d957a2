package dev.pagurus.tck.stage;

import dev.pagurus.spi.Backend;
import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.Batch;
import dev.pagurus.spi.Changes;
import dev.pagurus.spi.Commit;
import dev.pagurus.spi.ErrorCode;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** A store that has no more room from some write on: before that write is done, or after. */
public final class Stumbling extends ForwardingBackend {

  private final AtomicInteger left;
  private final boolean done;

  /**
   * A store over another, which stays open.
   *
   * @param next where it writes
   * @param steps the write that fails, 1 for the first; those after it fail too
   * @param done whether that write is done, and yet nobody hears of it
   */
  public Stumbling(Backend next, int steps, boolean done) {
    super(next);
    this.left = new AtomicInteger(steps);
    this.done = done;
  }

  private <T> T step(Supplier<T> write) {
    int now = left.decrementAndGet();
    if (now < 0 || (now == 0 && !done)) {
      throw full();
    }
    T answer = write.get();
    if (now == 0) {
      throw full();
    }
    return answer;
  }

  private static BackendException full() {
    return new BackendException(ErrorCode.FULL, "there is no room left");
  }

  @Override
  public Commit commit(String user, Batch batch) {
    return step(() -> next.commit(user, batch));
  }

  @Override
  public void replay(String user, Changes changes) {
    step(
        () -> {
          next.replay(user, changes);
          return true;
        });
  }

  @Override
  public boolean deleteUser(String user) {
    return step(() -> next.deleteUser(user));
  }

  @Override
  public void close() {}
}
