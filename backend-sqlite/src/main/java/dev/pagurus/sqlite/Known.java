package dev.pagurus.sqlite;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the writer knows from its own transactions: the rows of users and the catalog. It is true as
 * long as no other process has written, which SQLite tells by a number that changes then; so the
 * usual transaction reads neither.
 */
final class Known {

  private static final int MAX_OWNERS = 1_000;

  private final Map<String, Owner> owners =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Owner> eldest) {
          return size() > MAX_OWNERS && !eldest.getValue().changed;
        }
      };

  private @Nullable Catalog catalog;
  private long dataVersion;

  private boolean knowsSeal;
  private @Nullable String movedTo;

  /** The first thing in a transaction: forgets everything if somebody else has written. */
  void check(Link link) throws SQLException {
    try (ResultSet row = link.prepare("PRAGMA data_version").executeQuery()) {
      long now = row.next() ? row.getLong(1) : 0;
      if (now != dataVersion) {
        forget();
        dataVersion = now;
      }
    }
  }

  /** After a rollback, and after changes that were made past this. */
  void forget() {
    owners.clear();
    catalog = null;
    knowsSeal = false;
    dataVersion = -1;
  }

  Map<String, Owner> owners() {
    return owners;
  }

  /** Where the store was moved to, null if it is not sealed. */
  @Nullable String movedTo(Link link) throws SQLException {
    if (!knowsSeal) {
      setMovedTo(Moved.to(link));
    }
    return movedTo;
  }

  void setMovedTo(@Nullable String to) {
    movedTo = to;
    knowsSeal = true;
  }

  @Nullable Catalog catalog() {
    return catalog;
  }

  void setCatalog(Catalog catalog) {
    this.catalog = catalog;
  }
}
