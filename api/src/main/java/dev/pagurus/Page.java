package dev.pagurus;

import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * A page of an answer, from one state of the user (or, across users, from one state of each).
 *
 * @param <T> what bodies are read as
 * @param documents the documents, in the order asked for
 * @param cursor where the next page begins; empty if there is nothing more
 * @param damaged the errors of damaged documents that would have had to be looked at; the rest of
 *     the answer is whole without them (DUR-4). Across users also those of users that could not be
 *     read, which name no document
 */
public record Page<T>(
    List<Document<T>> documents, Optional<String> cursor, List<StoreException> damaged)
    implements Iterable<Document<T>> {

  /** Copies. */
  public Page {
    documents = List.copyOf(documents);
    damaged = List.copyOf(damaged);
  }

  @Override
  public Iterator<Document<T>> iterator() {
    return documents.iterator();
  }

  /**
   * How many documents the page has.
   *
   * @return 0 or more
   */
  public int size() {
    return documents.size();
  }
}
