/**
 * The dependency rules of the house as tests. {@link dev.pagurus.architecture.Room} is the plan:
 * who lives where and may use what; {@link dev.pagurus.architecture.HouseRules} turns it into
 * rules; {@code HouseRulesTest} holds the real code to them, and {@code SeededViolationTest} shows
 * for each rule a violation that it catches.
 */
@NullMarked
package dev.pagurus.architecture;

import org.jspecify.annotations.NullMarked;
