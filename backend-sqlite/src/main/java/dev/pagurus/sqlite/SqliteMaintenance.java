package dev.pagurus.sqlite;

import dev.pagurus.spi.Finding;
import dev.pagurus.spi.Maintenance;
import dev.pagurus.spi.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.sqlite.SQLiteConnection;

/** What an operator does with an open store. */
final class SqliteMaintenance implements Maintenance {

  private static final int VACUUM_PAGES = 1_000;

  private final Connector connector;
  private final Errors errors;
  private final ReaderPool pool;
  private final GroupCommit writes;
  private final Catalogs catalogs;
  private final UserRemover users;
  private final InstantSource clock;

  SqliteMaintenance(
      Connector connector,
      Errors errors,
      ReaderPool pool,
      GroupCommit writes,
      Catalogs catalogs,
      UserRemover users,
      InstantSource clock) {
    this.connector = connector;
    this.errors = errors;
    this.pool = pool;
    this.writes = writes;
    this.catalogs = catalogs;
    this.users = users;
    this.clock = clock;
  }

  @Override
  public long verify(Consumer<Finding> findings, Progress progress) {
    return inOneState(link -> new Verifier(link, findings, progress).verify());
  }

  /** A long read, on a connection of its own. */
  private <T> T inOneState(ReaderPool.Read<T> read) {
    Link link = pool.borrow();
    try {
      synchronized (link) {
        pool.requireOpen(link);
        link.run("BEGIN");
        return read.from(link);
      }
    } catch (SQLException e) {
      throw errors.translate(e);
    } finally {
      end(link);
    }
  }

  private void end(Link link) {
    try {
      synchronized (link) {
        if (!link.isClosed()) {
          link.rollback();
        }
      }
    } catch (SQLException e) {
      throw errors.translate(e);
    } finally {
      pool.giveBack(link);
    }
  }

  @Override
  public void repair(Path quarantine, Consumer<Finding> findings, Progress progress) {
    List<Finding> found = new ArrayList<>();
    verify(found::add, progress);
    if (!found.isEmpty()) {
      Salvage salvage = new Salvage(connector, new Quarantine(quarantine), findings, progress);
      writes.run(Work.outside(tx -> salvage.replace(tx.link())));
    }
  }

  @Override
  public void compact(Progress progress) {
    long before = Micros.of(clock.instant().minus(connector.settings().retention()));
    for (String user : usersWithTombstonesBefore(before)) {
      writes.run(Work.alone(tx -> forgetDeletions(tx, user, before)));
    }
    for (CollectionIndexes collection : pool.read(catalogs::now).collections().values()) {
      for (StoredIndex index : collection.texts()) {
        writes.run(Work.alone(tx -> TextTable.optimize(tx.link(), index)));
      }
    }
    if (users.isScrubDue()) {
      users.scrub();
    }
    giveBackRoom(progress);
  }

  private List<String> usersWithTombstonesBefore(long before) {
    return pool.read(
        link -> {
          PreparedStatement statement =
              link.prepare(
                  "SELECT name FROM user WHERE num IN"
                      + " (SELECT user FROM tombstone WHERE deleted_us < ?)");
          statement.setLong(1, before);
          List<String> names = new ArrayList<>();
          try (ResultSet row = statement.executeQuery()) {
            while (row.next()) {
              names.add(row.getString(1));
            }
          }
          return names;
        });
  }

  private static Integer forgetDeletions(Transaction tx, String user, long before)
      throws SQLException {
    Owner owner = tx.owner(user);
    PreparedStatement newest =
        tx.link().prepare("SELECT max(revision) FROM tombstone WHERE user = ? AND deleted_us < ?");
    newest.setLong(1, owner.num);
    newest.setLong(2, before);
    long horizon;
    try (ResultSet row = newest.executeQuery()) {
      horizon = row.next() ? row.getLong(1) : 0;
    }
    PreparedStatement statement =
        tx.link().prepare("DELETE FROM tombstone WHERE user = ? AND deleted_us < ?");
    statement.setLong(1, owner.num);
    statement.setLong(2, before);
    int forgotten = statement.executeUpdate();
    if (forgotten > 0) {
      tx.enter(owner);
      owner.tombstones -= forgotten;
      owner.horizon = Math.max(owner.horizon, horizon);
    }
    return forgotten;
  }

  /** In steps, between which writers have their turns. */
  private void giveBackRoom(Progress progress) {
    long all = spareBeyondRoom();
    long left = all;
    while (left > 0) {
      long before = left;
      writes.run(
          Work.alone(
              tx ->
                  ((SQLiteConnection) tx.link().connection())
                      .getDatabase()
                      ._exec("PRAGMA incremental_vacuum(" + Math.min(VACUUM_PAGES, before) + ")")));
      left = spareBeyondRoom();
      progress.at(all - left, all);
      if (left >= before) {
        break; // writers free pages as fast; the next compact goes on
      }
    }
    writes.run(Work.outside(tx -> Checkpoint.truncate(tx.link())));
  }

  /** How many pages are free, but for those that keep the file as large as it is to be. */
  private long spareBeyondRoom() {
    long atLeast = connector.settings().room().atLeastBytes();
    return writes.run(
        Work.outside(
            tx -> {
              long beyond =
                  tx.link().numberOnce("PRAGMA page_count")
                      - atLeast / tx.link().numberOnce("PRAGMA page_size");
              return Math.max(0, Math.min(tx.link().numberOnce("PRAGMA freelist_count"), beyond));
            }));
  }

  @Override
  public Map<String, Long> statistics() {
    return pool.readOneState(
        link -> {
          Map<String, Long> figures = new LinkedHashMap<>();
          try (Statement statement = link.connection().createStatement();
              ResultSet row =
                  statement.executeQuery(
                      "SELECT count(*), total(documents), total(tombstones), total(bytes)"
                          + " FROM user")) {
            row.next();
            figures.put("users", row.getLong(1));
            figures.put("documents", row.getLong(2));
            figures.put("deletions-in-feed", row.getLong(3));
            figures.put("body-bytes", row.getLong(4));
          }
          long pageBytes = link.numberOnce("PRAGMA page_size");
          figures.put("file-bytes", pageBytes * link.numberOnce("PRAGMA page_count"));
          figures.put("free-bytes", pageBytes * link.numberOnce("PRAGMA freelist_count"));
          figures.put("log-bytes", logBytes());
          return figures;
        });
  }

  private long logBytes() {
    Path log = connector.file().resolveSibling(connector.file().getFileName() + "-wal");
    try {
      return Files.exists(log) ? Files.size(log) : 0;
    } catch (IOException e) {
      return 0; // it went away in between
    }
  }

  @Override
  public void backup(Path target, Progress progress) {
    inOneState(
        link -> {
          link.numberOnce("SELECT count(*) FROM property"); // the state to copy begins here
          Backup.write(link, target, progress);
          return true;
        });
  }
}
