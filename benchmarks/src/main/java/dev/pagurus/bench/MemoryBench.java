package dev.pagurus.bench;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

/** The streaming commands on a large store in a small heap: each in a process of its own. */
@Command(
    name = "memory",
    mixinStandardHelpOptions = true,
    description = "Runs the streaming commands in a small heap and prints what they took.")
final class MemoryBench implements Runnable {

  private static final String EVERYONE = "--all-users";

  @Mixin private final BenchOptions options = new BenchOptions();

  @Option(
      names = "--shell",
      defaultValue = "SQLITE",
      description = "Which: ${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}).")
  private Shell shell = Shell.SQLITE;

  @Option(
      names = "--records",
      paramLabel = "N",
      description = "How many documents; with --data, its lines as they are if this is not given.")
  private @Nullable Integer records;

  @Option(
      names = "--label",
      defaultValue = "memory",
      description = "The name of the report's place in a document (${DEFAULT-VALUE}).")
  private String label = "";

  @Option(names = "--small", description = "Documents without padding.")
  private boolean small;

  @Option(
      names = "--heap",
      paramLabel = "SIZE",
      defaultValue = "64m",
      description = "The heap of each command (${DEFAULT-VALUE}).")
  private String heap = "";

  @Option(
      names = "--query",
      defaultValue = "location.lat > 60 order by name limit 20",
      description = "What is found without an index (${DEFAULT-VALUE}).")
  private String query = "";

  @Option(
      names = "--user-field",
      defaultValue = "country",
      description = "The member that names the user (${DEFAULT-VALUE}).")
  private String userField = "";

  private final List<String> rows = new ArrayList<>();

  @Override
  public void run() {
    options.inDirectory(this::run);
    String head =
        String.format(
            Locale.ROOT,
            "Heap: -Xmx%s, serial collector; JDK %s. Peak heap is the sum of the peaks of its parts.%n%n"
                + "| command | exit code | seconds | peak heap, MB | peak resident, MB |%n"
                + "|---|---|---:|---:|---:|%n",
            heap,
            Runtime.version());
    options.publish(label, head + String.join("\n", rows) + "\n");
  }

  private void run(Path place) {
    Path input = input(place);
    String store = shell.locator(place, "store");
    String copy = shell.locator(place, "copy");
    Path exported = place.resolve("export.out");
    command(
        place,
        "import",
        List.of(
            store,
            input.toString(),
            "--collection",
            "places",
            "--user-field",
            userField,
            "--id-field",
            "id"));
    command(place, "index", List.of(store, "places", "--value", "name", "--text", "name"));
    long counted = number(command(place, "count", List.of(store, EVERYONE, "places")));
    command(place, "find", List.of(store, EVERYONE, "places", query));
    Path printed = command(place, "export", List.of(store));
    move(printed, exported);
    requireWhole(counted, exported);
    command(place, "verify", List.of(store));
    command(place, "import", List.of(copy, exported.toString(), "--native"));
    command(
        place,
        "backup",
        List.of(store, place.resolve(shell == Shell.SQLITE ? "backup.db" : "backup").toString()));
    command(place, "compact", List.of(store));
  }

  /** The file to import. */
  private Path input(Path place) {
    Path given = options.data();
    if (given != null && records == null) {
      return given;
    }
    Records set = options.records(records == null ? 171_075 : records);
    Records all = small ? set.unpadded() : set;
    Path file = place.resolve("input.jsonl");
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
      for (int i = 0; i < all.count(); i++) {
        Sample sample = all.get(i);
        sample.document().put("id", sample.id());
        out.write(JsonMapper.shared().writeValueAsBytes(sample.document()));
        out.write('\n');
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file;
  }

  /** Runs a command; answers where its output is. */
  private Path command(Path place, String name, List<String> args) {
    Path output = place.resolve("output");
    Path figures = place.resolve("figures");
    List<String> all = new ArrayList<>(List.of(figures.toString(), name, "--quiet"));
    all.addAll(args);
    BenchOptions.tell(name);
    try {
      Files.deleteIfExists(figures);
      long start = System.nanoTime();
      Process process =
          new ProcessBuilder(
                  Children.java(
                      MemoryProbe.class, List.of("-Xmx" + heap), all.toArray(String[]::new)))
              .redirectOutput(output.toFile())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      int code = process.waitFor();
      double seconds = (System.nanoTime() - start) / 1e9;
      rows.add(row(name, args, code, seconds, figures));
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return output;
  }

  private static String row(String name, List<String> args, int code, double seconds, Path figures)
      throws IOException {
    String[] peaks =
        Files.exists(figures) ? Files.readString(figures).split(" ") : new String[] {"0", "0"};
    boolean isNative = args.contains("--native");
    return String.format(
        Locale.ROOT,
        "| %s | %d | %.1f | %.1f | %.0f |",
        name + (isNative ? " --native" : ""),
        code,
        seconds,
        Long.parseLong(peaks[0]) / 1048576.0,
        Long.parseLong(peaks[1]) / 1048576.0);
  }

  private static void move(Path from, Path to) {
    try {
      Files.move(from, to);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long number(Path output) {
    try {
      return Long.parseLong(Files.readString(output).strip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A command that ends well but has lost something is no good figure. */
  private static void requireWhole(long counted, Path exported) {
    try (Stream<String> lines = Files.lines(exported, StandardCharsets.UTF_8)) {
      long written = lines.count();
      BenchOptions.tell(written + " documents");
      if (written != counted) {
        throw new IllegalStateException(counted + " counted, " + written + " exported");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
