package dev.pagurus.spi;

import java.time.Instant;

/**
 * A user that was deleted and can be had back.
 *
 * @param user its name
 * @param deletedAt when it was deleted
 * @param until up to when it is kept
 * @param revision its revision when it was deleted
 * @param documents how many documents it had
 * @param bytes how many bytes their canonical bodies had together
 */
public record DeletedUser(
    String user, Instant deletedAt, Instant until, long revision, long documents, long bytes) {}
