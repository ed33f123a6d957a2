package dev.pagurus;

import dev.pagurus.query.Query;
import java.util.List;
import java.util.Optional;

/**
 * A collection inside a {@link Transaction}: reads are of the state the transaction began with,
 * writes are gathered for its commit. What a write demands (that a document is absent, present or
 * at a revision) is checked by that commit.
 *
 * @param <T> what bodies are read as
 */
public interface TransactionCollection<T> {

  /**
   * Reads a document.
   *
   * @param id its id
   * @return the document, empty if there is none
   */
  Optional<Document<T>> get(String id);

  /**
   * Reads many documents.
   *
   * @param ids up to 1,000 ids
   * @return one for each id, in that order, empty where there is none
   */
  List<Optional<Document<T>>> get(List<String> ids);

  /**
   * Finds documents.
   *
   * @param query which, in which order and how many
   * @return all that the query finds, up to its limit
   */
  List<Document<T>> find(Query query);

  /**
   * Counts what a query finds.
   *
   * @param query which
   * @return 0 or more
   */
  long count(Query query);

  /**
   * Creates a document under a new id.
   *
   * @param value its body
   * @return the new id
   */
  String create(T value);

  /**
   * Creates a document; the commit fails with EXISTS if there is one.
   *
   * @param id its id
   * @param value its body
   */
  void create(String id, T value);

  /**
   * Writes a document, there or not.
   *
   * @param id its id
   * @param value its body
   */
  void put(String id, T value);

  /**
   * Writes over a document; the commit fails with CONFLICT if there is none.
   *
   * @param id its id
   * @param value its body
   */
  void replace(String id, T value);

  /**
   * Deletes a document if it is there.
   *
   * @param id its id
   */
  void delete(String id);
}
