package dev.pagurus.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Counts the system calls of a process between its marks, with strace. */
final class SystemCalls {

  /** What is counted, and the calls that are. */
  static final Map<String, List<String>> KINDS = kinds();

  /** {@code 4711 pwrite64(12, ...}; a call that was interrupted by another is resumed later. */
  private static final Pattern CALL = Pattern.compile("^\\d+ +(\\w+)\\((.*)");

  private static final Pattern MARK =
      Pattern.compile(Pattern.quote(CounterChild.MARK) + "(begin|end)/([^/]+)/(\\d+)");

  private SystemCalls() {}

  private static Map<String, List<String>> kinds() {
    Map<String, List<String>> kinds = new LinkedHashMap<>();
    kinds.put("fsyncs", List.of("fsync", "fdatasync"));
    kinds.put("writes", List.of("pwrite64"));
    kinds.put("reads", List.of("pread64"));
    kinds.put("locks", List.of("fcntl"));
    kinds.put("opened files", List.of("openat", "open"));
    return kinds;
  }

  static boolean canCount() {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, "strace")));
  }

  /**
   * Runs a process and counts.
   *
   * @return for each course and kind how many there were for each unit
   */
  static Map<String, Map<String, Double>> count(List<String> command, Path log) {
    List<String> traced =
        new ArrayList<>(
            List.of(
                "strace",
                "-f",
                "-qq",
                "-o",
                log.toString(),
                "-e",
                "signal=none",
                "-e",
                "trace=fsync,fdatasync,pwrite64,pread64,fcntl,open,openat,access,faccessat,faccessat2"));
    traced.addAll(command);
    try {
      Process process = new ProcessBuilder(traced).inheritIO().start();
      int code = process.waitFor();
      if (code != 0) {
        throw new IllegalStateException("the process under strace ended with " + code);
      }
      try (Stream<String> lines = Files.lines(log, StandardCharsets.ISO_8859_1)) {
        return count(lines);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Reads what strace wrote. */
  static Map<String, Map<String, Double>> count(Stream<String> lines) {
    Map<String, Map<String, Double>> counts = new LinkedHashMap<>();
    Map<String, Integer> current = new TreeMap<>();
    lines.forEach(
        line -> {
          Matcher call = CALL.matcher(line);
          Matcher mark = MARK.matcher(line);
          if (mark.find()) {
            if (mark.group(1).equals("end")) {
              counts.put(mark.group(2), perUnit(current, Long.parseLong(mark.group(3))));
            }
            current.clear();
          } else if (call.find()) {
            current.merge(call.group(1), 1, Integer::sum);
          }
        });
    return counts;
  }

  private static Map<String, Double> perUnit(Map<String, Integer> calls, long units) {
    Map<String, Double> counts = new LinkedHashMap<>();
    KINDS.forEach(
        (kind, names) -> {
          int sum = names.stream().mapToInt(name -> calls.getOrDefault(name, 0)).sum();
          counts.put(kind, (double) sum / units);
        });
    return counts;
  }
}
