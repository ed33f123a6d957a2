package dev.pagurus.spi;

import dev.pagurus.document.Body;
import java.time.Duration;
import java.util.List;

/** The settings that every store has, whatever its backend. */
public final class StandardSettings {

  /** What an acknowledged commit outlives (DUR-1, DUR-2). Kept by the backend. */
  public static final Setting DURABILITY =
      Setting.choice(
          "durability",
          "commit",
          List.of("commit", "relaxed"),
          "commit: an acknowledged commit outlives kill -9 and power loss; relaxed: power loss may take the newest");

  /** How long deletions stay in the feed (FEED-3). Kept by the backend. */
  public static final Setting FEED_RETENTION =
      Setting.duration(
          "feed-retention", Duration.ofDays(30), "how long deletions stay in the feed");

  /** The most canonical bytes of a body (DOC-1). Kept by the shared layer. */
  public static final Setting MAX_DOCUMENT_BYTES =
      Setting.bytes(
          "max-document-bytes",
          Body.DEFAULT_MAX_BYTES,
          "the largest document, at most 8MiB unless raised");

  /**
   * Whether a find or count that no declared index serves is refused (QUERY-7). Kept by the shared
   * layer, which judges by what is declared and not by a backend's plan.
   */
  public static final Setting REFUSE_SCANS =
      Setting.flag(
          "refuse-scans",
          false,
          "refuse a find or count that no declared index serves, naming the index to declare");

  /**
   * How often a transaction or an update is tried before it ends in a conflict (BATCH-4). Kept by
   * the shared layer.
   */
  public static final Setting TRANSACTION_ATTEMPTS =
      Setting.count(
          "transaction-attempts",
          20,
          "how often a transaction is tried before it ends in a conflict");

  /**
   * How many users are read at the same time for finds and counts across users (QUERY-8), over all
   * calls together. Kept by the shared layer.
   */
  public static final Setting USERS_AT_ONCE =
      Setting.count(
          "users-at-once",
          4,
          "how many users are read at the same time for finds and counts across users");

  /** All of them. */
  public static final List<Setting> ALL =
      List.of(
          DURABILITY,
          FEED_RETENTION,
          MAX_DOCUMENT_BYTES,
          REFUSE_SCANS,
          TRANSACTION_ATTEMPTS,
          USERS_AT_ONCE);

  private StandardSettings() {}

  /**
   * The durability a store is set to.
   *
   * @param settings the settings it is opened with
   * @return the durability
   */
  public static Durability durability(Settings settings) {
    return settings.text(DURABILITY).equals("relaxed") ? Durability.RELAXED : Durability.COMMIT;
  }
}
