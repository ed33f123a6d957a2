/**
 * {@code pagurus demo}: an application's life on real data, step by step.
 *
 * <p>The door is {@link dev.pagurus.cli.demo.Demo}, which tells the steps in order; {@code Life}
 * moves a store from shell to shell; {@code Stage} prints them.
 */
@NullMarked
package dev.pagurus.cli.demo;

import org.jspecify.annotations.NullMarked;
