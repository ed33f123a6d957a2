package dev.pagurus.file;

import dev.pagurus.document.Utf8;
import dev.pagurus.file.index.DocKey;
import dev.pagurus.file.index.IndexChange;
import dev.pagurus.file.index.SearchIndex;
import dev.pagurus.file.index.UserState;
import dev.pagurus.file.index.View;
import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.Change;
import dev.pagurus.spi.ErrorCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Moves what is committed to where it stays: from the overlay into the index, and, at a checkpoint,
 * from the journal to record files, users' files and an index that are safe on the medium. Both
 * happen off the way of those who commit, who are held up only for the moment in which the overlay
 * is frozen.
 */
final class Checkpoints {

  private final Layout layout;
  private final Journal journal;
  private final Generations generations;
  private final Users users;
  private final Commits commits;
  private final Definitions definitions;
  private final IndexKeeper keeper;

  /** Null until it was made. Guarded by {@link #flushing}. */
  private @Nullable SearchIndex index;

  /** Whether something failed, so that the index may have stopped. Guarded by {@link #flushing}. */
  private boolean doubtful;

  /** Hears how far it is when the index is made again, and when there is one. */
  private final IndexMaking making;

  private final Dirt dirt;

  /** Users' files that were written and not yet forced. */
  private final Dirt told;

  private final UserFiles userFiles;
  private final Records records;
  private final RecordWriter writer;

  /** Held by whoever writes the index: one at a time, and never by one who commits. */
  private final ReentrantLock flushing = new ReentrantLock();

  /** What users' files do not tell yet. Guarded by {@link #flushing}. */
  private final Map<String, UserState> states = new TreeMap<>(Utf8.ORDER);

  private final Map<String, List<Change.Deleted>> deletions = new HashMap<>();

  private volatile long checkpointed;
  private volatile boolean traces;

  /**
   * Writes into an index.
   *
   * @param index null if it must be made
   */
  Checkpoints(
      FileStore store, IndexKeeper keeper, @Nullable SearchIndex index, IndexMaking making) {
    this.making = making;
    this.doubtful = index == null;
    this.layout = store.layout();
    this.journal = store.journal();
    this.generations = store.generations();
    this.users = store.users();
    this.commits = store.commits();
    this.definitions = store.definitions();
    this.keeper = keeper;
    this.index = index;
    this.dirt = store.dirt();
    this.told = store.told();
    this.userFiles = store.userFiles();
    this.records = store.records();
    this.writer = store.writer();
    this.checkpointed = journal.end();
  }

  /** How many bytes of the journal are not safe elsewhere. */
  long behind() {
    return journal.end() - checkpointed;
  }

  /** Writes the overlay into the index. */
  void flush() throws IOException {
    locked(
        () -> {
          flush(null);
          return true;
        });
  }

  /** Does something to the index, and maybe to the users. */
  interface Action<T> {

    T on(SearchIndex index) throws IOException;
  }

  /** One at a time, in peace, with an index that works. */
  private <T> T locked(Quiet.Action<T> action) throws IOException {
    return Quiet.run(
        () -> {
          flushing.lock();
          boolean done = false;
          try {
            if (doubtful && flushing.getHoldCount() == 1) {
              mendIndex();
            }
            T answer = action.run();
            done = true;
            return answer;
          } finally {
            doubtful |= !done;
            flushing.unlock();
          }
        });
  }

  /** The index that works, for whoever holds {@link #flushing}. */
  private SearchIndex index() {
    return Objects.requireNonNull(index);
  }

  private void mendIndex() throws IOException {
    if (index == null || !generations.current().isIndexed() || !openIndexAgain(index)) {
      makeIndex();
    }
    doubtful = false;
  }

  /**
   * The index stops for good when one of its files fails it; all it lost is in the journal. Answers
   * whether it works again.
   */
  private boolean openIndexAgain(SearchIndex failed) throws IOException {
    return inPeace(
        () -> {
          Optional<SearchIndex> opened = keeper.openAgain(failed, users);
          if (opened.isEmpty()) {
            generations.loseIndex(keeper.files(writer));
            return false;
          }
          index = opened.get();
          for (Overlay overlay : generations.current().overlays()) {
            overlay.users().forEach(user -> states.put(user.name(), user.published()));
            noteDeletions(overlay);
          }
          generations.restart(index.refresh());
          return true;
        });
  }

  /**
   * Makes the index again from the files, and makes it safe. Meanwhile gets and commits go on; what
   * is committed stays in the overlay until the index is there.
   */
  private void makeIndex() throws IOException {
    making.requireWanted();
    inPeace(
        () -> {
          generations.loseIndex(keeper.files(writer));
          return true;
        });
    keeper.letGo(index);
    index = keeper.make();
    making.run(
        layout.index(),
        progress -> {
          // What was on its way into the old index must be in files.
          if (!retryUnwritten()) {
            throw new IOException("records cannot be written, and the index is made from them");
          }
          writeUserFiles();
          Rebuild rebuild =
              keeper.rebuild(
                  making::requireWanted,
                  key -> generations.current().latest(key) != null,
                  progress);
          rebuild.into(index());
          inPeace(
              () -> {
                View made = index().refresh();
                users.restart(made, generations.current());
                generations.regainIndex(made);
                return true;
              });
          cut();
          return rebuild.edited();
        });
  }

  /** Makes the index again from the files, whatever it tells. */
  void remakeIndex() throws IOException {
    distrustIndex();
    flush();
  }

  /** Does without the index until it was made again, for it is not to be believed. */
  void distrustIndex() throws IOException {
    Quiet.run(
        () -> {
          flushing.lock();
          try {
            inPeace(
                () -> {
                  generations.loseIndex(keeper.files(writer));
                  return true;
                });
            doubtful = true;
            return true;
          } finally {
            flushing.unlock();
          }
        });
  }

  private <T> T inPeace(Quiet.Action<T> action) throws IOException {
    try {
      return commits.exclusively(
          () -> {
            try {
              return action.run();
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /**
   * Does something to the index while nobody else writes it, with all that was published before in
   * it; commits go on meanwhile.
   *
   * @return what it answers; what it changed is seen then
   */
  <T> T withIndex(Action<T> action) throws IOException {
    return locked(
        () -> {
          flush(null);
          T answer = action.on(index());
          generations.refresh(index().refresh());
          return answer;
        });
  }

  /** The same while no commit is under way and none begins. */
  <T> T exclusively(Action<T> action) throws IOException {
    return locked(() -> inPeace(() -> withIndex(action)));
  }

  /**
   * Tries records again that could not be written; whether they can be now is the writer's to tell.
   */
  void writeWaiting() throws IOException {
    locked(this::retryUnwritten);
  }

  /** Whether a user's file tells of the user, or should: nothing of it waits to be told. */
  boolean hasTold(String user) throws IOException {
    return locked(() -> !states.containsKey(user));
  }

  /** Forgets what users' files were to be told of a user; within {@link #exclusively}. */
  void forget(String user) {
    states.remove(user);
    deletions.remove(user);
  }

  /** A checkpoint that also leaves nothing behind of what was deleted. */
  void expunge() throws IOException {
    locked(
        () -> {
          index().expunge();
          generations.refresh(index().refresh());
          checkpoint();
          traces = false;
          return true;
        });
  }

  /**
   * The last checkpoint; then the index is closed. If it is being made, that ends, and the journal
   * keeps what was committed.
   */
  void close() throws IOException {
    making.giveUp();
    try {
      checkpoint();
    } catch (BackendException e) {
      if (generations.current().isIndexed() || e.code() != ErrorCode.CLOSED) {
        throw e;
      }
      journal.force();
    } finally {
      Quiet.run(
          () -> {
            generations.close();
            if (index != null) {
              index.close();
            }
            return true;
          });
    }
  }

  /** Whether a user has ended of whom something may be left. */
  boolean hasTraces() {
    return traces;
  }

  void leaveTraces() {
    traces = true;
  }

  private void flush(@Nullable Runnable whenFrozen) throws IOException {
    List<UserState> frozenStates = new ArrayList<>();
    List<Overlay> frozen =
        commits.exclusively(
            () -> {
              List<Overlay> grown = generations.freeze();
              grown.stream()
                  .flatMap(overlay -> overlay.users().stream())
                  .distinct()
                  .map(User::published)
                  .filter(state -> state.revision() > 0) // else its first commit failed
                  .forEach(frozenStates::add);
              if (whenFrozen != null) {
                whenFrozen.run();
              }
              return grown;
            });
    writeRecords(frozen);
    for (Overlay overlay : frozen) {
      write(overlay);
    }
    List<IndexChange> changed = new ArrayList<>();
    for (UserState state : frozenStates) {
      changed.add(new IndexChange.User(state));
      states.put(state.user(), state);
    }
    index().apply(changed, definitions::toWrite);
    generations.replace(index().refresh());
    users.forgetIdle(generations.current().growing());
  }

  /** The records that wait for the journal to be safe. */
  private void writeRecords(List<Overlay> frozen) throws IOException {
    if (writer.isIdle() || !writer.defers()) {
      return;
    }
    journal.force();
    for (Overlay overlay : frozen) {
      for (Map.Entry<DocKey, Version> entry : overlay.all().entrySet()) {
        Version waiting = writer.waiting(entry.getKey());
        if (waiting != null && waiting.revision() >= entry.getValue().revision()) {
          writer.writeNow(new Planned.Step(entry.getKey(), entry.getValue(), true));
        }
      }
    }
  }

  private void write(Overlay overlay) {
    index()
        .apply(
            () ->
                overlay.all().entrySet().stream()
                    .map(entry -> IndexKeeper.change(entry.getKey(), entry.getValue().change()))
                    .iterator(),
            definitions::toWrite);
    noteDeletions(overlay);
  }

  private void noteDeletions(Overlay overlay) {
    for (Map.Entry<DocKey, Version> entry : overlay.all().entrySet()) {
      if (entry.getValue().change() instanceof Change.Deleted deleted) {
        deletions.computeIfAbsent(entry.getKey().user(), none -> new ArrayList<>()).add(deleted);
      }
    }
  }

  /**
   * Makes all that is committed safe outside of the journal, and drops what of it is not needed.
   *
   * @throws IOException also if the file system does not take a record; then the journal is kept
   */
  void checkpoint() throws IOException {
    if (!locked(this::cut)) {
      throw writer.failure();
    }
  }

  private boolean cut() throws IOException {
    records.places().moveEndedAway();
    AtomicLong position = new AtomicLong();
    flush(
        () -> {
          roll();
          position.set(journal.end());
        });
    if (!retryUnwritten()) {
      return false; // the journal is all that has them
    }
    Dirt.Taken dirty = inPeace(() -> dirt.take(layout.root()));
    boolean forced = false;
    try {
      writeUserFiles();
      dirty = dirty.and(told.take(layout.root()));
      dirty.force();
      forced = true;
    } finally {
      if (!forced) {
        dirt.putBack(dirty);
      }
    }
    index().commit(keeper.mark(position.get()));
    Disk.forceFolder(layout.index()); // the index does not tell if that fails
    journal.dropBefore(position.get());
    checkpointed = position.get();
    return true;
  }

  /** Answers whether all records are written but those that came since. */
  private boolean retryUnwritten() throws IOException {
    return inPeace(
        () -> {
          Overlay growing = generations.current().growing();
          boolean all = true;
          for (Map.Entry<DocKey, Version> entry : writer.waiting().entrySet()) {
            if (growing.latest(entry.getKey()) == null) {
              writer.writeNow(new Planned.Step(entry.getKey(), entry.getValue(), true));
              all &= !writer.isWaiting(entry.getKey());
            }
          }
          return all;
        });
  }

  private void roll() {
    try {
      journal.roll();
    } catch (IOException e) {
      throw Errors.of("cannot begin a new segment of the journal", e);
    }
  }

  private void writeUserFiles() throws IOException {
    for (Map.Entry<String, List<Change.Deleted>> entry : deletions.entrySet()) {
      userFiles.append(entry.getKey(), entry.getValue());
    }
    deletions.clear();
    for (UserState state : states.values()) {
      userFiles.write(state);
    }
    states.clear();
  }
}
