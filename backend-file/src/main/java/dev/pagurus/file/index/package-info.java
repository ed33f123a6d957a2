/**
 * Finds documents: a Lucene index that is derived from the files and can be built anew from them.
 *
 * <p>The door is {@link dev.pagurus.file.index.SearchIndex}, which one thread at a time writes to.
 * What it holds at one moment is a {@link dev.pagurus.file.index.View}, which any number of threads
 * read. A document comes in through {@link dev.pagurus.file.index.DocumentFields}; a find goes
 * through {@link dev.pagurus.file.index.IndexPlanner} and comes out as {@link
 * dev.pagurus.file.index.Entries}.
 */
@NullMarked
package dev.pagurus.file.index;

import org.jspecify.annotations.NullMarked;
