package dev.pagurus.tck;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * How the kit runs.
 *
 * @param only ids of groups ({@code QUERY}) or tests ({@code QUERY.sortsById}) to run; empty for
 *     all. A run of a part cannot claim conformance
 * @param seed what random documents and programs are made from; the same seed makes the same ones
 * @param scale how many times the quick amount of random programs, kills and threads' work to do, 1
 *     or more
 * @param directory where tests make their stores; empty for one below the system's directory for
 *     temporary files, removed at the end
 * @param patience after how long a test that does not end is given up as hanging; not a demand on
 *     speed
 */
public record Options(
    List<String> only, long seed, int scale, Optional<Path> directory, Duration patience) {

  /** The scale of {@code -Dpagurus.soak=true}. */
  public static final int SOAK = 25;

  private static final long BUILD_SEED = 1;

  private static final Duration PATIENCE = Duration.ofMinutes(10);

  /** From ten times the quick amount on; a hundred times may well take a quarter of an hour. */
  private static final Duration LONG_PATIENCE = Duration.ofHours(1);

  /** Checks and copies. */
  public Options {
    only = List.copyOf(only);
    if (scale < 1) {
      throw new IllegalArgumentException("the scale is " + scale + ", and must be 1 or more");
    }
  }

  /**
   * Everything once, quickly, from a new seed.
   *
   * @return the options
   */
  public static Options quick() {
    // Small enough to be typed again.
    long seed = new SplittableRandom().nextInt(1, 1_000_000_000);
    return new Options(List.of(), seed, 1, Optional.empty(), PATIENCE);
  }

  /**
   * What system properties ask for: {@code pagurus.tck.only} (ids with commas between), {@code
   * pagurus.tck.seed} (a number, or {@code random}), {@code pagurus.tck.scale}, {@code
   * pagurus.soak} (true for a scale of {@value #SOAK} and a new seed each time).
   *
   * @return the options; where nothing is asked for, everything once, quickly, and from the same
   *     seed each time, so that a build tells of the change that was made and not of luck
   */
  public static Options ofSystemProperties() {
    String only = System.getProperty("pagurus.tck.only", "");
    String seed = System.getProperty("pagurus.tck.seed", "");
    String scale = System.getProperty("pagurus.tck.scale", "");
    boolean soak = Boolean.getBoolean("pagurus.soak");
    Options options = soak ? quick().scale(SOAK) : quick().seed(BUILD_SEED);
    if (!only.isBlank()) {
      options = options.only(Arrays.stream(only.split(",")).map(String::trim).toList());
    }
    if (seed.trim().equals("random")) {
      options = options.seed(quick().seed());
    } else if (!seed.isBlank()) {
      options = options.seed(Long.parseLong(seed.trim()));
    }
    return scale.isBlank() ? options : options.scale(Integer.parseInt(scale.trim()));
  }

  /**
   * Runs a part.
   *
   * @param ids groups, in any case, or tests
   * @return the changed options
   */
  public Options only(List<String> ids) {
    List<String> upper =
        ids.stream()
            .map(
                id -> {
                  int dot = id.indexOf('.');
                  return dot < 0
                      ? id.toUpperCase(Locale.ROOT)
                      : id.substring(0, dot).toUpperCase(Locale.ROOT) + id.substring(dot);
                })
            .toList();
    return new Options(upper, seed, scale, directory, patience);
  }

  /**
   * Sets the seed.
   *
   * @param value any number
   * @return the changed options
   */
  public Options seed(long value) {
    return new Options(only, value, scale, directory, patience);
  }

  /**
   * Sets the scale, and the patience that fits it: ten minutes for each test, an hour from a scale
   * of 10 on.
   *
   * @param times 1 or more
   * @return the changed options
   */
  public Options scale(int times) {
    return new Options(only, seed, times, directory, times < 10 ? PATIENCE : LONG_PATIENCE);
  }

  /**
   * Sets where stores are made; they stay there for a person to look at.
   *
   * @param path a directory, made if need be
   * @return the changed options
   */
  public Options directory(Path path) {
    return new Options(only, seed, scale, Optional.of(path), patience);
  }

  /**
   * Sets how long to wait for a test that does not end.
   *
   * @param longest a time span
   * @return the changed options
   */
  public Options patience(Duration longest) {
    return new Options(only, seed, scale, directory, longest);
  }
}
