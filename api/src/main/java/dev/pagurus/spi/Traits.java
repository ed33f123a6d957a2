package dev.pagurus.spi;

import java.util.Set;

/**
 * What a backend may differ in without changing what a call answers; {@code pagurus backends}
 * prints it.
 *
 * @param sharing who may have the store open at once
 * @param persistence what outlives what
 * @param durabilities the durabilities it can be set to (DUR-1, DUR-2)
 * @param pushesDown what it does itself rather than leave to the shared layer
 */
public record Traits(
    Sharing sharing,
    Persistence persistence,
    Set<Durability> durabilities,
    Set<PushDown> pushesDown) {

  /** Copies. */
  public Traits {
    durabilities = Set.copyOf(durabilities);
    pushesDown = Set.copyOf(pushesDown);
  }

  /** Who may have a store open at once. */
  public enum Sharing {
    /** One opener; the second is refused at once with LOCKED (LIFE-2). */
    ONE_PROCESS,
    /** Many processes of one machine. */
    ONE_MACHINE,
    /** Processes of many machines. */
    MANY_MACHINES
  }

  /** What a store outlives. */
  public enum Persistence {
    /** Closing and opening within one process, and nothing else. */
    PROCESS,
    /** Processes, kill -9 and power loss, as DUR says. */
    DISK
  }

  /** What an engine does itself. */
  public enum PushDown {
    /** Filters on declared value and unique indexes. */
    VALUE_FILTER,
    /** {@code contains} on declared array indexes. */
    ARRAY_FILTER,
    /** {@code matches} on declared text indexes. */
    TEXT_FILTER,
    /** Orders that a declared value index gives. */
    ORDER
  }
}
