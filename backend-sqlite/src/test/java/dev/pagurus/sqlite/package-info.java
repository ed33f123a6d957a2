/** Tests of what is special about SQLite; the contract itself is the kit's to test. */
@NullMarked
package dev.pagurus.sqlite;

import org.jspecify.annotations.NullMarked;
