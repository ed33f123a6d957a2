package dev.pagurus.tck;

/** Hears how a run goes on. Called from the thread that runs the kit. */
public interface Listener {

  /** Hears nothing. */
  Listener NONE = new Listener() {};

  /**
   * A test begins.
   *
   * @param id the test
   * @param done how many tests were before it
   * @param total how many there are
   */
  default void started(String id, int done, int total) {}

  /**
   * A test has ended.
   *
   * @param result what became of it
   */
  default void finished(TestResult result) {}
}
