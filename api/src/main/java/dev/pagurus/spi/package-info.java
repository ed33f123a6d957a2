/**
 * What the author of a backend implements.
 *
 * <p>The door is {@link dev.pagurus.spi.BackendProvider}, which opens a {@link
 * dev.pagurus.spi.Backend}. A put comes in as a {@link dev.pagurus.spi.Batch} and goes out as a
 * {@link dev.pagurus.spi.Commit}; a find comes in as a {@link dev.pagurus.spi.FindRequest} and goes
 * out as {@link dev.pagurus.spi.Found}: rows, and what is left to do to them. Errors are {@link
 * dev.pagurus.spi.BackendException}s with one of the codes of {@link dev.pagurus.spi.ErrorCode}.
 */
@NullMarked
package dev.pagurus.spi;

import org.jspecify.annotations.NullMarked;
