package dev.pagurus.sharded;

import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.spi.Progress;
import dev.pagurus.spi.StoredDocument;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Sees to one user after the other, in the background and spread over a period: brings the file up
 * to the declared indexes, forgets old deletions, gives back room, empties the log, and removes
 * what a move has left. Of all processes that have the store open one does it.
 */
final class Upkeep implements AutoCloseable {

  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(20);
  private static final Duration SAVE_EVERY = Duration.ofSeconds(10);

  /** So many users are passed at once of whom nothing is due. */
  private static final int STRETCH = 500;

  private static final long FEW_FREE_BYTES = 64 << 10;
  private static final long SHORT_LOG_BYTES = 1 << 20;

  private final Registry registry;
  private final TaskLocks tasks;
  private final OpenUsers open;
  private final IndexBuilder indexes;
  private final Failures failures;
  private final ShardedSettings settings;
  private final InstantSource clock;

  private @Nullable UpkeepRound round;
  private long savedNanos = System.nanoTime();

  Upkeep(
      Registry registry,
      TaskLocks tasks,
      OpenUsers open,
      IndexBuilder indexes,
      Failures failures,
      ShardedSettings settings,
      InstantSource clock) {
    this.registry = registry;
    this.tasks = tasks;
    this.open = open;
    this.indexes = indexes;
    this.failures = failures;
    this.settings = settings;
    this.clock = clock;
  }

  /** Not at once, because many a process that opens a store closes it soon. */
  Duration firstPause() {
    return jittered(Math.min(Duration.ofSeconds(10).toMillis(), settings.upkeep().toMillis() / 10));
  }

  /**
   * Does a little.
   *
   * @return how long to wait before the next step
   */
  Duration step() {
    if (registry.movedTo() != null || !tasks.tryAlone(TaskLocks.UPKEEP)) {
      return jittered(LONGEST_PAUSE.toMillis()); // the store is sealed, or another process does it
    }
    UpkeepRound now = round;
    if (now == null) {
      now = begin();
      indexes.resume();
    }
    if (now.ended()) {
      long wait = now.nextMillis(settings.upkeep()) - System.currentTimeMillis();
      if (wait > 0) {
        return jittered(Math.min(wait, LONGEST_PAUSE.toMillis()));
      }
      now = UpkeepRound.begin(System.currentTimeMillis());
    }
    UpkeepRound next = goOn(now);
    round = next;
    if (next.ended() || System.nanoTime() - savedNanos > SAVE_EVERY.toNanos()) {
      save(next);
    }
    return pause(next.passed() - now.passed());
  }

  private UpkeepRound begin() {
    StoredDocument stored = registry.table(UpkeepRound.TABLE).get(UpkeepRound.ID);
    return stored == null
        ? UpkeepRound.begin(System.currentTimeMillis())
        : UpkeepRound.read(stored);
  }

  /** Up to the next user of whom something is due, but not far. */
  private UpkeepRound goOn(UpkeepRound from) {
    UpkeepRound at = from;
    long changed = registry.indexes().changes();
    Iterator<UserRow> rows = registry.users(from.after()).iterator();
    for (int passed = 0; passed < STRETCH; passed++) {
      if (!rows.hasNext()) {
        failures.clearGone();
        return at.end();
      }
      UserRow row = rows.next();
      at = at.pass(row.user());
      if (isDue(row, changed)) {
        visit(row.user());
        return at;
      }
    }
    return at;
  }

  private boolean isDue(UserRow row, long changed) {
    long retention = settings.retention().toMillis();
    boolean used = row.keptMillis() < row.usedMillis();
    boolean deletionsGrewOld =
        row.keptMillis() - row.usedMillis() < retention
            && clock.millis() - row.usedMillis() >= retention;
    return row.hot()
        || row.left() != null
        || row.indexes() < changed
        || row.clues().lackSpans()
        || used
        || deletionsGrewOld
        || failures.of(row.user()) != null;
  }

  private void visit(String user) {
    boolean wasOpen = open.isOpen(user);
    try (OpenUsers.Lease lease = open.lease(user, OpenUsers.Use.LIVE)) {
      if (lease == null) {
        return;
      }
      if (isCompactingDue(lease.backend().maintenance().statistics())) {
        // The horizon of the feed may change, and with it what the row says.
        lease.forWriting().backend().maintenance().compact(Progress.NONE);
      }
      lease.kept();
      boolean upToDate = lease.isUpToDate();
      if (!wasOpen || !upToDate) {
        lease.leave(); // and is tried again when it is opened next
      }
      if (upToDate) {
        failures.clear(user);
      }
    } catch (BackendException e) {
      if (e.code() == ErrorCode.CLOSED) {
        throw e;
      }
      if (e.code() != ErrorCode.BUSY) {
        failures.note(user, e);
      }
    }
  }

  private boolean isCompactingDue(Map<String, Long> figures) {
    long size = figures.getOrDefault("file-bytes", 0L);
    long free = Math.min(figures.getOrDefault("free-bytes", 0L), size - settings.preallocate());
    return figures.getOrDefault("deletions-in-feed", 0L) > 0
        || (free > FEW_FREE_BYTES && free > size / 4)
        || figures.getOrDefault("log-bytes", 0L) > SHORT_LOG_BYTES;
  }

  /** So that all users take a period, if there are enough of them. */
  private Duration pause(long passed) {
    long users = Math.max(1, registry.countUsers());
    long millis = settings.upkeep().toMillis() / users * passed;
    return jittered(
        Math.max(SHORTEST_PAUSE.toMillis(), Math.min(LONGEST_PAUSE.toMillis(), millis)));
  }

  private static Duration jittered(long millis) {
    return Duration.ofMillis((long) (millis * ThreadLocalRandom.current().nextDouble(0.5, 1.5)));
  }

  private void save(UpkeepRound now) {
    registry.table(UpkeepRound.TABLE).put(UpkeepRound.ID, now.write());
    savedNanos = System.nanoTime();
  }

  /** Called when no step is under way, nor will be. */
  @Override
  public void close() {
    UpkeepRound now = round;
    if (now != null) {
      if (registry.movedTo() == null) {
        save(now);
      }
      tasks.release(TaskLocks.UPKEEP);
    }
  }
}
