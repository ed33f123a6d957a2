package dev.pagurus.tck.model;

import java.util.List;

/**
 * One step of a program. Its text form is what a person reads when a program shows a difference.
 */
interface Op {

  /**
   * Does it.
   *
   * @param ground where
   * @return the answer, such that two stores that keep the contract answer the same; never throws
   *     for an error of the store
   */
  String play(Ground ground);

  /** The rules that are in doubt if the answers differ. */
  List<String> rules();

  /** The same with a little less of it, for shrinking; smallest steps last. */
  default List<Op> simpler() {
    return List.of();
  }
}
