/**
 * The sharded shell: a registry that knows every user, and one small SQLite file for each, which
 * {@code dev.pagurus.sqlite} serves.
 */
@NullMarked
package dev.pagurus.sharded;

import org.jspecify.annotations.NullMarked;
