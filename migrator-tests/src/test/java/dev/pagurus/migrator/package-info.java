/** The mover between all pairs of shells. */
@NullMarked
package dev.pagurus.migrator;

import org.jspecify.annotations.NullMarked;
