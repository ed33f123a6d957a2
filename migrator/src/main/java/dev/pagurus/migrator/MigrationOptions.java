package dev.pagurus.migrator;

import dev.pagurus.document.Names;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * How a migration is to go about it. Immutable; each method answers a changed copy.
 *
 * @param threads how many users are moved at the same time, 1 to {@value #MAX_THREADS}; fewer where
 *     there are not 64 MiB of heap for each
 * @param maxBytes how many bytes of bodies may be on their way at once, at most an eighth of the
 *     heap; one document that is larger goes alone
 * @param maxRate how many bytes of bodies a second are moved at most, empty for no bound
 * @param users which users are moved, empty for all
 * @param collections which collections are moved, empty for all
 * @param merge what happens where a target that is not empty has the same address, empty to refuse
 *     such a target
 * @param quarantine the file that takes what is set aside, as JSON lines; empty for none
 * @param quarantineLimit how many records may be set aside before the run is ended
 * @param acceptQuarantine whether what an earlier run set aside is accepted
 * @param pauseFile a file that makes the move wait for as long as it is there, empty for none
 * @param differences how many differences are told
 */
public record MigrationOptions(
    int threads,
    long maxBytes,
    OptionalLong maxRate,
    SortedSet<String> users,
    SortedSet<String> collections,
    Optional<MergeRule> merge,
    Optional<Path> quarantine,
    long quarantineLimit,
    boolean acceptQuarantine,
    Optional<Path> pauseFile,
    int differences) {

  /** The most users that are moved at the same time. */
  public static final int MAX_THREADS = 64;

  /**
   * What holds if nothing is said: two threads, 16 MiB on their way, no filters, up to 1,000
   * records set aside, the first 100 differences told.
   */
  public static final MigrationOptions DEFAULT =
      new MigrationOptions(
          2,
          16L << 20,
          OptionalLong.empty(),
          Collections.emptySortedSet(),
          Collections.emptySortedSet(),
          Optional.empty(),
          Optional.empty(),
          1_000,
          false,
          Optional.empty(),
          100);

  /**
   * Checks and copies.
   *
   * @throws IllegalArgumentException if a number is out of bounds, or a name cannot be one
   */
  public MigrationOptions {
    if (threads < 1 || threads > MAX_THREADS) {
      throw new IllegalArgumentException(
          "threads are 1 to " + MAX_THREADS + ", and this says " + threads);
    }
    if (maxBytes < 1 || maxRate.orElse(1) < 1) {
      throw new IllegalArgumentException("a bound on bytes is 1 or more");
    }
    if (quarantineLimit < 0 || differences < 0) {
      throw new IllegalArgumentException("a limit is 0 or more");
    }
    users.forEach(Names::requireUser);
    collections.forEach(Names::requireCollection);
    users = Collections.unmodifiableSortedSet(new TreeSet<>(users));
    collections = Collections.unmodifiableSortedSet(new TreeSet<>(collections));
  }

  /** With so many users at the same time. */
  public MigrationOptions withThreads(int count) {
    return with(to -> to.threads = count);
  }

  /** With so many bytes of bodies on their way at once. */
  public MigrationOptions withMaxBytes(long bytes) {
    return with(to -> to.maxBytes = bytes);
  }

  /** With at most so many bytes of bodies a second. */
  public MigrationOptions withMaxRate(long bytesPerSecond) {
    return with(to -> to.maxRate = OptionalLong.of(bytesPerSecond));
  }

  /** Of these users only. */
  public MigrationOptions withUsers(Collection<String> names) {
    return with(to -> to.users = new TreeSet<>(names));
  }

  /** Of these collections only. */
  public MigrationOptions withCollections(Collection<String> names) {
    return with(to -> to.collections = new TreeSet<>(names));
  }

  /** Into a target that is not empty, by this rule. */
  public MigrationOptions withMerge(MergeRule rule) {
    return with(to -> to.merge = Optional.of(rule));
  }

  /** With a file that takes what is set aside, and how much that may be. */
  public MigrationOptions withQuarantine(Path file, long limit) {
    return with(
        to -> {
          to.quarantine = Optional.of(file);
          to.quarantineLimit = limit;
        });
  }

  /** With what an earlier run set aside accepted. */
  public MigrationOptions withQuarantineAccepted() {
    return with(to -> to.acceptQuarantine = true);
  }

  /** With a file that makes the move wait for as long as it is there. */
  public MigrationOptions withPauseFile(Path file) {
    return with(to -> to.pauseFile = Optional.of(file));
  }

  /** With so many differences told. */
  public MigrationOptions withDifferences(int count) {
    return with(to -> to.differences = count);
  }

  boolean movesUser(String user) {
    return users.isEmpty() || users.contains(user);
  }

  boolean movesCollection(String collection) {
    return collections.isEmpty() || collections.contains(collection);
  }

  private MigrationOptions with(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.done();
  }

  /** The same, to be changed. */
  private static final class Draft {

    private int threads;
    private long maxBytes;
    private OptionalLong maxRate;
    private SortedSet<String> users;
    private SortedSet<String> collections;
    private Optional<MergeRule> merge;
    private Optional<Path> quarantine;
    private long quarantineLimit;
    private boolean acceptQuarantine;
    private Optional<Path> pauseFile;
    private int differences;

    Draft(MigrationOptions from) {
      threads = from.threads;
      maxBytes = from.maxBytes;
      maxRate = from.maxRate;
      users = from.users;
      collections = from.collections;
      merge = from.merge;
      quarantine = from.quarantine;
      quarantineLimit = from.quarantineLimit;
      acceptQuarantine = from.acceptQuarantine;
      pauseFile = from.pauseFile;
      differences = from.differences;
    }

    MigrationOptions done() {
      return new MigrationOptions(
          threads,
          maxBytes,
          maxRate,
          users,
          collections,
          merge,
          quarantine,
          quarantineLimit,
          acceptQuarantine,
          pauseFile,
          differences);
    }
  }
}
