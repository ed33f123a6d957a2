package dev.pagurus.migrator;

import dev.pagurus.Locator;
import dev.pagurus.Store;
import dev.pagurus.StoreBuilder;
import dev.pagurus.spi.Backend;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One end of a migration: a store by its locator, opened while it is needed, or an open one. */
public final class End {

  private final String name;
  private final @Nullable Locator locator;
  private final Opener opener;

  private End(String name, @Nullable Locator locator, Opener opener) {
    this.name = name;
    this.locator = locator;
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
        locator,
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
    return new End(name, null, mustExist -> new Held(backend, () -> {}));
  }

  /**
   * What reports call it.
   *
   * @return its locator or name
   */
  public String name() {
    return name;
  }

  /** Where it is; empty for a store that somebody has open. */
  Optional<Locator> locator() {
    return Optional.ofNullable(locator);
  }

  /** Where it is in the file system; empty if it is in none, or nobody said where. */
  Optional<Place> place() {
    return locator().flatMap(Place::of);
  }

  Held hold(boolean mustExist) {
    return opener.open(mustExist);
  }
}
