package dev.pagurus.file;

import dev.pagurus.document.Address;
import dev.pagurus.file.index.DocKey;
import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.Batch;
import dev.pagurus.spi.Change;
import dev.pagurus.spi.Changes;
import dev.pagurus.spi.Commit;
import dev.pagurus.spi.StoredDocument;
import dev.pagurus.spi.Write;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Judges batches against the newest state, planned commits included, and puts what they change into
 * the overlay. Used by the thread that leads the commits.
 */
final class Planner {

  private final Generations generations;
  private final Records records;
  private final Uniqueness uniqueness;
  private final RecordWriter writer;
  private final InstantSource clock;
  private @Nullable Generation held;
  private final Map<DocKey, Optional<Change>> indexed = new HashMap<>();

  /**
   * Knows nothing of any commit yet.
   *
   * @param writer knows which records are not written yet
   */
  Planner(
      Generations generations,
      Records records,
      Uniqueness uniqueness,
      RecordWriter writer,
      InstantSource clock) {
    this.generations = generations;
    this.records = records;
    this.uniqueness = uniqueness;
    this.writer = writer;
    this.clock = clock;
  }

  /** Holds on to what the index knows until {@link #end}; nothing is judged before. */
  void begin() {
    indexed.clear();
    held = generations.acquire();
  }

  void end() {
    Generation generation = generation();
    held = null;
    generation.release();
  }

  private Generation generation() {
    return Objects.requireNonNull(held);
  }

  /** The document that a write finds, null if there is none. */
  private @Nullable StoredDocument there(DocKey key) {
    Version version = generation().latest(key);
    if (version != null) {
      return version.document();
    }
    return indexed(key) instanceof Change.Written written ? written.document() : null;
  }

  /** What the index knows; it is asked once, for what is held does not change. */
  private @Nullable Change indexed(DocKey key) {
    Optional<Change> known = indexed.get(key);
    if (known == null) {
      known = Optional.ofNullable(generation().before(key));
      indexed.put(key, known);
    }
    return known.orElse(null);
  }

  /** The time, in whole microseconds. */
  Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  private Instant now(User user) {
    Instant now = now();
    return now.isBefore(user.planned().time()) ? user.planned().time() : now;
  }

  /**
   * Takes hand edits of the documents that a batch is about into the history, so that the batch is
   * judged against what a reader sees, and no edit is overwritten unseen.
   *
   * @return the edits as a commit of their own, null if there are none
   */
  @Nullable Planned absorb(User user, Batch batch) {
    return takeIn(user, batch.writes().stream().map(write -> key(user, write.address())).toList());
  }

  /**
   * Takes what a person did to some records into the history.
   *
   * @param keys of this user
   * @return a commit of its own, null if there is nothing to take in
   */
  @Nullable Planned takeIn(User user, List<DocKey> keys) {
    List<Change> edits = new ArrayList<>();
    long revision = user.planned().revision() + 1;
    Instant at = now(user);
    for (DocKey key : keys) {
      if (!writer.isWaiting(key)) {
        StoredDocument known = there(key);
        Change edit =
            known == null ? made(user, key, revision, at) : edit(user, key, known, revision, at);
        if (edit != null) {
          edits.add(edit);
        }
      }
    }
    requireNoLinks(user, edits);
    return edits.isEmpty() ? null : apply(user, revision, at, edits, true);
  }

  /** What a person did to a record since the program wrote it, null if nothing. */
  private @Nullable Change edit(
      User user, DocKey key, StoredDocument known, long revision, Instant at) {
    boolean isOnItsWay = known.revision() > user.published().revision();
    if (isOnItsWay || !records.isTouched(key, known)) {
      return null;
    }
    try {
      Records.ByHand found = records.byHand(key);
      if (found == null) {
        return new Change.Deleted(Records.address(key), revision, at);
      }
      StoredDocument written = found.written();
      boolean same =
          written != null
              && written.revision() == known.revision()
              && found.body().equals(known.body());
      return same ? null : written(key, found, revision, known.createdAt(), at);
    } catch (BackendException damaged) {
      requireWritable(damaged);
      return null; // what was damaged is written anew from what the index knows
    }
  }

  /** The record that a person made where there was none, null if there still is none. */
  private @Nullable Change made(User user, DocKey key, long revision, Instant at) {
    boolean mayBeOnItsWay =
        generation().latest(key) != null && !user.planned().equals(user.published());
    if (mayBeOnItsWay || !records.isThere(key)) {
      return null;
    }
    try {
      Records.ByHand found = records.byHand(key);
      return found == null ? null : written(key, found, revision, at, at);
    } catch (BackendException damaged) {
      requireWritable(damaged);
      return null; // nobody could read it
    }
  }

  /** A link or a folder does not let itself be replaced by a record. */
  private static void requireWritable(BackendException damaged) {
    if (damaged.getCause() instanceof MisplacedException) {
      throw damaged;
    }
  }

  /**
   * Refuses what would go through a link, while it can be refused: what is in the journal must find
   * its way into files.
   */
  private void requireNoLinks(User user, List<Change> changes) {
    try {
      String last = "";
      for (Change change : changes) {
        String collection = change.address().collection();
        if (!collection.equals(last)) {
          records.places().requireNoLinks(user.name(), collection);
          last = collection;
        }
      }
    } catch (IOException e) {
      throw Errors.of("cannot write to the user " + user.name(), e);
    }
  }

  private static Change written(
      DocKey key, Records.ByHand found, long revision, Instant createdAt, Instant at) {
    return new Change.Written(
        new StoredDocument(Records.address(key), revision, createdAt, at, found.body()));
  }

  private static DocKey key(User user, Address address) {
    return DocKey.of(user.name(), address);
  }

  /**
   * What came of judging a batch.
   *
   * @param commit what the caller is told
   * @param planned what is to be done, null if nothing changes
   */
  record Judged(Commit commit, @Nullable Planned planned) {}

  /**
   * Judges a batch.
   *
   * @throws BackendException if it is refused; then nothing was changed
   */
  Judged plan(User user, Batch batch) {
    long current = user.planned().revision();
    if (batch.expected().isPresent() && batch.expected().getAsLong() != current) {
      throw BackendException.userMoved(batch.expected().getAsLong(), current);
    }
    Instant at = now(user);
    List<Change> changes = new ArrayList<>(batch.writes().size());
    List<Commit.Outcome> outcomes = new ArrayList<>(batch.writes().size());
    for (Write write : batch.writes()) {
      StoredDocument old = there(key(user, write.address()));
      long found = old == null ? 0 : old.revision();
      if (!write.condition().holds(found)) {
        throw BackendException.conditionFailed(write.address(), write.condition(), found);
      }
      Instant createdAt = old == null ? at : old.createdAt();
      if (write instanceof Write.Put put) {
        changes.add(
            new Change.Written(
                new StoredDocument(put.address(), current + 1, createdAt, at, put.body())));
        outcomes.add(new Commit.Outcome(old != null, createdAt, at));
      } else if (old != null) {
        changes.add(new Change.Deleted(write.address(), current + 1, at));
        outcomes.add(new Commit.Outcome(true, createdAt, at));
      } else {
        outcomes.add(new Commit.Outcome(false, Instant.EPOCH, Instant.EPOCH));
      }
    }
    if (changes.isEmpty()) {
      return new Judged(new Commit(current, outcomes), null);
    }
    uniqueness.require(generation(), user.name(), changes);
    requireNoLinks(user, changes);
    Planned planned = apply(user, current + 1, at, changes, false);
    return new Judged(new Commit(current + 1, outcomes), planned);
  }

  /**
   * Takes in what is newer than what is known (FEED-4).
   *
   * @return null if nothing is
   */
  @Nullable Planned replay(User user, Changes changes) {
    requireNoLinks(user, changes.changes());
    return take(user, changes, this::known);
  }

  private @Nullable Planned take(User user, Changes changes, ToLongFunction<DocKey> known) {
    List<Change> newer = new ArrayList<>();
    Instant time = user.planned().time();
    for (Change change : changes.changes()) {
      if (change.revision() > known.applyAsLong(key(user, change.address()))) {
        newer.add(change);
      }
      time = change.at().isAfter(time) ? change.at() : time;
    }
    long revision = Math.max(user.planned().revision(), changes.upTo());
    for (Change change : newer) {
      revision = Math.max(revision, change.revision());
    }
    return newer.isEmpty() && revision == user.planned().revision()
        ? null
        : apply(user, revision, time, newer, false);
  }

  /**
   * Takes in what the journal tells, as far as nothing later is known. What the index knows of the
   * very same revision is not believed: it may have been made from a record that the same crash
   * tore where it still reads well.
   *
   * @return null if something later is known of all of it
   */
  @Nullable Planned again(User user, JournalEntry.Changed entry) {
    return take(
        user,
        new Changes(entry.changes(), entry.revision(), false),
        key -> generation().latest(key) == null ? known(key) - 1 : known(key));
  }

  /** The revision of the last that is known of a document, its end included. */
  long known(DocKey key) {
    Version version = generation().latest(key);
    if (version != null) {
      return version.revision();
    }
    Change change = indexed(key);
    return change == null ? 0 : change.revision();
  }

  /**
   * Puts changes into the overlay and moves the user on, unseen until published.
   *
   * @param byHand whether there are files of them already
   */
  private Planned apply(
      User user, long revision, Instant time, List<Change> changes, boolean byHand) {
    Overlay overlay = generation().growing();
    Counts counts = new Counts(user.planned().collections());
    List<Planned.Step> steps = new ArrayList<>(changes.size());
    boolean done = false;
    try {
      for (Change change : changes) {
        DocKey key = key(user, change.address());
        StoredDocument old = there(key);
        Version version = new Version(change, generation().older(key, old));
        steps.add(new Planned.Step(key, version, byHand || old != null));
        overlay.add(key, version);
        uniqueness.claim(overlay, key, version);
        counts.replace(key.collection(), old, version.document());
      }
      Planned planned =
          new Planned(
              user,
              user.planned(),
              counts.state(user.name(), revision, time, user.planned().horizon()),
              steps);
      overlay.touch(user);
      user.plan(planned.after());
      done = true;
      return planned;
    } finally {
      if (!done) {
        Planned.undo(steps, overlay); // nobody else knows of them
      }
    }
  }
}
