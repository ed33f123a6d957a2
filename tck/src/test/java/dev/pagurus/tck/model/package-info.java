/** The random programs tried on themselves. */
@NullMarked
package dev.pagurus.tck.model;

import org.jspecify.annotations.NullMarked;
