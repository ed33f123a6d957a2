/** What is measured does what it says. */
@NullMarked
package dev.pagurus.bench;

import org.jspecify.annotations.NullMarked;
