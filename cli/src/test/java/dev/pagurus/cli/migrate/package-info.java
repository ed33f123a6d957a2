/** Tests of what a move shows, and of the switch. */
@NullMarked
package dev.pagurus.cli.migrate;

import org.jspecify.annotations.NullMarked;
