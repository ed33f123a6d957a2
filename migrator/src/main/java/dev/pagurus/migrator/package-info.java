/**
 * The mover: from any store into any other, through the SPI alone. The door is {@link
 * dev.pagurus.migrator.Migration}.
 */
@NullMarked
package dev.pagurus.migrator;

import org.jspecify.annotations.NullMarked;
