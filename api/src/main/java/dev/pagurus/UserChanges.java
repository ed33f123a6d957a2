package dev.pagurus;

import dev.pagurus.spi.Changes;
import java.util.Optional;

/**
 * A page of one user's feed, as {@link Store#changesAcrossUsers} tells it.
 *
 * @param user whose
 * @param changes the page; empty if the user could not be read
 * @param failure why it could not be read; empty if it could
 */
public record UserChanges(
    String user, Optional<Changes> changes, Optional<StoreException> failure) {}
