/**
 * The sharded shell: a registry that knows every user, and one small SQLite file for each, which
 * {@code dev.pagurus.sqlite} serves.
 *
 * <p>The door is {@link dev.pagurus.sharded.ShardedProvider}; it has {@code Place} look at what is
 * there, and {@code StoreParts} puts a store together. {@code Registry} has a row for each user,
 * {@code Heading} tells what the store is, {@code UserLayout} and {@code Volumes} where users'
 * files lie. Files are described in {@code docs/disk-format-sharded-sqlite.md}.
 *
 * <p>A put or a get goes to {@code ShardedBackend}, which leases the user's file from {@code
 * OpenUsers}. If {@code UserSlots} has it open, the file serves at once. Else {@code UserFiles}
 * opens it: {@code UserLocks} tell other processes, {@code UserMaker} makes it of the {@code
 * Template} if need be, and {@code Declarations} bring it up to the declared indexes. Before the
 * first put the user's row becomes hot ({@code OpenUser}); when the file is closed, to make room,
 * {@code CoolingUsers} have the registry know what is in it now. A find across users asks the
 * registry who can have what is looked for, and then those users' files.
 *
 * <p>Of users as a whole: {@code UserMover} and {@code Relayout} move them, {@code UserCopies} copy
 * and rename, {@code DeletedUsers} keep what was deleted. {@code IndexBuilder} declares an index
 * for all, {@code Upkeep} sees to all in the background, {@code ShardedMaintenance} does what an
 * operator asks for.
 */
@NullMarked
package dev.pagurus.sharded;

import org.jspecify.annotations.NullMarked;
