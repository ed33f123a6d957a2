package dev.pagurus.sqlite;

import dev.pagurus.spi.Quota;

/**
 * A user's row as the writer knows it: read once, and written once at the end of each transaction
 * that changes it, however many batches of the user the transaction holds.
 */
final class Owner {

  final String name;

  /** Its number; 0 while it has no row. */
  long num;

  long revision;
  long updated = Long.MIN_VALUE;
  long horizon;
  long tombstones;
  long documents;
  long bytes;

  /** What it may have. */
  Quota quota = Quota.NONE;

  /** Whether it is to be written at the end of the transaction. */
  boolean changed;

  Owner(String name) {
    this.name = name;
  }
}
