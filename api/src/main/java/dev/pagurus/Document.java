package dev.pagurus;

import java.time.Instant;

/**
 * A document as it was read or written.
 *
 * @param <T> what its body is read as
 * @param user whose it is
 * @param collection where it is
 * @param id its id within the collection
 * @param revision the user's revision that last wrote it, 1 or more
 * @param createdAt when it was created, UTC, in microseconds
 * @param updatedAt when it was last written, UTC, in microseconds
 * @param value its body
 */
public record Document<T>(
    String user,
    String collection,
    String id,
    long revision,
    Instant createdAt,
    Instant updatedAt,
    T value) {}
