/**
 * Random programs, run on a backend and on the reference at once.
 *
 * <p>The door is {@link dev.pagurus.tck.model.Duel}: it takes programs of {@link
 * dev.pagurus.tck.model.Op}s from {@link dev.pagurus.tck.model.Programs}, plays them on both, and
 * where answers differ looks for the smallest program that shows it.
 */
@NullMarked
package dev.pagurus.tck.model;

import org.jspecify.annotations.NullMarked;
