package dev.pagurus.migrator;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How far a migration has come. Totals are what the source tells of itself; they may grow while an
 * application writes to it.
 *
 * @param phase what it is busy with
 * @param users users that are over, as far as they were looked at
 * @param totalUsers users to be moved
 * @param documents documents at the target
 * @param totalDocuments documents to be moved
 * @param bytes bytes of their canonical bodies at the target
 * @param totalBytes bytes of bodies to be moved
 * @param verifiedUsers users that were read at both ends and compared
 * @param verifiedDocuments documents that were read at both ends and compared
 * @param quarantined records set aside so far
 * @param lastCheckpoint when something was last made durable at the target, empty if nothing was
 * @param elapsed time since this run began
 * @param times what the time went into
 * @param paused whether it waits to be told to go on
 */
public record MigrationProgress(
    Phase phase,
    long users,
    long totalUsers,
    long documents,
    long totalDocuments,
    long bytes,
    long totalBytes,
    long verifiedUsers,
    long verifiedDocuments,
    long quarantined,
    Optional<Instant> lastCheckpoint,
    Duration elapsed,
    WorkTimes times,
    boolean paused) {}
