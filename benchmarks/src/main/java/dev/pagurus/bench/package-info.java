/** Measurements beside hand-written engines. */
@NullMarked
package dev.pagurus.bench;

import org.jspecify.annotations.NullMarked;
