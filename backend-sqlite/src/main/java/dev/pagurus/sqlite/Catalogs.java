package dev.pagurus.sqlite;

import java.sql.SQLException;

/** The newest catalog that this process has read from a committed state; shared by all threads. */
final class Catalogs {

  private volatile Catalog latest;

  Catalogs(Catalog first) {
    this.latest = first;
  }

  /** Good for preparing a write: whoever uses it checks it again inside the transaction. */
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

  synchronized void publish(Catalog committed) {
    if (committed.version() > latest.version()) {
      latest = committed;
    }
  }
}
