package dev.pagurus.migrator;

import dev.pagurus.spi.UserInfo;

/**
 * How large the pages of a user are: about a mebibyte by what its documents have on average, so
 * that a page is worth its commit and several are on their way within the budget.
 *
 * @param documents how many changes
 * @param bytes how many bytes they should have
 */
record PageSize(int documents, long bytes) {

  /** A page is full when its bodies have so many bytes. */
  static final long FULL_BYTES = 1L << 20;

  private static final int MAX_DOCUMENTS = 1_000;

  static PageSize of(UserInfo info) {
    long mean = Math.max(1, info.bytes() / Math.max(1, info.documents()));
    int documents = (int) Math.max(1, Math.min(MAX_DOCUMENTS, FULL_BYTES / mean));
    return new PageSize(documents, Math.min(info.bytes(), Math.max(mean * documents, mean)));
  }
}
