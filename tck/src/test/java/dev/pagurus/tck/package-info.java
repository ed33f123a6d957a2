/** The kit tried on itself: the reference passes, and what is broken on purpose is found out. */
@NullMarked
package dev.pagurus.tck;

import org.jspecify.annotations.NullMarked;
