package dev.pagurus.migrator;

import dev.pagurus.spi.Backend;
import dev.pagurus.spi.UserInfo;
import java.util.List;
import java.util.Set;

/** Takes back what a migration that is not done brought into a target. */
final class Abort {

  private static final int PAGE = 500;

  private final Backend target;
  private final Gate gate;

  Abort(Backend target, Gate gate) {
    this.target = target;
    this.gate = gate;
  }

  /**
   * Removes users, and last what tells of the migration, so that it can be gone on with after a
   * crash.
   *
   * @return how many users were removed
   */
  long run() {
    if (Control.read(target) == null) {
      throw Control.conflict(
          "no migration into the target is under way: there is nothing to abort, and nothing was"
              + " changed");
    }
    Set<String> before = Control.usersBefore(target);
    long removed = 0;
    String after = null;
    List<UserInfo> page;
    do {
      page = target.users(after, PAGE);
      for (UserInfo info : page) {
        gate.pass();
        after = info.user();
        if (!Control.isUser(after) && !before.contains(after) && target.deleteUser(after)) {
          removed++;
        }
      }
    } while (page.size() == PAGE);
    Control.remove(target);
    return removed;
  }
}
