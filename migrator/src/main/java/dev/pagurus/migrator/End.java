package dev.pagurus.migrator;

import dev.pagurus.Locator;
import dev.pagurus.Store;
import dev.pagurus.StoreBuilder;
import dev.pagurus.spi.Backend;

/** One end of a migration: a store by its locator, opened while it is needed, or an open one. */
public final class End {

  private final String name;
  private final Opener opener;

  private End(String name, Opener opener) {
    this.name = name;
    this.opener = opener;
  }

  /** Opens a store. */
  interface Opener {

    /**
     * Opens it.
     *
     * @param mustExist whether none is to be made
     */
    Held open(boolean mustExist);
  }

  /**
   * A store that is held for a time.
   *
   * @param backend its backend, behind the contract
   * @param closing what is done afterwards
   */
  record Held(Backend backend, Runnable closing) implements AutoCloseable {

    @Override
    public void close() {
      closing.run();
    }
  }

  /**
   * A store that is opened for each task and closed after it.
   *
   * @param locator where it is and how to open it
   * @return the end
   */
  public static End at(Locator locator) {
    return new End(
        locator.toString(),
        mustExist -> {
          StoreBuilder builder = Store.builder(locator.toString());
          Store store = (mustExist ? builder.mustExist() : builder).open();
          return new Held(store.backend(), store::close);
        });
  }

  /**
   * A store that is opened for each task and closed after it.
   *
   * @param locator {@code name:location?key=value}
   * @return the end
   */
  public static End at(String locator) {
    return at(Locator.parse(locator));
  }

  /**
   * A store that somebody has open, and closes.
   *
   * @param name what reports call it
   * @param store the open store
   * @return the end
   */
  public static End open(String name, Store store) {
    return open(name, store.backend());
  }

  /**
   * A store that somebody has open, and closes.
   *
   * @param name what reports call it
   * @param backend a backend behind the contract, as {@link Store#backend} answers it, or what
   *     passes calls on to one
   * @return the end
   */
  public static End open(String name, Backend backend) {
    return new End(name, mustExist -> new Held(backend, () -> {}));
  }

  /**
   * What reports call it.
   *
   * @return its locator or name
   */
  public String name() {
    return name;
  }

  Held hold(boolean mustExist) {
    return opener.open(mustExist);
  }
}
