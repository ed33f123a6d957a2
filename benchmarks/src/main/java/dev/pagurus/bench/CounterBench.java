package dev.pagurus.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What explains the times: statements, fsyncs, writes, reads, locks and opened files. */
@Command(
    name = "counters",
    mixinStandardHelpOptions = true,
    description = "Counts statements and, where strace is there, system calls for each call.")
final class CounterBench implements Runnable {

  @Mixin private final BenchOptions options = new BenchOptions();

  @Option(
      names = "--shell",
      defaultValue = "SQLITE",
      description = "Which: ${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}).")
  private Shell shell = Shell.SQLITE;

  @Option(
      names = "--records",
      paramLabel = "N",
      defaultValue = "10000",
      description = "How many documents (${DEFAULT-VALUE}).")
  private int records;

  @Override
  public void run() {
    List<String> courses =
        options.courses(shell).stream()
            .filter(course -> !course.name().equals("open-killed"))
            .map(Course::name)
            .toList();
    Records set = options.records(records);
    StringBuilder out = new StringBuilder();
    out.append("- Records: ").append(set.description()).append(".\n");
    out.append("- For each call; for `import`, `scan`, `export` and `verify` for each document.\n");
    for (Engine engine : options.sides(shell.engines())) {
      BenchOptions.tell(engine.name());
      out.append("\n**").append(engine.name()).append("**: ").append(engine.description());
      out.append("\n\n").append(table(count(engine, set, courses)));
    }
    options.publish(shell == Shell.SQLITE ? "counters" : "counters-file", out.toString());
  }

  private Map<String, Map<String, Double>> count(Engine engine, Records set, List<String> courses) {
    Map<String, Map<String, Double>> counts = new LinkedHashMap<>();
    if (shell == Shell.SQLITE) {
      options.inDirectory(
          place ->
              Statements.count(CounterChild.class, arguments(place, engine, set, courses))
                  .forEach((course, more) -> counts.put(course, new LinkedHashMap<>(more))));
    }
    if (SystemCalls.canCount()) {
      options.inDirectory(
          place -> {
            List<String> command =
                Children.java(
                    CounterChild.class, List.of(), arguments(place, engine, set, courses));
            SystemCalls.count(command, place.resolve("strace.log"))
                .forEach(
                    (course, more) ->
                        counts.computeIfAbsent(course, c -> new LinkedHashMap<>()).putAll(more));
          });
    }
    return counts;
  }

  private static String[] arguments(Path place, Engine engine, Records set, List<String> courses) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                engine.key(),
                place.resolve("store").toString(),
                set.source(),
                String.valueOf(set.count())));
    arguments.addAll(courses);
    return arguments.toArray(String[]::new);
  }

  private String table(Map<String, Map<String, Double>> counts) {
    List<String> kinds = new ArrayList<>(shell == Shell.SQLITE ? Statements.KINDS : List.of());
    if (SystemCalls.canCount()) {
      kinds.addAll(SystemCalls.KINDS.keySet());
    }
    StringBuilder table = new StringBuilder("| path |");
    kinds.forEach(kind -> table.append(' ').append(kind).append(" |"));
    table.append("\n|---|").append("---:|".repeat(kinds.size())).append('\n');
    counts.forEach(
        (course, ofCourse) -> {
          StringJoiner row = new StringJoiner(" | ", "| ", " |\n").add(course);
          kinds.forEach(kind -> row.add(number(ofCourse.getOrDefault(kind, 0.0))));
          table.append(row);
        });
    return table.toString();
  }

  private static String number(double count) {
    String text = String.format(Locale.ROOT, count < 0.1 ? "%.3f" : "%.2f", count);
    return text.replaceAll("\\.?0+$", "");
  }
}
