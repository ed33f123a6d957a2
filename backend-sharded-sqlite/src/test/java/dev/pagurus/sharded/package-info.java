/** Tests of what is special about SQLite; the contract itself is the kit's to test. */
@NullMarked
package dev.pagurus.sharded;

import org.jspecify.annotations.NullMarked;
