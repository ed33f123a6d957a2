/**
 * Child processes: stores opened by another JVM, which may be killed.
 *
 * <p>The door is {@link dev.pagurus.tck.process.Child}, which starts one; what it does there is in
 * {@link dev.pagurus.tck.process.ChildMain}.
 */
@NullMarked
package dev.pagurus.tck.process;

import org.jspecify.annotations.NullMarked;
