/**
 * A backend on disk for the kit's own tests: the reference in memory, with every commit appended to
 * a file and read back at opening. It can be opened with flaws that only a kill, a second process
 * or a damaged file brings to light.
 */
@NullMarked
package dev.pagurus.tck.journal;

import org.jspecify.annotations.NullMarked;
