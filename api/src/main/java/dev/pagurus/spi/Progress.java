package dev.pagurus.spi;

/**
 * Hears how far a long task has come. Called from the thread that does the work; must be quick and
 * must not throw.
 */
@FunctionalInterface
public interface Progress {

  /** Hears nothing. */
  Progress NONE = (done, total) -> {};

  /**
   * The task has come this far.
   *
   * @param done how many units (documents unless the task says otherwise) are done
   * @param total how many there are, or -1 if that is not known
   */
  void at(long done, long total);
}
