package dev.pagurus.file.index;

import dev.pagurus.spi.StoredDocument;
import java.time.Instant;

/** What is written to the index. */
public sealed interface IndexChange {

  /**
   * A document is there, in place of what was there before.
   *
   * @param user whose document
   * @param document as it is now
   */
  record Put(String user, StoredDocument document) implements IndexChange {}

  /**
   * A document was deleted, and the feed tells of it.
   *
   * @param key where it was
   * @param revision the user's revision that deleted it
   * @param at when, in whole microseconds
   */
  record Tombstone(DocKey key, long revision, Instant at) implements IndexChange {}

  /**
   * There is a document, and nobody can read it: finds say so rather than leave it out (DUR-4).
   *
   * @param key where it is
   */
  record Unreadable(DocKey key) implements IndexChange {}

  /**
   * Nothing is known of an address any more.
   *
   * @param key which
   */
  record Forget(DocKey key) implements IndexChange {}

  /**
   * The state of a user, in place of the one before.
   *
   * @param state as it is now
   */
  record User(UserState state) implements IndexChange {}

  /**
   * A user with all that is known of it goes. What follows in the same call stays.
   *
   * @param user which
   */
  record RemoveUser(String user) implements IndexChange {}
}
