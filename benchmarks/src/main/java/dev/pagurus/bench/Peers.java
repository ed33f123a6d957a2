package dev.pagurus.bench;

import java.util.List;
import java.util.ServiceLoader;

/**
 * The stores that one might pick instead. They are there only in a build with the profile {@code
 * peers}, for their libraries are large.
 */
interface Peers {

  /** One engine for each. */
  List<Engine> engines();

  /** Those that this was built with: none without the profile. */
  static List<Engine> builtIn() {
    return ServiceLoader.load(Peers.class).stream()
        .flatMap(provider -> provider.get().engines().stream())
        .toList();
  }
}
