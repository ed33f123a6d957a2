package dev.pagurus.sqlite;

import dev.pagurus.document.Address;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Whose a document is that cannot be read, as far as the index of addresses tells.
 *
 * @param user its user, null if nothing tells
 * @param address its address, null if nothing tells
 */
record Located(@Nullable String user, @Nullable Address address) {

  static Located of(Link link, Catalog catalog, long num) throws SQLException {
    PreparedStatement statement =
        link.prepare(
            "SELECT (SELECT name FROM user WHERE num = d.user), d.collection, d.id"
                + " FROM document d INDEXED BY document_address WHERE d.num = ?");
    statement.setLong(1, num);
    try (ResultSet row = statement.executeQuery()) {
      if (row.next()) {
        CollectionIndexes collection = catalog.collection(row.getInt(2));
        Address address =
            collection == null ? null : DocumentReader.address(collection.name(), row.getString(3));
        return new Located(row.getString(1), address);
      }
    }
    return new Located(null, null);
  }
}
