/**
 * The kit that proves a backend right or names the rule that it breaks.
 *
 * <p>The door is {@link dev.pagurus.tck.ContractKit}, from which the author of a backend derives
 * one test class, and {@link dev.pagurus.tck.Kit}, which runs the same without JUnit's launcher.
 * Both say what to try with a {@link dev.pagurus.tck.Target} and end in a {@link
 * dev.pagurus.tck.Report}.
 *
 * <p>A run: {@code Run} takes the tests that {@code TestCase} found in the groups, one after the
 * other, each on a fresh store; {@code Judge} compares what came of them with the {@code Manifest}
 * of rules and the waivers.
 */
@NullMarked
package dev.pagurus.tck;

import org.jspecify.annotations.NullMarked;
