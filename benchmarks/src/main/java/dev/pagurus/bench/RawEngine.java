package dev.pagurus.bench;

import java.nio.file.Path;
import java.sql.SQLException;

/**
 * What a good engineer writes by hand for this one job: sqlite-jdbc, kept statements, the pragmas
 * that ours sets.
 *
 * @param bookkeeping whether each document also gets a revision and a time, and a feed can be read:
 *     what ours does beyond the one job
 */
record RawEngine(boolean bookkeeping) implements Engine {

  @Override
  public String key() {
    return bookkeeping ? "raw-feed" : "raw";
  }

  @Override
  public String name() {
    return bookkeeping ? "raw with a feed" : "raw";
  }

  @Override
  public String description() {
    return "sqlite-jdbc by hand"
        + (bookkeeping ? ", with revisions, times and an index to read changes by" : "");
  }

  @Override
  public Side open(Path directory, boolean relaxed) {
    try {
      return new RawSide(directory.resolve("raw.db"), relaxed, bookkeeping);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
