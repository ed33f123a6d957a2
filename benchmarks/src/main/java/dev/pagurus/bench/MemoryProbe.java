package dev.pagurus.bench;

import dev.pagurus.cli.Main;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Runs the {@code pagurus} command and writes, as it ends, how much memory it has taken. */
final class MemoryProbe {

  private static final Path STATUS = Path.of("/proc/self/status");

  private MemoryProbe() {}

  /** The first argument is where to write; the others are the command line. */
  public static void main(String[] args) {
    Path file = Path.of(args[0]);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> write(file)));
    Main.main(Arrays.copyOfRange(args, 1, args.length));
  }

  private static void write(Path file) {
    try {
      Files.writeString(file, peakHeap() + " " + peakResident());
    } catch (IOException e) {
      System.err.println("cannot write " + file + ": " + e.getMessage());
    }
  }

  /** The sum of the peaks of the heap's parts: what was in use at one moment was not more. */
  static long peakHeap() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .map(MemoryPoolMXBean::getPeakUsage)
        .mapToLong(usage -> usage.getUsed())
        .sum();
  }

  /** Begins anew to look for peaks. */
  static void resetPeaks() {
    System.gc();
    ManagementFactory.getMemoryPoolMXBeans().forEach(MemoryPoolMXBean::resetPeakUsage);
  }

  /** The process's greatest resident size in bytes, 0 where no one tells. */
  static long peakResident() throws IOException {
    if (!Files.isReadable(STATUS)) {
      return 0;
    }
    return Files.readAllLines(STATUS).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
        .findFirst()
        .orElse(0);
  }
}
