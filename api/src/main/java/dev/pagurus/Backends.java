package dev.pagurus;

import dev.pagurus.document.Names;
import dev.pagurus.spi.BackendProvider;
import java.util.List;

/**
 * The backends that are there: every {@link BackendProvider} that {@link java.util.ServiceLoader}
 * finds, first with the thread's context class loader and then with the one that loaded this class.
 * What both find counts once.
 *
 * <p>A provider that cannot be loaded does not stand in the way of the others: it is left out, and
 * {@link #problems()} and the errors of a search in vain tell of it. Nothing is kept between calls,
 * so a backend that a plug-in brings later is found; each call reads the service files again.
 */
public final class Backends {

  private Backends() {}

  /**
   * All backends, in order of their names.
   *
   * @return the providers
   * @throws StoreException INVALID if two have one name; the message says where they come from
   */
  public static List<BackendProvider> all() {
    return Calls.of("open").run(() -> Discovery.run().all());
  }

  /**
   * The backend of a name.
   *
   * @param name what a locator begins with
   * @return its provider
   * @throws StoreException INVALID if there is none, and then the message says what there is, or if
   *     two have this name
   */
  public static BackendProvider named(String name) {
    return Calls.of("open").run(() -> find(name));
  }

  /**
   * What keeps providers from being loaded: one sentence for each.
   *
   * @return empty if all is well
   */
  public static List<String> problems() {
    return Discovery.run().problems();
  }

  /** As {@link #named}, with an IllegalArgumentException. */
  static BackendProvider find(String name) {
    Discovery discovery = Discovery.run();
    List<BackendProvider> found =
        discovery.providers().stream().filter(one -> one.name().equals(name)).toList();
    if (found.size() > 1) {
      throw Discovery.ambiguous(found);
    }
    if (found.isEmpty()) {
      throw new IllegalArgumentException(
          "there is no backend "
              + Names.quote(name)
              + Nearest.didYouMean(name, discovery.names())
              + " ("
              + discovery.summary()
              + ")");
    }
    return found.get(0);
  }

  /** What there is, as a phrase for the error of somebody who looks for something else. */
  static String summary() {
    return Discovery.run().summary();
  }
}
