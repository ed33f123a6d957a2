package dev.pagurus.spi;

/**
 * The answer of a count.
 *
 * @param count how many documents
 * @param revision the user's revision that the answer is as of
 */
public record Counted(long count, long revision) {}
