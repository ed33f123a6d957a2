package dev.pagurus.sharded;

import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.ObjectName;

/** How many files this process may have open. */
final class Descriptors {

  /** A writer and two readers, each with the file and its log, and the log's index. */
  private static final int PER_USER = 7;

  private static final int MOST_USERS = 512;
  private static final int FEWEST_USERS = 8;

  private Descriptors() {}

  /** Half of what the process may have, so that the application keeps its share. */
  static int usersToOpen() {
    long users = mostFiles() / 2 / PER_USER;
    return (int) Math.max(FEWEST_USERS, Math.min(MOST_USERS, users));
  }

  /** As the system tells; where it tells nothing, as Windows, it has no such bound. */
  private static long mostFiles() {
    try {
      Object most =
          ManagementFactory.getPlatformMBeanServer()
              .getAttribute(
                  new ObjectName(ManagementFactory.OPERATING_SYSTEM_MXBEAN_NAME),
                  "MaxFileDescriptorCount");
      return most instanceof Long number ? number : Long.MAX_VALUE;
    } catch (JMException e) {
      return Long.MAX_VALUE;
    }
  }
}
