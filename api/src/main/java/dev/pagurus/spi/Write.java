package dev.pagurus.spi;

import dev.pagurus.document.Address;
import dev.pagurus.document.Body;

/** One write of a batch. */
public sealed interface Write {

  /**
   * Where it writes.
   *
   * @return the address
   */
  Address address();

  /**
   * What must be true there.
   *
   * @return the condition, {@link Condition#NONE} if any state will do
   */
  Condition condition();

  /**
   * Writes a document, there or not.
   *
   * @param address where
   * @param body what it will hold
   * @param condition what must be true there
   */
  record Put(Address address, Body body, Condition condition) implements Write {}

  /**
   * Deletes a document. What is not there is no error unless the condition asks for it; nothing
   * happens then.
   *
   * @param address where
   * @param condition what must be true there
   */
  record Delete(Address address, Condition condition) implements Write {}
}
