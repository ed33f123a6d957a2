package dev.pagurus.file;

import java.nio.file.Path;

/**
 * What lies where in the folder of a store.
 *
 * @param root the folder, by a path without links
 */
record Layout(Path root) {

  /** What the store is: its kind, format and identity. */
  Path heading() {
    return root.resolve("store.toml");
  }

  /** Where the store was moved to; there only if it is sealed. */
  Path moved() {
    return root.resolve("moved.toml");
  }

  /** Locked by whoever has the store open; tells who that is. */
  Path lock() {
    return root.resolve("store.lock");
  }

  /** The declared indexes. */
  Path definitions() {
    return root.resolve("indexes.toml");
  }

  Path users() {
    return root.resolve("users");
  }

  Path journal() {
    return root.resolve("journal");
  }

  Path index() {
    return root.resolve("index");
  }

  /** What was set aside. */
  Path quarantine() {
    return root.resolve("quarantine");
  }
}
