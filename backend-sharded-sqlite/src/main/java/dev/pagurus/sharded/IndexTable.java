package dev.pagurus.sharded;

import dev.pagurus.document.Address;
import dev.pagurus.spi.Backend;
import dev.pagurus.spi.Commit;
import dev.pagurus.spi.Condition;
import dev.pagurus.spi.Rows;
import dev.pagurus.spi.StoredDocument;
import dev.pagurus.spi.Write;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The declared indexes: a table of the {@link Registry} with a row for each collection. Its changes
 * are counted, and a user's row tells up to which of them the user's file has been brought; {@link
 * Declarations} brings it up.
 */
final class IndexTable {

  private final Table table;

  /** As read last. */
  private volatile Known known = new Known(-1, Map.of());

  /**
   * What was declared.
   *
   * @param changes after so many
   */
  private record Known(long changes, Map<String, List<Declared>> declared) {}

  IndexTable(Backend registry) {
    this.table = new Table(registry, "indexes");
  }

  /** How many changes of the declared indexes there were. */
  long changes() {
    return table.changes();
  }

  /** The declared indexes by collection, in order. */
  Map<String, List<Declared>> declared() {
    long now = changes(); // first, so that what is read then is not older
    Known last = known;
    if (last.changes() != now) {
      last = new Known(now, read());
      known = last;
    }
    return last.declared();
  }

  private Map<String, List<Declared>> read() {
    Map<String, List<Declared>> all = new TreeMap<>();
    try (Rows rows = table.rows(null)) {
      for (StoredDocument row = rows.next(); row != null; row = rows.next()) {
        all.put(row.address().id(), read(row));
      }
    }
    return Collections.unmodifiableMap(all);
  }

  /**
   * Changes what is declared for a collection, of which other processes may declare more meanwhile.
   *
   * @param change makes what is declared from now on of what is declared now; asked again if that
   *     has changed
   * @return which change of the indexes it is
   */
  long declare(String collection, UnaryOperator<List<Declared>> change) {
    Address address = table.at(collection);
    while (true) {
      StoredDocument there = table.get(address);
      List<Declared> next = change.apply(read(there));
      if (next.isEmpty() && there == null) {
        return changes();
      }
      Condition unchanged =
          there == null ? Condition.ABSENT : Condition.atRevision(there.revision());
      Write write =
          next.isEmpty()
              ? new Write.Delete(address, unchanged)
              : new Write.Put(address, Declared.write(next), unchanged);
      Commit commit = table.tryChange(List.of(write));
      if (commit != null) {
        return commit.revision();
      } // else another process was faster
    }
  }

  private static List<Declared> read(@Nullable StoredDocument row) {
    return row == null ? List.of() : Declared.read(row.body().root());
  }
}
