package dev.pagurus.migrator;

import dev.pagurus.spi.ErrorCode;
import dev.pagurus.spi.Finding;
import dev.pagurus.spi.Progress;
import java.util.function.Consumer;

/**
 * Has the source take in what people changed in its files: gets serve that at once, collections and
 * the feed, which a move reads, not before. Other sources have nothing to take in.
 */
final class HandEdits {

  private static final System.Logger LOG = System.getLogger(HandEdits.class.getName());

  private HandEdits() {}

  static void takeIn(Ends ends) {
    Consumer<Finding> hearer =
        finding -> LOG.log(System.Logger.Level.DEBUG, "cannot be taken in: {0}", finding);
    try {
      ends.read("", source -> source.maintenance().reindex(hearer, Progress.NONE));
    } catch (EndFailure e) {
      if (e.failure().code() != ErrorCode.MOVED) {
        throw e; // nobody writes to a sealed store, and nothing is taken in
      }
    }
  }
}
