package dev.pagurus;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.tomlj.TomlPosition;

/** Everything that is wrong with a configuration, to be told at once. */
final class ConfigProblems {

  private static final int MOST_TOLD = 20;

  /** Problems of the environment have no position and come last. */
  private record Problem(int line, int column, String text) {}

  private static final Comparator<Problem> ORDER =
      Comparator.comparingInt(Problem::line)
          .thenComparingInt(Problem::column)
          .thenComparing(Problem::text);

  private final String file;
  private final List<Problem> problems = new ArrayList<>();

  ConfigProblems(String file) {
    this.file = file;
  }

  /** A problem in the file; the position is null for the file as a whole. */
  void at(@Nullable TomlPosition position, String what) {
    int line = position == null ? 1 : position.line();
    int column = position == null ? 1 : position.column();
    problems.add(new Problem(line, column, file + ":" + line + ":" + column + ": " + what));
  }

  void inVariable(String name, String what) {
    problems.add(
        new Problem(Integer.MAX_VALUE, 0, "the environment variable " + name + ": " + what));
  }

  /** Answers null after a problem in the file. */
  <T> @Nullable T tryAt(@Nullable TomlPosition position, Supplier<T> step) {
    return attempt(step, what -> at(position, what));
  }

  /** Answers null after a problem, which it tells. */
  static <T> @Nullable T attempt(Supplier<T> step, Consumer<String> problem) {
    try {
      return step.get();
    } catch (StoreException e) {
      // Without the operation: it is the reading of this file, and said once.
      Throwable cause = e.getCause();
      problem.accept(String.valueOf((cause == null ? e : cause).getMessage()));
    } catch (IllegalArgumentException e) {
      problem.accept(String.valueOf(e.getMessage()));
    }
    return null;
  }

  void throwIfAny() {
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(tell());
    }
  }

  private String tell() {
    problems.sort(ORDER);
    if (problems.size() == 1) {
      return problems.get(0).text();
    }
    String told =
        problems.stream()
            .limit(MOST_TOLD)
            .map(problem -> "\n  " + problem.text())
            .collect(Collectors.joining());
    int more = problems.size() - MOST_TOLD;
    return problems.size() + " problems" + told + (more > 0 ? "\n  and " + more + " more" : "");
  }
}
