package dev.pagurus.sqlite;

import dev.pagurus.document.Address;
import dev.pagurus.document.Body;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What happens between BEGIN IMMEDIATE and COMMIT: the rows of the tables, one statement each. What
 * may be written is decided by {@link BatchWriter} and {@link Replayer}.
 */
final class Transaction {

  private final Link link;
  private final InstantSource clock;
  private final Known known;
  private final SideTables sideTables;
  private final List<Owner> changed = new ArrayList<>();
  private Catalog catalog;

  Transaction(Link link, Known known, Catalogs catalogs, InstantSource clock) throws SQLException {
    this.link = link;
    this.known = known;
    this.clock = clock;
    this.sideTables = new SideTables(link);
    known.check(link);
    Catalog last = known.catalog();
    this.catalog = last != null ? last : readCatalog(link, catalogs);
    known.setCatalog(catalog);
  }

  private static Catalog readCatalog(Link link, Catalogs catalogs) throws SQLException {
    try (ResultSet row = link.prepare(Catalog.VERSION_SQL).executeQuery()) {
      row.next();
      return catalogs.at(link, row.getLong(1));
    }
  }

  /** Where the store was moved to, null if it is not sealed. */
  @Nullable String movedTo() throws SQLException {
    return known.movedTo(link);
  }

  void setMovedTo(@Nullable String to) {
    known.setMovedTo(to);
  }

  Link link() {
    return link;
  }

  Catalog catalog() {
    return catalog;
  }

  /** Reads the catalog anew after a change to it. */
  void reloadCatalog() throws SQLException {
    Catalog.changed(link);
    catalog = Catalog.load(link);
    known.setCatalog(catalog);
  }

  long now() {
    return Micros.of(clock.instant());
  }

  /** A user, with no number if it is not there. */
  Owner owner(String name) throws SQLException {
    Owner owner = known.owners().get(name);
    if (owner == null) {
      owner = readOwner(name);
      known.owners().put(name, owner);
    }
    return owner;
  }

  private Owner readOwner(String name) throws SQLException {
    Owner owner = new Owner(name);
    PreparedStatement statement =
        link.prepare(
            "SELECT num, revision, updated_us, horizon, tombstones, documents, bytes FROM user"
                + " WHERE name = ?");
    statement.setString(1, name);
    try (ResultSet row = statement.executeQuery()) {
      if (row.next()) {
        owner.num = row.getLong(1);
        owner.revision = row.getLong(2);
        owner.updated = row.getLong(3);
        owner.horizon = row.getLong(4);
        owner.tombstones = row.getLong(5);
        owner.documents = row.getLong(6);
        owner.bytes = row.getLong(7);
      }
    }
    owner.quota = Quotas.of(link, owner.num);
    return owner;
  }

  /** Gives a user a row, so that documents can refer to it. */
  void enter(Owner owner) throws SQLException {
    if (!owner.changed) {
      owner.changed = true;
      changed.add(owner);
    }
    if (owner.num != 0) {
      return;
    }
    PreparedStatement statement =
        link.prepare("INSERT INTO user VALUES(NULL, ?, 0, 0, 0, 0, 0, 0)");
    statement.setString(1, owner.name);
    statement.executeUpdate();
    owner.num = lastInserted();
  }

  /** A collection, made if it is not there yet. */
  CollectionIndexes collection(String name) throws SQLException {
    CollectionIndexes collection = catalog.collection(name);
    if (collection == null) {
      PreparedStatement statement = link.prepare("INSERT INTO collection(name) VALUES(?)");
      statement.setString(1, name);
      statement.executeUpdate();
      reloadCatalog();
      collection = catalog.collection(name);
    }
    if (collection == null) {
      throw new IllegalStateException("the collection was inserted");
    }
    return collection;
  }

  /**
   * What is known of an address that has a document.
   *
   * @param keys the content of the key columns
   */
  record Existing(long num, long revision, long created, long bytes, List<Key> keys) {}

  @Nullable Existing find(Owner owner, Address address) throws SQLException {
    CollectionIndexes collection = catalog.collection(address.collection());
    if (owner.num == 0 || owner.documents == 0 || collection == null) {
      return null;
    }
    PreparedStatement statement = link.prepare(collection.sql().find());
    statement.setLong(1, owner.num);
    statement.setInt(2, collection.num());
    statement.setString(3, address.id());
    try (ResultSet row = statement.executeQuery()) {
      if (!row.next()) {
        return null;
      }
      List<Key> keys = new ArrayList<>(collection.slotNumbers().size());
      for (int i = 0; i < collection.slotNumbers().size(); i++) {
        byte[] key = row.getBytes(5 + i);
        keys.add(new Key(key == null ? new byte[0] : key)); // a key to come, if it is being built
      }
      return new Existing(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4), keys);
    }
  }

  /** A document as it is to be stored. */
  record Row(
      Owner owner,
      CollectionIndexes collection,
      String id,
      long revision,
      long created,
      long updated,
      Body body,
      Entries entries) {

    long checksum() {
      return new Checksum(owner.name, collection.name())
          .of(id, revision, created, updated, body.bytes());
    }
  }

  void insert(Row row) throws SQLException {
    CollectionIndexes collection = row.collection();
    PreparedStatement statement = link.prepare(collection.sql().insert());
    int at = 1;
    statement.setLong(at++, row.owner().num);
    statement.setInt(at++, collection.num());
    statement.setString(at++, row.id());
    at = setContent(statement, at, row);
    for (Key key : row.entries().keys()) {
      statement.setBytes(at++, key.bytes());
    }
    statement.executeUpdate();
    row.owner().documents++;
    row.owner().bytes += row.body().size();
    if (collection.hasSideTables()) {
      sideTables.add(row, lastInserted());
    }
  }

  /**
   * Not by RETURNING, which makes SQLite open a savepoint for each statement; at each of those FTS5
   * writes out what it has gathered.
   */
  private long lastInserted() throws SQLException {
    try (ResultSet row = link.prepare("SELECT last_insert_rowid()").executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }

  void update(Existing existing, Row row) throws SQLException {
    sideTables.replace(row, existing.num());
    // An index is not written to where its key stays: the usual change concerns one of several.
    List<Key> keys = row.entries().keys();
    BitSet changedKeys = new BitSet();
    for (int i = 0; i < keys.size(); i++) {
      changedKeys.set(i, !keys.get(i).equals(existing.keys().get(i)));
    }
    PreparedStatement statement = link.prepare(row.collection().sql().update(changedKeys));
    int at = setContent(statement, 1, row);
    for (int i = changedKeys.nextSetBit(0); i >= 0; i = changedKeys.nextSetBit(i + 1)) {
      statement.setBytes(at++, keys.get(i).bytes());
    }
    statement.setLong(at, existing.num());
    statement.executeUpdate();
    row.owner().bytes += row.body().size() - existing.bytes();
  }

  private static int setContent(PreparedStatement statement, int from, Row row)
      throws SQLException {
    int at = from;
    statement.setLong(at++, row.revision());
    statement.setLong(at++, row.created());
    statement.setLong(at++, row.updated());
    statement.setLong(at++, row.checksum());
    statement.setBytes(at++, row.body().bytes());
    return at;
  }

  void delete(Owner owner, Address address, Existing existing) throws SQLException {
    CollectionIndexes collection = collection(address.collection());
    sideTables.remove(owner, collection, address.id(), existing.num());
    PreparedStatement statement = link.prepare("DELETE FROM document WHERE num = ?");
    statement.setLong(1, existing.num());
    statement.executeUpdate();
    owner.documents--;
    owner.bytes -= existing.bytes();
  }

  /** Remembers a deletion for the feed, in the place of an older one. */
  void bury(Owner owner, Address address, long revision, long deleted) throws SQLException {
    CollectionIndexes collection = collection(address.collection());
    unbury(owner, collection, address.id());
    PreparedStatement statement = link.prepare("INSERT INTO tombstone VALUES(?, ?, ?, ?, ?, ?)");
    statement.setLong(1, owner.num);
    statement.setInt(2, collection.num());
    statement.setString(3, address.id());
    statement.setLong(4, revision);
    statement.setLong(5, deleted);
    Checksum checksum = new Checksum(owner.name, collection.name());
    statement.setLong(6, checksum.ofDeletion(address.id(), revision, deleted));
    statement.executeUpdate();
    owner.tombstones++;
  }

  /** Forgets the deletion of a document that is there again. */
  void unbury(Owner owner, CollectionIndexes collection, String id) throws SQLException {
    if (owner.tombstones == 0) {
      return; // the usual case costs nothing
    }
    PreparedStatement statement =
        link.prepare("DELETE FROM tombstone WHERE user = ? AND collection = ? AND id = ?");
    statement.setLong(1, owner.num);
    statement.setInt(2, collection.num());
    statement.setString(3, id);
    owner.tombstones -= statement.executeUpdate();
  }

  /** The revision of a deletion, 0 if none is known. */
  long deletedAt(Owner owner, Address address) throws SQLException {
    CollectionIndexes collection = catalog.collection(address.collection());
    if (owner.tombstones == 0 || collection == null) {
      return 0;
    }
    PreparedStatement statement =
        link.prepare("SELECT revision FROM tombstone WHERE user = ? AND collection = ? AND id = ?");
    statement.setLong(1, owner.num);
    statement.setInt(2, collection.num());
    statement.setString(3, address.id());
    try (ResultSet row = statement.executeQuery()) {
      return row.next() ? row.getLong(1) : 0;
    }
  }

  /** Writes what has been gathered; the last thing before COMMIT. */
  void flush() throws SQLException {
    for (Owner owner : changed) {
      write(owner);
      owner.changed = false;
    }
  }

  private void write(Owner owner) throws SQLException {
    PreparedStatement statement =
        link.prepare(
            "UPDATE user SET revision = ?, updated_us = ?, horizon = ?, tombstones = ?,"
                + " documents = ?, bytes = ? WHERE num = ?");
    statement.setLong(1, owner.revision);
    statement.setLong(2, owner.updated);
    statement.setLong(3, owner.horizon);
    statement.setLong(4, owner.tombstones);
    statement.setLong(5, owner.documents);
    statement.setLong(6, owner.bytes);
    statement.setLong(7, owner.num);
    statement.executeUpdate();
  }

  /** Takes a user out of what is to be written: it has just been deleted. */
  void forget(String name) {
    known.owners().remove(name);
  }
}
