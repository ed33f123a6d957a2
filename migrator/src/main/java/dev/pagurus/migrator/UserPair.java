package dev.pagurus.migrator;

import dev.pagurus.spi.UserInfo;
import org.jspecify.annotations.Nullable;

/**
 * A user as both ends list it.
 *
 * @param name its name
 * @param source what the source knows, null if it is not there
 * @param target what the target knows, null if it is not there
 */
record UserPair(String name, @Nullable UserInfo source, @Nullable UserInfo target) {}
