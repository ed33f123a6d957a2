package dev.pagurus.spi;

import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What an operator does with an open store. Everything here may run while the store serves.
 *
 * <p>One user's backup and restore is not here: the shared layer does it for every backend, from
 * {@link Backend#changes} and {@link Backend#replay}.
 */
public interface Maintenance {

  /**
   * Checks everything that is stored: that the engine finds itself sound, that every document is
   * what was written, and that documents, indexes, feed and counts agree (DUR-4). Changes nothing,
   * but that an account of it may be kept for {@link #resumeVerify}.
   *
   * @param findings hears of every damage, as it is found
   * @param progress hears of documents checked
   * @return how many documents were checked
   */
  long verify(Consumer<Finding> findings, Progress progress);

  /**
   * Goes on with a {@link #verify} that was cut short, by whatever process, and tells again what
   * that one had found. If none was cut short, or the backend keeps no account of it, as by
   * default, everything is checked.
   *
   * @param findings hears of every damage, also of those found before
   * @param progress hears of documents checked, also of those checked before
   * @return how many documents were checked, those checked before included
   */
  default long resumeVerify(Consumer<Finding> findings, Progress progress) {
    return verify(findings, progress);
  }

  /**
   * Makes the store whole again: sets damaged documents aside for a person to read, and builds anew
   * what is derived.
   *
   * @param quarantine a directory that takes one file for each document set aside; made if need be
   * @param findings hears of everything that was set aside or mended, and of what could not be
   * @param progress hears of documents checked
   * @throws BackendException CORRUPT when all is done that can be, and a part of the store, such as
   *     a user's file, could not be mended
   */
  void repair(Path quarantine, Consumer<Finding> findings, Progress progress);

  /**
   * Takes in what was changed behind the store's back, where a backend allows that, and builds anew
   * what is derived and wrong. Damaged documents are told and left alone. By default there is
   * nothing to do: no backend but one whose files people may edit is ever changed behind its back.
   *
   * @param findings hears of everything that cannot be taken in
   * @param progress hears of documents checked
   * @return how many documents were changed
   */
  default long reindex(Consumer<Finding> findings, Progress progress) {
    return 0;
  }

  /**
   * Takes in what was changed behind the store's back, as {@link #reindex} does, as far as that
   * shows without reading everything: before somebody reads all collections and feeds, as one does
   * who moves the store. By default this is reindexing.
   *
   * @param findings hears of changes that cannot be taken in
   * @param progress hears of documents looked at
   * @return how many documents were changed
   */
  default long takeIn(Consumer<Finding> findings, Progress progress) {
    return reindex(findings, progress);
  }

  /**
   * Deepens the folders that users' data lie in, user by user, while the store serves. What is cut
   * short goes on when it is asked for again.
   *
   * @param fanOut how many digits each level of folders takes, such as {@code 2/2}
   * @param findings hears of users that could not be moved; the others are
   * @param progress hears of users
   * @throws BackendException INVALID if this backend has no such folders, as by default, or they
   *     cannot be so
   */
  default void relayout(String fanOut, Consumer<Finding> findings, Progress progress) {
    throw new BackendException(
        ErrorCode.INVALID, "a store of this kind has no folders that could be laid out anew");
  }

  /**
   * Moves a user's data to another volume, while the store serves.
   *
   * @param user who
   * @param volume the name of a volume of the store
   * @return whether there is such a user
   * @throws BackendException INVALID if this backend has no volumes, as by default, or not this
   *     one; UNAVAILABLE if it is away; BUSY if somebody has the user's data open for too long;
   *     FULL
   */
  default boolean place(String user, String volume) {
    throw new BackendException(ErrorCode.INVALID, "a store of this kind has no volumes");
  }

  /**
   * Moves everybody from a volume to another, user by user, while the store serves. What is cut
   * short goes on when it is asked for again.
   *
   * @param from the name of a volume of the store
   * @param to the name of another
   * @param findings hears of users that could not be moved; the others are
   * @param progress hears of users
   * @throws BackendException as {@link #place} does
   */
  default void drain(String from, String to, Consumer<Finding> findings, Progress progress) {
    throw new BackendException(ErrorCode.INVALID, "a store of this kind has no volumes");
  }

  /**
   * Forgets deletions older than the store's feed retention (FEED-3) and gives back room.
   *
   * @param progress hears of units of the engine's own
   */
  void compact(Progress progress);

  /**
   * Figures for people and dashboards, such as sizes in bytes; names end in their unit.
   *
   * @return names and figures, in the order in which to show them
   */
  Map<String, Long> statistics();

  /**
   * Copies the store as it is at one moment, while it serves. The copy is a store of the same kind
   * that can be opened or be given to {@link BackendProvider#restore}.
   *
   * @param target where, an absolute path; must not exist
   * @param progress hears of units of the engine's own
   */
  void backup(Path target, Progress progress);
}
