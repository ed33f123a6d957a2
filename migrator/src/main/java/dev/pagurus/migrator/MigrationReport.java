package dev.pagurus.migrator;

import dev.pagurus.spi.CollectionDefinition;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a run, or a comparison alone, came to.
 *
 * @param source what the source is called
 * @param target what the target is called
 * @param outcome how it ended
 * @param startedAt when it began
 * @param elapsed how long it took
 * @param movedUsers users that something was brought of in this run
 * @param movedDocuments documents brought in this run
 * @param movedBytes bytes of their canonical bodies
 * @param removedUsers users removed at the target because the source has them no more
 * @param verifiedUsers users that were read to the end at both ends
 * @param verifiedDocuments documents that were read at both ends
 * @param sourceDigest what the documents of the source add up to, in hexadecimal; empty if the
 *     verification did not come to its end
 * @param targetDigest what those of the target add up to; the same if both hold the same
 * @param collections what was compared, by collection
 * @param indexes indexes that the target was told to declare
 * @param setAside records that could not be moved, the first of them
 * @param quarantined how many records could not be moved
 * @param differences the first differences
 * @param differing how many differences there are
 * @param times what the time of moving went into
 * @param message what an operator does next
 */
public record MigrationReport(
    String source,
    String target,
    Outcome outcome,
    Instant startedAt,
    Duration elapsed,
    long movedUsers,
    long movedDocuments,
    long movedBytes,
    long removedUsers,
    long verifiedUsers,
    long verifiedDocuments,
    Optional<String> sourceDigest,
    Optional<String> targetDigest,
    List<CollectionSum> collections,
    List<CollectionDefinition> indexes,
    List<SetAside> setAside,
    long quarantined,
    List<Difference> differences,
    long differing,
    WorkTimes times,
    String message) {

  /** Copies. */
  public MigrationReport {
    collections = List.copyOf(collections);
    indexes = List.copyOf(indexes);
    setAside = List.copyOf(setAside);
    differences = List.copyOf(differences);
  }

  /**
   * For people.
   *
   * @return Markdown
   */
  public String toMarkdown() {
    return ReportText.markdown(this);
  }

  /**
   * For programs.
   *
   * @return one JSON object
   */
  public String toJson() {
    return ReportText.json(this);
  }
}
