package dev.pagurus.migrator;

import dev.pagurus.document.Address;
import dev.pagurus.document.Body;
import dev.pagurus.spi.Backend;
import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.Batch;
import dev.pagurus.spi.Condition;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.spi.Rows;
import dev.pagurus.spi.StoredDocument;
import dev.pagurus.spi.Write;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What the mover keeps in the target while a move is under way: documents of a user of its own,
 * which goes when the move is done. Each write demands the revision that this run wrote last, so
 * that of two runs the older one finds out at its next write and ends.
 *
 * <p>How far a user has come is not here but in the user itself: its revision, which is committed
 * with what it tells of. Only of users that must be read as a whole there is a mark here.
 */
final class Control {

  /**
   * The name of the mover's user: digits alone, since there are stores that take no other users,
   * with PAGURUS as the keys of a telephone have it at both ends.
   */
  static final String USER = "7248787000000000000000000000000000007248787";

  private static final Address STATE = new Address("migration", "state");
  private static final String MARKS = "whole";
  private static final String BEFORE = "before";

  private final Backend target;
  private final Map<String, Mark> marks = new ConcurrentHashMap<>();
  private final Set<String> before = new HashSet<>();
  private ControlState state;
  private long revision;

  private Control(Backend target, ControlState state, long revision) {
    this.target = target;
    this.state = state;
    this.revision = revision;
  }

  /**
   * How far a user has come that is read as a whole.
   *
   * @param start the user's revision when that was begun, from which the feed tells the rest
   * @param collection the collection that is being read, empty before the first
   * @param after the last id that is at the target, empty before the first
   */
  record Mark(long start, String collection, String after) {

    /** Of a user that is being removed at the target, to begin again. */
    static final Mark GOING = new Mark(-1, "", "");

    private Body body() {
      return Body.of(
          Json.object().put("start", start).put("collection", collection).put("after", after));
    }

    private static Mark of(Body body) {
      return new Mark(
          body.root().path("start").asLong(0),
          body.root().path("collection").asString(""),
          body.root().path("after").asString(""));
    }
  }

  static boolean isUser(String name) {
    return name.equals(USER);
  }

  /** What stands in a store; null if no move into it is under way. */
  static @Nullable ControlState read(Backend target) {
    StoredDocument there = target.get(USER, List.of(STATE)).found().get(0);
    return there == null ? null : ControlState.of(there.body());
  }

  /** Begins: in a target where no move is under way. */
  static Control begin(Backend target, ControlState state) {
    Control control = new Control(target, state, 0);
    control.write(state, Condition.ABSENT);
    return control;
  }

  /**
   * Begins to merge. Who is there before is noted before anything else: they are not the mover's to
   * remove.
   *
   * @param users the users that the target has
   */
  static Control beginMerge(Backend target, ControlState state, Iterator<String> users) {
    Body empty = Body.of(Json.object());
    List<Write> writes = new ArrayList<>();
    while (users.hasNext()) {
      writes.add(new Write.Put(new Address(BEFORE, users.next()), empty, Condition.NONE));
      if (writes.size() == Batch.MAX_WRITES || !users.hasNext()) {
        target.commit(USER, new Batch(writes, OptionalLong.empty()));
        writes.clear();
      }
    }
    begin(target, state);
    return goOn(target);
  }

  /** Goes on, and takes over from a run that may still believe to be at work. */
  static Control goOn(Backend target) {
    StoredDocument there = target.get(USER, List.of(STATE)).found().get(0);
    if (there == null) {
      throw conflict("the migration was ended by somebody else: look at the target");
    }
    ControlState state = ControlState.of(there.body());
    Control control = new Control(target, state, there.revision());
    control.update(state.withRun(UUID.randomUUID().toString()));
    try (Rows rows = target.scan(USER, MARKS, null)) {
      for (StoredDocument row = rows.next(); row != null; row = rows.next()) {
        control.marks.put(row.address().id(), Mark.of(row.body()));
      }
    }
    control.before.addAll(usersBefore(target));
    return control;
  }

  /** Who was at the target before a merge. */
  static Set<String> usersBefore(Backend target) {
    Set<String> users = new HashSet<>();
    try (Rows rows = target.scan(USER, BEFORE, null)) {
      for (StoredDocument row = rows.next(); row != null; row = rows.next()) {
        users.add(row.address().id());
      }
    }
    return users;
  }

  /** Whether a user was at the target before a merge. */
  boolean wasBefore(String user) {
    return before.contains(user);
  }

  synchronized ControlState state() {
    return state;
  }

  synchronized void update(ControlState next) {
    write(next, Condition.atRevision(revision));
  }

  private synchronized void write(ControlState next, Condition condition) {
    try {
      Write write = new Write.Put(STATE, next.body(), condition);
      revision = target.commit(USER, Batch.of(write)).revision();
      state = next;
    } catch (BackendException e) {
      if (e.code() == ErrorCode.CONFLICT || e.code() == ErrorCode.EXISTS) {
        throw new BackendException(
            ErrorCode.CONFLICT,
            "another run of a migration into this target has begun meanwhile, and this one ends:"
                + " let one of them come to its end",
            e);
      }
      throw e;
    }
  }

  @Nullable Mark mark(String user) {
    return marks.get(user);
  }

  void mark(String user, Mark mark) {
    Write write = new Write.Put(new Address(MARKS, user), mark.body(), Condition.NONE);
    target.commit(USER, Batch.of(write));
    marks.put(user, mark);
  }

  void unmark(String user) {
    if (marks.remove(user) != null) {
      Write write = new Write.Delete(new Address(MARKS, user), Condition.NONE);
      target.commit(USER, new Batch(List.of(write), OptionalLong.empty()));
    }
  }

  /** The error of a target that another migration is at, or none. */
  static BackendException conflict(String what) {
    return new BackendException(ErrorCode.CONFLICT, what);
  }

  /** Takes everything away that the mover keeps in a store. */
  static void remove(Backend target) {
    target.deleteUser(USER);
  }
}
