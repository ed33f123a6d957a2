package dev.pagurus.tck.model;

/** Somebody who plays a program on a store and can be killed in between. */
public interface Contestant extends AutoCloseable {

  /**
   * Plays a step.
   *
   * @param order what to tell the {@link Player}
   * @return what it answered: a line
   */
  String play(String order);

  /** Dies without a farewell, and begins anew on the same store. */
  void crash();

  @Override
  void close();
}
