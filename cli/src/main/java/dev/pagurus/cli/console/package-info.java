/**
 * How the command talks: results on standard output, everything else on standard error, both UTF-8
 * whatever the locale.
 *
 * <p>The door is {@link dev.pagurus.cli.console.Console}. Results go through its {@link
 * dev.pagurus.cli.console.Output}, for people as a {@link dev.pagurus.cli.console.Table}; a {@link
 * dev.pagurus.cli.console.Meter} shows how far a long task has come.
 */
@NullMarked
package dev.pagurus.cli.console;

import org.jspecify.annotations.NullMarked;
