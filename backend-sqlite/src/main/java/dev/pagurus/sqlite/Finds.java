package dev.pagurus.sqlite;

import dev.pagurus.query.Filter;
import dev.pagurus.spi.Counted;
import dev.pagurus.spi.FindRequest;
import dev.pagurus.spi.Found;
import dev.pagurus.spi.Plan;
import dev.pagurus.spi.Rows;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.StringJoiner;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Finds, scans, counts and explanations. */
final class Finds {

  private static final int MAX_EXPLANATIONS = 1_000;

  /** How many columns of {@link Segment#checkedDocuments} come before the document. */
  private static final int CHECKS = 2;

  private final ReaderPool pool;
  private final Errors errors;
  private final Catalogs catalogs;
  private final Owners owners = new Owners();

  /** By statement: SQLite's account of its plan is not asked for at every find. */
  private final Map<String, String> explanations = new ConcurrentHashMap<>();

  Finds(ReaderPool pool, Errors errors, Catalogs catalogs) {
    this.pool = pool;
    this.errors = errors;
    this.catalogs = catalogs;
  }

  private static CollectionIndexes collection(Snapshot snapshot, String name) {
    CollectionIndexes collection = snapshot.catalog().collection(name);
    return collection != null ? collection : new CollectionIndexes(0, name, List.of());
  }

  /** Whether there are no rows at all; then there is nothing to be in a state of. */
  private static boolean isNothing(Snapshot snapshot, CollectionIndexes collection, Access access) {
    return snapshot.owner() == 0 || collection.num() == 0 || access.segments().isEmpty();
  }

  Found find(FindRequest request) {
    Link link = pool.borrow();
    boolean kept = false;
    try {
      synchronized (link) {
        pool.requireOpen(link);
        Found found = findAsKnown(link, request);
        found = found != null ? found : findAnew(link, request);
        kept = found.rows() instanceof LinkRows;
        return found;
      }
    } catch (SQLException e) {
      throw errors.translate(e);
    } finally {
      if (!kept) {
        pool.giveBack(link);
      }
    }
  }

  /**
   * Tries with what is known of the user and the catalog, in one statement that says whether that
   * is still true. Null if it is not, or if there are no rows to say so.
   */
  private @Nullable Found findAsKnown(Link link, FindRequest request) throws SQLException {
    Catalog catalog = catalogs.latest();
    CollectionIndexes collection = catalog.collection(request.collection());
    long owner = owners.number(request.user());
    if (owner == 0 || collection == null) {
      return null;
    }
    Access access = Planner.plan(collection, owner, request);
    if (access.segments().size() != 1) {
      return null;
    }
    Segment segment = access.segments().get(0);
    try {
      Plan plan = access.plan(explain(link, access));
      ResultSet rows = checked(link, segment, owner, request.user(), catalog);
      if (rows == null) {
        return null;
      }
      Snapshot snapshot = new Snapshot(owner, rows.getLong(1), 0, catalog, rows);
      LinkRows.Source source = source(link, request.user(), collection);
      return new Found(plan, new LinkRows(source, snapshot, segment, rows, CHECKS + 1));
    } catch (SQLException e) {
      // The index is gone that the statement names, or a page is damaged: see what is there now.
      if (Errors.isOfStatement(e) || Errors.isCorrupt(e)) {
        return null;
      }
      throw e;
    }
  }

  /** Stands at the first row; null if there is none, or one that tells of a change. */
  private static @Nullable ResultSet checked(
      Link link, Segment segment, long owner, String user, Catalog catalog) throws SQLException {
    PreparedStatement statement = link.prepare(segment.checkedDocuments());
    statement.setLong(1, owner);
    statement.setString(2, user);
    segment.bind(statement, 3);
    ResultSet rows = statement.executeQuery();
    boolean asKnown = false;
    try {
      asKnown = rows.next() && rows.getLong(1) > 0 && rows.getLong(2) == catalog.version();
      return asKnown ? rows : null;
    } finally {
      if (!asKnown) {
        rows.close();
      }
    }
  }

  private Found findAnew(Link link, FindRequest request) throws SQLException {
    Snapshot snapshot = Snapshot.of(link, catalogs, request.user());
    boolean kept = false;
    try {
      CollectionIndexes collection = collection(snapshot, request.collection());
      Access access = Planner.plan(collection, snapshot.owner(), request);
      Plan plan = access.plan(explain(link, access));
      if (isNothing(snapshot, collection, access)) {
        return new Found(plan, LinkRows.none(snapshot.revision()));
      }
      owners.remember(request.user(), snapshot.owner());
      kept = true;
      LinkRows.Source source = source(link, request.user(), collection);
      return new Found(plan, new LinkRows(source, snapshot, access.segments()));
    } finally {
      if (!kept) {
        snapshot.close(); // else the next reader on this link would read the state of now
      }
    }
  }

  private LinkRows.Source source(Link link, String user, CollectionIndexes collection) {
    return new LinkRows.Source(pool, errors, link, catalogs, user, collection);
  }

  /** A scan is a find of everything: in the order of ids, by the index of addresses. */
  Rows scan(String user, String collection, @Nullable String after) {
    Link link = pool.borrow();
    Rows rows = null;
    try {
      synchronized (link) {
        pool.requireOpen(link);
        Snapshot snapshot = Snapshot.of(link, catalogs, user);
        CollectionIndexes known = collection(snapshot, collection);
        if (snapshot.owner() == 0 || known.num() == 0) {
          snapshot.close();
          return LinkRows.none(snapshot.revision());
        }
        List<Segment> segments = List.of(Segment.all(snapshot.owner(), known, after));
        rows = new LinkRows(source(link, user, known), snapshot, segments);
        return rows;
      }
    } catch (SQLException e) {
      throw errors.translate(e);
    } finally {
      if (rows == null) {
        pool.giveBack(link);
      }
    }
  }

  Plan explain(FindRequest request) {
    return pool.read(
        link -> {
          try (Snapshot snapshot = Snapshot.of(link, catalogs, request.user())) {
            CollectionIndexes collection = collection(snapshot, request.collection());
            Access access = Planner.plan(collection, snapshot.owner(), request);
            return access.plan(explain(link, access));
          }
        });
  }

  /** Empty if documents must be looked at to know. */
  Optional<Counted> count(String user, String collection, Filter filter) {
    FindRequest request =
        new FindRequest(user, collection, filter, List.of(), null, OptionalInt.empty());
    return pool.read(
        link -> {
          try (Snapshot snapshot = Snapshot.of(link, catalogs, user)) {
            CollectionIndexes known = collection(snapshot, collection);
            Access access = Planner.plan(known, snapshot.owner(), request);
            if (!access.residual().equals(Filter.all())) {
              return Optional.empty();
            }
            long count = isNothing(snapshot, known, access) ? 0 : count(link, access);
            return Optional.of(new Counted(count, snapshot.revision()));
          }
        });
  }

  private static long count(Link link, Access access) throws SQLException {
    PreparedStatement statement = link.prepare("SELECT count(*)" + access.counted().rest());
    access.counted().bind(statement);
    try (ResultSet row = statement.executeQuery()) {
      return row.next() ? row.getLong(1) : 0;
    }
  }

  private String explain(Link link, Access access) throws SQLException {
    if (access.segments().isEmpty()) {
      return "nothing can be found";
    }
    if (access.segments().size() == 1) {
      return explain(link, access.segments().get(0));
    }
    StringJoiner all = new StringJoiner("\n");
    for (Segment segment : access.segments()) {
      all.add(explain(link, segment));
    }
    return all.toString();
  }

  private String explain(Link link, Segment segment) throws SQLException {
    String known = explanations.get(segment.rest());
    if (known != null) {
      return known;
    }
    StringJoiner lines = new StringJoiner("\n");
    try (PreparedStatement statement =
            link.connection().prepareStatement("EXPLAIN QUERY PLAN " + segment.documents());
        ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        lines.add(row.getString("detail"));
      }
    }
    if (explanations.size() >= MAX_EXPLANATIONS) {
      explanations.clear();
    }
    explanations.put(segment.rest(), lines.toString());
    return lines.toString();
  }
}
