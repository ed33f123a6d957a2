/**
 * What a rule test stands on: a fresh store, a clock that obeys, seeded chance, and ways to expect
 * an error.
 *
 * <p>The door is {@link dev.pagurus.tck.stage.TestStore}; a test method takes one and carries
 * {@link dev.pagurus.tck.stage.Rule}.
 */
@NullMarked
package dev.pagurus.tck.stage;

import org.jspecify.annotations.NullMarked;
