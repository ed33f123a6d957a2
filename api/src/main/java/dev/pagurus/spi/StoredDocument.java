package dev.pagurus.spi;

import dev.pagurus.document.Address;
import dev.pagurus.document.Body;
import java.time.Instant;

/**
 * A document as it is stored (REV-2).
 *
 * @param address where it lives within its user
 * @param revision the user's revision that last wrote it, 1 or more
 * @param createdAt when it was created, in whole microseconds UTC
 * @param updatedAt when it was last written, in whole microseconds UTC; never before {@code
 *     createdAt}
 * @param body what it holds
 */
public record StoredDocument(
    Address address, long revision, Instant createdAt, Instant updatedAt, Body body) {}
