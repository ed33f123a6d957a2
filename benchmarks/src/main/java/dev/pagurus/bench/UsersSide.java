package dev.pagurus.bench;

import java.nio.file.Path;
import tools.jackson.databind.JsonNode;

/**
 * A store of many users, each with a file of their own, as one of the sides that are measured
 * offers it. Safe for many threads.
 */
interface UsersSide extends AutoCloseable {

  /** Opens one side by its name. */
  static UsersSide open(String name, Path folder, int mostOpen) {
    return switch (name) {
      case "ours" -> new PagurusUsers(folder, mostOpen);
      case "raw" -> new RawUsers(folder, mostOpen);
      default -> throw new IllegalArgumentException(name);
    };
  }

  /** Commits one document of a user, who may be new; durable on return. */
  void put(String user, Sample sample);

  /** A document of a user who is there. */
  JsonNode get(String user, String id);

  /** How many documents of a ward all users have together. */
  long countWard(String ward);

  /** How many documents of so many people or more all users have together. */
  long countFromPopulation(long population);

  @Override
  void close();
}
