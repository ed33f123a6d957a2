package dev.pagurus.migrator;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Counts what was done. Safe for many threads. */
final class Gauge {

  final LongAdder users = new LongAdder();
  final LongAdder documents = new LongAdder();
  final LongAdder bytes = new LongAdder();
  final LongAdder verifiedUsers = new LongAdder();
  final LongAdder verifiedDocuments = new LongAdder();
  final AtomicLong quarantined = new AtomicLong();
  final LongAdder movedUsers = new LongAdder();
  final LongAdder movedDocuments = new LongAdder();
  final LongAdder movedBytes = new LongAdder();
  final LongAdder removedUsers = new LongAdder();
  final LongAdder readNanos = new LongAdder();
  final LongAdder writeNanos = new LongAdder();
  final LongAdder heldNanos = new LongAdder();

  private final Gate gate;
  private final Instant startedAt = Instant.now().truncatedTo(ChronoUnit.MICROS);
  private final long start = System.nanoTime();
  private volatile Phase phase = Phase.LOOKING;
  private volatile long totalUsers;
  private volatile long totalDocuments;
  private volatile long totalBytes;
  private volatile @Nullable Instant lastCheckpoint;

  Gauge(Gate gate) {
    this.gate = gate;
  }

  void enter(Phase next) {
    phase = next;
  }

  void total(long ofUsers, long ofDocuments, long ofBytes) {
    totalUsers = ofUsers;
    totalDocuments = ofDocuments;
    totalBytes = ofBytes;
  }

  void checkpoint() {
    lastCheckpoint = Instant.now();
  }

  Instant startedAt() {
    return startedAt;
  }

  Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  WorkTimes times() {
    return new WorkTimes(
        Duration.ofNanos(readNanos.sum()),
        Duration.ofNanos(writeNanos.sum()),
        Duration.ofNanos(heldNanos.sum()));
  }

  MigrationProgress progress() {
    return new MigrationProgress(
        phase,
        users.sum(),
        totalUsers,
        documents.sum(),
        totalDocuments,
        bytes.sum(),
        totalBytes,
        verifiedUsers.sum(),
        verifiedDocuments.sum(),
        quarantined.get(),
        Optional.ofNullable(lastCheckpoint),
        elapsed(),
        times(),
        gate.isPaused());
  }
}
