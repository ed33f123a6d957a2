package dev.pagurus.migrator;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/**
 * How many more files a file system takes: the free inodes, of which Java tells nothing, as {@code
 * df} prints them.
 */
final class FreeFiles {

  private static final System.Logger LOG = System.getLogger(FreeFiles.class.getName());
  private static final long SECONDS = 5;

  private FreeFiles() {}

  /** Empty where there is no such command, or the file system makes inodes as it needs them. */
  static OptionalLong in(Path folder) {
    ProcessBuilder df =
        new ProcessBuilder("df", "-Pi", folder.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    df.environment().put("LC_ALL", "C");
    try {
      Process process = df.start();
      try {
        process.getOutputStream().close();
        if (!process.waitFor(SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
          return OptionalLong.empty(); // as of a network that does not answer
        }
        String printed =
            new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return of(printed.lines().toList());
      } finally {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "nobody tells the free inodes", e);
      return OptionalLong.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return OptionalLong.empty();
    }
  }

  /** Reads two lines, of which the first names the columns: {@code IFree}, and {@code IUsed}. */
  static OptionalLong of(List<String> lines) {
    if (lines.size() != 2) {
      return OptionalLong.empty();
    }
    List<String> names = Arrays.asList(lines.get(0).toLowerCase(Locale.ROOT).split(" +"));
    String[] values = lines.get(1).split(" +");
    long free = number(values, names.indexOf("ifree"));
    long used = number(values, names.indexOf("iused"));
    return free < 0 || used < 0 || free + used == 0 ? OptionalLong.empty() : OptionalLong.of(free);
  }

  /** -1 if there is none. */
  private static long number(String[] values, int at) {
    return at >= 0 && at < values.length && values[at].matches("[0-9]{1,18}")
        ? Long.parseLong(values[at])
        : -1;
  }
}
