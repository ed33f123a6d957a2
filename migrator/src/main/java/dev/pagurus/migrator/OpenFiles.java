package dev.pagurus.migrator;

import java.lang.management.ManagementFactory;
import java.util.OptionalLong;
import javax.management.JMException;
import javax.management.ObjectName;

/** How many files this process may open beside those that it has open. */
final class OpenFiles {

  private OpenFiles() {}

  /** Empty where the system tells nothing, as Windows, which has no such bound. */
  static OptionalLong left() {
    long most = count("MaxFileDescriptorCount");
    long open = count("OpenFileDescriptorCount");
    return most < 0 || open < 0 ? OptionalLong.empty() : OptionalLong.of(most - open);
  }

  /** -1 if nobody tells. */
  private static long count(String attribute) {
    try {
      Object count =
          ManagementFactory.getPlatformMBeanServer()
              .getAttribute(
                  new ObjectName(ManagementFactory.OPERATING_SYSTEM_MXBEAN_NAME), attribute);
      return count instanceof Long number ? number : -1;
    } catch (JMException e) {
      return -1;
    }
  }
}
