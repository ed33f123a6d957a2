package dev.pagurus.sharded;

import java.util.HashSet;
import java.util.Set;

/**
 * What only one at a time does of all that have the store open, in this process and others: each
 * task has a byte beyond those of {@link UserLocks}, and who has locked it alone does the task. If
 * its process dies, another may.
 */
final class TaskLocks {

  /** To see to all users in the background: {@link Upkeep}. */
  static final long UPKEEP = UserLocks.AFTER_USERS;

  /** To build a declared index for all users: {@link IndexBuilder}. */
  static final long BUILDING = UPKEEP + 1;

  /** To verify all users and keep an account of it: {@link Verification}. */
  static final long VERIFYING = UPKEEP + 2;

  private final ByteLocks bytes;

  /** What this store has taken up; another of this process may have taken up others. */
  private final Set<Long> tasks = new HashSet<>();

  TaskLocks(ByteLocks bytes) {
    this.bytes = bytes;
  }

  /**
   * Takes up a task.
   *
   * @return whether it is this store's to do now, or was already
   */
  synchronized boolean tryAlone(long task) {
    if (!tasks.contains(task) && bytes.tryAlone(task)) {
      tasks.add(task);
    }
    return tasks.contains(task);
  }

  /** Gives a task back, if this store has it. */
  synchronized void release(long task) {
    if (tasks.remove(task)) {
      bytes.release(task);
    }
  }
}
