package dev.pagurus.migrator;

import dev.pagurus.spi.Backend;

/** Tells stores apart. */
final class Identities {

  private Identities() {}

  /**
   * Which store it is: what the store says of itself, or, if it says nothing, what it is called.
   *
   * @param name what it is called
   */
  static String of(Backend backend, String name) {
    return name.isEmpty() ? backend.traits().toString() : name;
  }
}
