package dev.pagurus.sqlite;

import dev.pagurus.document.Address;
import dev.pagurus.query.Filter;
import dev.pagurus.spi.Backend;
import dev.pagurus.spi.Batch;
import dev.pagurus.spi.Changes;
import dev.pagurus.spi.CollectionDefinition;
import dev.pagurus.spi.CollectionInfo;
import dev.pagurus.spi.Commit;
import dev.pagurus.spi.Counted;
import dev.pagurus.spi.Documents;
import dev.pagurus.spi.FindRequest;
import dev.pagurus.spi.Found;
import dev.pagurus.spi.IndexDefinition;
import dev.pagurus.spi.Maintenance;
import dev.pagurus.spi.OpenRequest;
import dev.pagurus.spi.Plan;
import dev.pagurus.spi.Progress;
import dev.pagurus.spi.Quota;
import dev.pagurus.spi.Rows;
import dev.pagurus.spi.Traits;
import dev.pagurus.spi.UserInfo;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * An open store in one SQLite file.
 *
 * <p>Writes go through {@link GroupCommit}, which has the one connection that writes: a {@link
 * BatchWriter} judges and writes a batch, a {@link Replayer} takes in a page of a feed, {@link
 * IndexBuilder} and {@link UserRemover} do what their names say. Reads take a connection of the
 * {@link ReaderPool}: {@link Reads} answers the short ones, {@link Feed} the changes, and {@link
 * Finds} has a {@link Planner} write the statements whose rows {@link LinkRows} hands out.
 */
final class SqliteBackend implements Backend {

  private final StoreFile file;
  private final Errors errors;
  private final ReaderPool pool;
  private final GroupCommit writes;
  private final Catalogs catalogs;
  private final Reads reads;
  private final Finds finds;
  private final Feed feed;
  private final UserRemover remover;
  private final IndexBuilder indexes;
  private final Maintenance maintenance;
  private boolean closed;

  private SqliteBackend(
      StoreFile file,
      Connector connector,
      ReaderPool pool,
      @Nullable Link writer,
      InstantSource clock) {
    this.file = file;
    this.errors = new Errors(file.path());
    this.catalogs = new Catalogs();
    this.pool = pool;
    this.writes = new GroupCommit(new Writer(connector, writer, errors, catalogs, clock), errors);
    this.reads = new Reads(pool, catalogs);
    this.finds = new Finds(pool, errors, catalogs);
    this.feed = new Feed(pool, catalogs);
    this.remover = new UserRemover(writes);
    this.indexes = new IndexBuilder(writes);
    this.maintenance =
        new SqliteMaintenance(connector, errors, pool, writes, catalogs, remover, clock);
  }

  /** Opens a file that has been looked at, and prepares it. Takes over the file. */
  static SqliteBackend open(StoreFile file, SqliteSettings settings, OpenRequest request) {
    Connector connector = new Connector(file.path(), settings);
    ReaderPool pool = new ReaderPool(connector, new Errors(file.path()));
    try {
      return settings.immutable()
          ? openToRead(file, connector, pool, request)
          : openToWrite(file, connector, pool, request);
    } catch (SQLException e) {
      file.close();
      throw new Errors(file.path()).translate(e);
    } catch (RuntimeException e) {
      file.close();
      throw e;
    }
  }

  /** With the connection that the first read will use. */
  private static SqliteBackend openToRead(
      StoreFile file, Connector connector, ReaderPool pool, OpenRequest request)
      throws SQLException {
    pool.giveBack(connector.reader());
    return new SqliteBackend(file, connector, pool, null, request.clock());
  }

  /** With the connection that the first write will use; who reads makes one when he does. */
  private static SqliteBackend openToWrite(
      StoreFile file, Connector connector, ReaderPool pool, OpenRequest request)
      throws SQLException {
    Link writer = connector.writer();
    try {
      if (file.isPrepared()) {
        Schema.requireStillCurrent(writer); // what the log says holds, and not the file's header
      } else {
        Schema.CURRENT.prepare(writer, file.path(), connector.settings().room());
        Schema.useLog(writer, connector.settings().busyMillis());
      }
      return new SqliteBackend(file, connector, pool, writer, request.clock());
    } catch (SQLException | RuntimeException e) {
      writer.close();
      throw e;
    }
  }

  @Override
  public Traits traits() {
    return SqliteProvider.TRAITS;
  }

  @Override
  public Commit commit(String user, Batch batch) {
    return writes.run(new BatchWriter(user, batch, catalogs.latest()));
  }

  @Override
  public Documents get(String user, List<Address> addresses) {
    return reads.get(user, addresses);
  }

  @Override
  public Rows scan(String user, String collection, @Nullable String after) {
    return finds.scan(user, collection, after);
  }

  @Override
  public Found find(FindRequest request) {
    return finds.find(request);
  }

  @Override
  public Plan explain(FindRequest request) {
    return finds.explain(request);
  }

  @Override
  public Counted count(String user, String collection, Filter filter) {
    return finds
        .count(user, collection, filter)
        .orElseGet(() -> Backend.super.count(user, collection, filter));
  }

  @Override
  public Changes changes(String user, long since, int limit) {
    return feed.changes(user, since, limit);
  }

  @Override
  public Changes deletions(String user, long since, int limit) {
    return feed.deletions(user, since, limit);
  }

  @Override
  public void beginFeed(String user, long horizon) {
    writes.run(Work.alone(tx -> beginFeed(tx, user, horizon)));
  }

  private static Boolean beginFeed(Transaction tx, String user, long horizon) throws SQLException {
    Owner owner = tx.owner(user);
    long begin = Math.min(horizon, owner.revision);
    if (owner.num == 0 || begin <= owner.horizon) {
      return false;
    }
    tx.enter(owner);
    owner.horizon = begin;
    return true;
  }

  @Override
  public Optional<String> identity() {
    return Optional.of(Identity.of(pool, writes));
  }

  @Override
  public void replay(String user, Changes changes) {
    writes.run(new Replayer(user, changes, catalogs.latest()));
  }

  @Override
  public List<UserInfo> users(@Nullable String after, int limit) {
    return reads.users(after, limit);
  }

  @Override
  public @Nullable UserInfo user(String user) {
    return reads.user(user);
  }

  @Override
  public List<CollectionInfo> collections(String user) {
    return reads.collections(user);
  }

  @Override
  public List<String> collectionNames(String user) {
    return reads.collectionNames(user);
  }

  @Override
  public boolean deleteUser(String user, OptionalLong expected) {
    return remover.delete(user, expected);
  }

  @Override
  public boolean renameUser(String user, String to) {
    return writes.run(Work.alone(tx -> UserRenamer.rename(tx, user, to)));
  }

  @Override
  public Quota quota(String user) {
    return pool.read(link -> Quotas.of(link, user));
  }

  @Override
  public void setQuota(String user, Quota quota) {
    writes.run(Work.alone(tx -> Quotas.set(tx, user, quota)));
  }

  @Override
  public void define(CollectionDefinition definition, Progress progress) {
    indexes.define(definition, progress);
  }

  @Override
  public void drop(String collection, IndexDefinition index) {
    indexes.drop(collection, index);
  }

  @Override
  public List<CollectionDefinition> definitions() {
    return reads.definitions();
  }

  @Override
  public @Nullable String movedTo() {
    return pool.read(link -> Optional.ofNullable(Moved.to(link))).orElse(null);
  }

  @Override
  public void seal(String to) {
    writes.run(Work.evenSealed(tx -> Moved.seal(tx, to)));
  }

  @Override
  public void unseal() {
    writes.run(Work.evenSealed(Moved::unseal));
  }

  @Override
  public Maintenance maintenance() {
    return maintenance;
  }

  /**
   * Commits under way come to their end first; the last connection brings the log into the file.
   */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      writes.shut();
      pool.close();
    } finally {
      try {
        writes.close();
      } finally {
        file.close();
      }
    }
  }
}
