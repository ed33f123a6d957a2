package dev.pagurus.spi;

import dev.pagurus.document.Address;
import org.jspecify.annotations.Nullable;

/**
 * A damage that verify found or that repair mended.
 *
 * @param user whose, null if it is not about one user
 * @param address which document, null if it is not about one
 * @param problem what is wrong, and after a repair what was done
 */
public record Finding(@Nullable String user, @Nullable Address address, String problem) {}
