/**
 * Takes lines of JSON into a store, in constant memory.
 *
 * <p>The door is {@link dev.pagurus.cli.load.Importer}. One thread reads lines ({@code
 * LineReader}), parses them ({@link dev.pagurus.cli.load.Format}) and gathers them by user ({@code
 * OpenBatches}); others commit full batches ({@code Committers}). {@code Budget} bounds what is
 * held between them, and what cannot be taken goes to {@link dev.pagurus.cli.load.Rejects}.
 */
@NullMarked
package dev.pagurus.cli.load;

import org.jspecify.annotations.NullMarked;
