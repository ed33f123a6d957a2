package dev.pagurus;

import tools.jackson.databind.node.ObjectNode;

/**
 * Reads and writes of one user that happen as if alone (BATCH-4). Every read is of the state the
 * transaction began with, which is the state of its first read; its writes are gathered and
 * committed together at the end, if the user has not moved since.
 *
 * <p>Its own writes are not seen by its reads, and an address can be written once. To be used only
 * inside the function it was given to, by that function's thread.
 */
public interface Transaction {

  /**
   * A collection of JSON objects inside the transaction.
   *
   * @param name {@code [a-z][a-z0-9_-]{0,62}}
   * @return the collection
   * @throws StoreException INVALID if the name is not allowed
   */
  TransactionCollection<ObjectNode> collection(String name);

  /**
   * A typed collection inside the transaction.
   *
   * @param <T> a record or class that Jackson can map
   * @param name {@code [a-z][a-z0-9_-]{0,62}}
   * @param type what bodies are read as
   * @return the collection
   * @throws StoreException INVALID if the name is not allowed
   */
  <T> TransactionCollection<T> collection(String name, Class<T> type);
}
