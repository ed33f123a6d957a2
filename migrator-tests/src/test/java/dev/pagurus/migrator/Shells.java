package dev.pagurus.migrator;

import dev.pagurus.Store;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The shells that are moved between, each with a place of its own. */
final class Shells {

  static final List<String> ALL = List.of("memory", "file", "sqlite", "sharded-sqlite");

  private Shells() {}

  /** A locator of a store in a folder; durability is not what is tried here. */
  static String locator(String shell, Path folder, String name) {
    String place = folder.toAbsolutePath() + "/" + name;
    return switch (shell) {
      case "memory" -> "memory:" + place;
      case "sqlite" -> "sqlite:" + place + ".db?durability=relaxed";
      default -> shell + ":" + place + "?durability=relaxed";
    };
  }

  static Store open(String shell, Path folder, String name) {
    return Store.open(locator(shell, folder, name));
  }

  /** All pairs, a shell with itself too. */
  static Stream<String[]> pairs() {
    return ALL.stream().flatMap(one -> ALL.stream().map(other -> new String[] {one, other}));
  }
}
