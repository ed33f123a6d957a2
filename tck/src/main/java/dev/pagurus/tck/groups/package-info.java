/**
 * The tests, in groups of rules.
 *
 * <p>The door is {@link dev.pagurus.tck.groups.Group}, the list of all groups: a line for each. A
 * group is one or more plain classes; a test is a method that takes a {@link
 * dev.pagurus.tck.stage.TestStore} and carries {@link dev.pagurus.tck.stage.Rule}. Every test gets
 * a new object of its class and a fresh store.
 */
@NullMarked
package dev.pagurus.tck.groups;

import org.jspecify.annotations.NullMarked;
