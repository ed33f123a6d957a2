package dev.pagurus.file;

/**
 * There is no index to ask: it is being made from the files. Whoever needs it waits and asks again.
 */
final class UnindexedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  UnindexedException() {
    super("the index is being made", null, false, false);
  }
}
