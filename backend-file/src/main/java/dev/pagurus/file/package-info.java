/**
 * The file shell: every document a file that a person can read and edit, a journal that makes
 * commits durable at once, and an index that is derived and may be thrown away.
 *
 * <p>The door is {@link dev.pagurus.file.FileProvider}; {@code Opening} puts a store together. A
 * put goes to {@code FileBackend.commit}, queues up in {@code Commits}, whose leader lets {@code
 * Planner} judge it and {@code Journal} make it durable, and publishes it; then the caller's own
 * thread writes its files, {@code RecordWriter} by {@code Records} and {@code Places}. What is
 * committed stays in an {@code Overlay} until {@code Checkpoints} brings it to the index; {@code
 * Generation} is where readers look, {@code Snapshot} one state of a user. {@code Gets} reads
 * files, {@code Finds} and {@code Feed} overlay and index as one. {@code Recovery} takes in the
 * journal after a crash.
 *
 * <p>What lies where on disk: {@code docs/disk-format-file.md}.
 */
@NullMarked
package dev.pagurus.file;

import org.jspecify.annotations.NullMarked;
