package dev.pagurus.sqlite;

import dev.pagurus.document.Address;
import dev.pagurus.spi.CollectionDefinition;
import dev.pagurus.spi.CollectionInfo;
import dev.pagurus.spi.Documents;
import dev.pagurus.spi.StoredDocument;
import dev.pagurus.spi.UserInfo;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The short reads. */
final class Reads {

  /** One statement, so one state: the document, if it is there, beside the user's revision. */
  private static final String GET =
      "SELECT u.revision, d.num, "
          + Sql.CONTENT
          + " FROM user u LEFT JOIN document d INDEXED BY document_address ON d.user = u.num"
          + " AND d.collection = (SELECT num FROM collection WHERE name = ?) AND d.id = ?"
          + " WHERE u.name = ?";

  private static final String GET_NEXT =
      "SELECT "
          + Sql.COLUMNS
          + " FROM document d INDEXED BY document_address WHERE d.user = ? AND d.collection = ? AND d.id = ?";

  private static final String USER =
      "SELECT name, revision, documents, bytes, horizon FROM user WHERE ";

  private final ReaderPool pool;
  private final Catalogs catalogs;

  Reads(ReaderPool pool, Catalogs catalogs) {
    this.pool = pool;
    this.catalogs = catalogs;
  }

  Documents get(String user, List<Address> addresses) {
    return addresses.size() == 1
        ? pool.read(link -> getOne(link, user, addresses.get(0)))
        : pool.read(link -> getMany(link, user, addresses));
  }

  private static Documents getOne(Link link, String user, Address address) throws SQLException {
    PreparedStatement statement = link.prepare(GET);
    statement.setString(1, address.collection());
    statement.setString(2, address.id());
    statement.setString(3, user);
    try (ResultSet row = statement.executeQuery()) {
      if (!row.next()) {
        return new Documents(0, Collections.singletonList(null));
      }
      long revision = row.getLong(1);
      boolean there = row.getLong(2) > 0; // its number
      StoredDocument found =
          there ? new DocumentReader(user, address.collection()).read(row, 3, address) : null;
      return new Documents(revision, Collections.singletonList(found));
    } catch (SQLException e) {
      throw damagedPage(e, address);
    }
  }

  private Documents getMany(Link link, String user, List<Address> addresses) throws SQLException {
    try (Snapshot snapshot = Snapshot.of(link, catalogs, user)) {
      List<@Nullable StoredDocument> found = new ArrayList<>(addresses.size());
      for (Address address : addresses) {
        CollectionIndexes collection = snapshot.catalog().collection(address.collection());
        found.add(collection == null ? null : find(link, user, snapshot, collection, address));
      }
      return new Documents(snapshot.revision(), found);
    }
  }

  private static @Nullable StoredDocument find(
      Link link, String user, Snapshot snapshot, CollectionIndexes collection, Address address)
      throws SQLException {
    PreparedStatement statement = link.prepare(GET_NEXT);
    statement.setLong(1, snapshot.owner());
    statement.setInt(2, collection.num());
    statement.setString(3, address.id());
    try (ResultSet row = statement.executeQuery()) {
      return row.next() ? new DocumentReader(user, address.collection()).read(row) : null;
    } catch (SQLException e) {
      throw damagedPage(e, address);
    }
  }

  /** A page that cannot be read is the document's damage as far as its reader is concerned. */
  private static SQLException damagedPage(SQLException e, Address address) {
    if (Errors.isCorrupt(e)) {
      throw Errors.damaged(address, "the file is damaged where the document is", e);
    }
    return e;
  }

  List<UserInfo> users(@Nullable String after, int limit) {
    return pool.read(
        link -> {
          PreparedStatement statement = link.prepare(USER + "name > ? ORDER BY name LIMIT ?");
          statement.setString(1, after == null ? "" : after);
          statement.setInt(2, limit);
          return users(statement);
        });
  }

  @Nullable UserInfo user(String user) {
    List<UserInfo> found =
        pool.read(
            link -> {
              PreparedStatement statement = link.prepare(USER + "name = ?");
              statement.setString(1, user);
              return users(statement);
            });
    return found.isEmpty() ? null : found.get(0);
  }

  private static List<UserInfo> users(PreparedStatement statement) throws SQLException {
    List<UserInfo> users = new ArrayList<>();
    try (ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        users.add(
            new UserInfo(
                row.getString(1), row.getLong(2), row.getLong(3), row.getLong(4), row.getLong(5)));
      }
    }
    return users;
  }

  List<CollectionInfo> collections(String user) {
    return ofUser(
        "SELECT c.name, count(*), sum(octet_length(d.body)) FROM user u"
            + " JOIN document d ON d.user = u.num JOIN collection c ON c.num = d.collection"
            + " WHERE u.name = ? GROUP BY c.name ORDER BY c.name",
        user,
        row -> new CollectionInfo(row.getString(1), row.getLong(2), row.getLong(3)));
  }

  /** From one collection to the next in the index of addresses: no document is looked at. */
  List<String> collectionNames(String user) {
    return ofUser(
        "WITH RECURSIVE held(owner, num) AS ("
            + "SELECT u.num, (SELECT min(collection) FROM document WHERE user = u.num)"
            + " FROM user u WHERE u.name = ? UNION ALL"
            + " SELECT owner, (SELECT min(collection) FROM document"
            + " WHERE user = owner AND collection > held.num)"
            + " FROM held WHERE held.num IS NOT NULL)"
            + " SELECT c.name FROM held JOIN collection c ON c.num = held.num"
            + " ORDER BY c.name",
        user,
        row -> row.getString(1));
  }

  /** What one row says. */
  private interface Row<T> {
    T from(ResultSet row) throws SQLException;
  }

  /** All rows of a statement whose only parameter is the name of a user. */
  private <T> List<T> ofUser(String sql, String user, Row<T> reader) {
    return pool.read(
        link -> {
          PreparedStatement statement = link.prepare(sql);
          statement.setString(1, user);
          List<T> found = new ArrayList<>();
          try (ResultSet row = statement.executeQuery()) {
            while (row.next()) {
              found.add(reader.from(row));
            }
          }
          return found;
        });
  }

  List<CollectionDefinition> definitions() {
    return pool.read(link -> catalogs.now(link).definitions());
  }
}
