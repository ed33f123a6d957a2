/**
 * The {@code pagurus} command.
 *
 * <p>{@link dev.pagurus.cli.Main} starts it, {@code CommandTree} finds the command asked for, and
 * each command is one class. What they share: {@code Stores} opens, {@code Listing} prints
 * documents, {@code Errors} turns what goes wrong into a message and one of the {@code ExitCode}s.
 */
@NullMarked
package dev.pagurus.cli;

import org.jspecify.annotations.NullMarked;
