package dev.pagurus.file;

import dev.pagurus.spi.BackendException;
import java.util.List;

/** What one caller wants of the next commit. */
@FunctionalInterface
interface Judging {

  /**
   * Judges it, and adds what is to be done. May be called again after all that it added was taken
   * back.
   *
   * @param planner knows the newest state, planned commits included
   * @param planned takes what is to be done; it is done also if the rest is refused
   * @throws BackendException if it is refused
   */
  void judge(Planner planner, List<Planned> planned);
}
