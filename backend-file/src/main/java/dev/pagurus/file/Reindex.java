package dev.pagurus.file;

import dev.pagurus.file.index.DocKey;
import dev.pagurus.spi.Batch;
import dev.pagurus.spi.Condition;
import dev.pagurus.spi.Finding;
import dev.pagurus.spi.Progress;
import dev.pagurus.spi.Write;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Takes what a person did to the files into history and index, and makes the index anew. */
final class Reindex {

  /** Records that are taken in by one commit. */
  private static final int BATCH = 100;

  private final FileStore store;
  private final Checkpoints checkpoints;

  Reindex(FileStore store, Checkpoints checkpoints) {
    this.store = store;
    this.checkpoints = checkpoints;
  }

  /**
   * Takes in all that was edited, made and taken away, and makes the index again if it is wrong.
   *
   * @param findings hears of what cannot be taken in
   * @return how many documents were changed
   */
  long run(Consumer<Finding> findings, Progress progress) throws IOException {
    checkpoints.flush();
    AtomicBoolean indexIsWrong = new AtomicBoolean();
    Intake intake = new Intake();
    new Verification(
            store,
            checkpoints,
            problem -> {
              switch (problem.kind()) {
                case EDITED, NEW, MISSING -> intake.add(problem.key());
                case INDEX, COUNT -> indexIsWrong.set(true);
                case DAMAGED, STRAY, FOREIGN, WAITING, BESIDE -> findings.accept(problem.finding());
              }
            },
            progress)
        .run();
    intake.flush();
    if (indexIsWrong.get()) {
      rebuild();
    }
    checkpoints.checkpoint();
    return intake.taken;
  }

  /** Takes in what belongs to one user together. */
  private final class Intake {
    private final List<DocKey> keys = new ArrayList<>();
    private long taken;

    void add(@Nullable DocKey key) {
      if (key == null) {
        return;
      }
      if (keys.size() >= BATCH || (!keys.isEmpty() && !keys.get(0).user().equals(key.user()))) {
        flush();
      }
      keys.add(key);
    }

    void flush() {
      if (!keys.isEmpty()) {
        makeRoom();
        taken += takeIn(List.copyOf(keys));
        keys.clear();
      }
    }
  }

  /** Before a commit: many edits at once must not fill memory or the journal. */
  private void makeRoom() {
    try {
      if (checkpoints.behind() >= store.settings().checkpointBytes()) {
        checkpoints.checkpoint();
      } else if (Housekeeping.isLarge(store.generations().current().growing())) {
        checkpoints.flush();
      }
    } catch (IOException e) {
      throw Errors.of("cannot bring edits from the journal to files and index", e);
    }
  }

  /**
   * Takes in what a person did to some records, in commits of a bounded size.
   *
   * @return how many there was something to take in of
   */
  long takeInAll(Collection<DocKey> keys) {
    Intake intake = new Intake();
    keys.forEach(intake::add);
    intake.flush();
    return intake.taken;
  }

  /**
   * Takes in what a person did to some records, as a commit of its own.
   *
   * @param keys of one user
   * @return how many there was something to take in of
   */
  private int takeIn(List<DocKey> keys) {
    AtomicInteger taken = new AtomicInteger();
    store
        .commits()
        .run(
            10_000L * keys.size(),
            (planner, planned) -> {
              String user = keys.get(0).user();
              Planned edits = planner.takeIn(store.users().findOrMake(user), keys);
              taken.set(edits == null ? 0 : edits.steps().size());
              if (edits != null) {
                planned.add(edits);
              }
            });
    return taken.get();
  }

  /** Ends a document, with its record. */
  void end(DocKey key) {
    store
        .commits()
        .run(
            0,
            (planner, planned) -> {
              Planned end =
                  planner.plan(store.users().findOrMake(key.user()), about(key)).planned();
              if (end != null) {
                planned.add(end);
              }
            });
  }

  private static Batch about(DocKey key) {
    return Batch.of(new Write.Delete(Records.address(key), Condition.NONE));
  }

  /** Makes the whole index again from the files. Gets and commits go on meanwhile. */
  void rebuild() throws IOException {
    checkpoints.remakeIndex();
  }
}
