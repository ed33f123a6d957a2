package dev.pagurus.sharded;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** How many files this process may have open. */
final class Descriptors {

  /** A writer and two readers, each with the file and its log, and the log's index. */
  private static final int PER_USER = 7;

  private static final int MOST_USERS = 512;
  private static final int FEWEST_USERS = 8;

  private Descriptors() {}

  /** Half of what the process may have, so that the application keeps its share. */
  static int usersToOpen() {
    if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix) {
      long users = unix.getMaxFileDescriptorCount() / 2 / PER_USER;
      return (int) Math.max(FEWEST_USERS, Math.min(MOST_USERS, users));
    }
    return MOST_USERS;
  }
}
