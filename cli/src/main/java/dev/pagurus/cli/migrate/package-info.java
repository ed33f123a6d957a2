/**
 * {@code pagurus migrate}: what shows while a store is moved, and how an application is switched to
 * the store that it was moved to.
 *
 * <p>{@link dev.pagurus.cli.migrate.MigrationMeter} tells how far a move has come, with the rates
 * of {@code SmoothRate}; {@link dev.pagurus.cli.migrate.PlanText} is a plan for people. {@link
 * dev.pagurus.cli.migrate.Switch} seals the source and has a {@link
 * dev.pagurus.cli.migrate.ConfigFile} name the target, and takes that back.
 */
@NullMarked
package dev.pagurus.cli.migrate;

import org.jspecify.annotations.NullMarked;
