/**
 * Keeps a store in one SQLite file.
 *
 * <p>The door is {@link dev.pagurus.sqlite.SqliteProvider}; it has {@code StoreFile} look at what
 * is there and makes a {@code SqliteBackend}. The file is described in {@code
 * docs/disk-format-sqlite.md}; {@code Schema} makes and upgrades it.
 *
 * <p>A put comes as a batch: {@code BatchWriter} makes the index entries, {@code GroupCommit}
 * queues it, and whoever leads has {@code Writer} open a {@code Transaction} in which each batch is
 * judged and written, then committed with all others that waited. A find goes to {@code Finds}: a
 * {@code Planner} has {@code Leads} choose an index and {@code LeadStatements} write the statements
 * ({@code Segment}), {@code LinkRows} reads them row by row on a connection of the {@code
 * ReaderPool}, and {@code DocumentReader} lets no damaged row pass.
 */
@NullMarked
package dev.pagurus.sqlite;

import org.jspecify.annotations.NullMarked;
