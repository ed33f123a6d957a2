package dev.pagurus.sqlite;

import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * The newest catalog that this process has read from a committed state; shared by all threads. It
 * is read when it is needed first, which a get never does.
 */
final class Catalogs {

  private volatile Catalog latest = Catalog.UNKNOWN;

  /** Good for preparing: whoever uses it checks it again inside the transaction. */
  Catalog latest() {
    return latest;
  }

  /** The catalog that is true in the read transaction open on the link. */
  Catalog at(Link link, long version) throws SQLException {
    Catalog known = latest;
    if (known.version() == version) {
      return known;
    }
    Catalog read = Catalog.load(link);
    publish(read);
    return read;
  }

  /** The catalog that is true now. */
  Catalog now(Link link) throws SQLException {
    // Stays under way while the catalog is read, and so holds the state for it.
    try (ResultSet row = link.prepare(Catalog.HOLD_SQL).executeQuery()) {
      return at(link, row.next() ? row.getLong(1) : 0);
    }
  }

  synchronized void publish(Catalog committed) {
    if (committed.version() > latest.version()) {
      latest = committed;
    }
  }
}
