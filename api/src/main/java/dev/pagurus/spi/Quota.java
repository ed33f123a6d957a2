package dev.pagurus.spi;

import java.util.OptionalLong;

/**
 * How much a user may have. A commit that would leave more documents or bytes than that, and more
 * than there were, is refused as a whole; one that deletes or shrinks always passes, also when
 * there is too much already. Replays and restores are not judged.
 *
 * @param documents how many documents, as {@link UserInfo#documents} counts them; empty for any
 *     number
 * @param bytes how many bytes of canonical bodies, as {@link UserInfo#bytes} counts them; empty for
 *     any number
 */
public record Quota(OptionalLong documents, OptionalLong bytes) {

  /** No bound. */
  public static final Quota NONE = new Quota(OptionalLong.empty(), OptionalLong.empty());

  /** Checks. */
  public Quota {
    if (documents.orElse(0) < 0 || bytes.orElse(0) < 0) {
      throw new IllegalArgumentException("a quota is 0 or more");
    }
  }

  /**
   * A bound on documents, beside what there is on bytes.
   *
   * @param most 0 or more
   * @return the quota
   */
  public Quota withDocuments(long most) {
    return new Quota(OptionalLong.of(most), bytes);
  }

  /**
   * A bound on bytes, beside what there is on documents.
   *
   * @param most 0 or more
   * @return the quota
   */
  public Quota withBytes(long most) {
    return new Quota(documents, OptionalLong.of(most));
  }

  /**
   * How much a user has.
   *
   * @param documents how many documents
   * @param bytes how many bytes of canonical bodies
   */
  public record Usage(long documents, long bytes) {}

  /**
   * Judges a commit, within the transaction that makes it.
   *
   * @param before what the user has
   * @param after what it would have
   * @throws BackendException FULL if that is too much
   */
  public void judge(Usage before, Usage after) {
    judge("documents", documents, before.documents(), after.documents());
    judge("bytes", bytes, before.bytes(), after.bytes());
  }

  private static void judge(String what, OptionalLong most, long before, long after) {
    if (most.isPresent() && after > most.getAsLong() && after > before) {
      throw new BackendException(
          ErrorCode.FULL,
          "the user's quota of "
              + what
              + " is "
              + most.getAsLong()
              + "; it has "
              + before
              + ", and this would make it "
              + after
              + "; nothing was changed: delete something, or have the quota raised");
    }
  }
}
