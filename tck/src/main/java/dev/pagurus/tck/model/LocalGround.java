package dev.pagurus.tck.model;

import dev.pagurus.Store;
import dev.pagurus.spi.OpenRequest.Mode;
import dev.pagurus.tck.stage.KitClock;
import dev.pagurus.tck.stage.Opening;
import dev.pagurus.tck.stage.StoreSpec;
import dev.pagurus.tck.stage.Tally;

/** A store in this process. */
final class LocalGround extends Ground implements AutoCloseable {

  private final StoreSpec spec;
  private final Tally tally;
  private final boolean reopens;
  private Store store;

  /**
   * Opens a fresh store.
   *
   * @param reopens whether closing and opening keeps what is there
   */
  LocalGround(StoreSpec spec, Tally tally, boolean reopens) {
    super(new KitClock());
    this.spec = spec;
    this.tally = tally;
    this.reopens = reopens;
    this.store = Opening.open(spec, Mode.OPEN_OR_CREATE, clock(), tally);
  }

  @Override
  Store store() {
    return store;
  }

  @Override
  void reopen() {
    if (reopens) {
      store.close();
      store = Opening.open(spec, Mode.MUST_EXIST, clock(), tally);
    }
  }

  @Override
  public void close() {
    store.close();
  }
}
