package dev.pagurus.cli;

import dev.pagurus.cli.console.Console;
import dev.pagurus.cli.console.Meter;
import dev.pagurus.cli.console.Spans;
import dev.pagurus.cli.demo.Demo;
import dev.pagurus.spi.OpenRequest.Mode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows an application's life. */
@Command(
    name = "demo",
    header = "Show an application's whole life on real data, in some seconds.",
    description = {
      "Imports 5,000 places of the world (GeoNames, CC BY 4.0), indexes and finds them, shows a",
      "conflict, a transaction and the feed, verifies and copies; then the life of a store, which",
      "moves from files into one SQLite file and from there into one for each user. With BACKEND,",
      "the first part on that kind of store. In a directory of its own, removed at the end."
    },
    footer = {"  pagurus demo", "  pagurus demo --keep", "  pagurus demo memory"})
final class DemoCommand extends BaseCommand {

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "BACKEND",
      description =
          "The kind of store, as locators begin. Default: sqlite, and the life of a store.")
  private @Nullable String backend;

  @Option(names = "--keep", description = "Leave the directory, to try more.")
  private boolean keep;

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description = "Use this directory, empty or not there yet; it is left.")
  private @Nullable Path dir;

  DemoCommand(Console console) {
    super(console);
  }

  @Override
  int run() throws IOException, InterruptedException {
    Path directory = directory();
    String name = backend == null ? "sqlite" : backend.replaceFirst(":$", "");
    try (Meter meter = new Meter(console(), "demo", "steps")) {
      console()
          .out()
          .line("Pagurus keeps JSON documents in the shell that fits. See what life with it is");
      console().out().line("like, on places from geonames.org (CC BY 4.0), in the directory");
      console().out().line("  " + directory);
      console()
          .out()
          .line("Each step shows the command, as typed there, or the Java that does the same.");
      Demo demo =
          new Demo(console(), each -> Stores.open(each, Mode.OPEN_OR_CREATE), name, directory);
      boolean sound = demo.play() && (backend != null || demo.playLife());
      console().out().line("");
      console().out().line("That was all, in " + Spans.text(meter.elapsed()) + ".");
      if (keep || dir != null) {
        console()
            .out()
            .line("It is left in " + directory + ". Try there: pagurus stats " + name + ":places");
      }
      return sound ? ExitCode.DONE : ExitCode.NOT_WHOLE;
    } finally {
      if (!keep && dir == null) {
        remove(directory);
      }
    }
  }

  private Path directory() throws IOException {
    if (dir == null) {
      return Files.createTempDirectory("pagurus-demo-");
    }
    Path made = Files.createDirectories(dir);
    try (Stream<Path> entries = Files.list(made)) {
      if (entries.findAny().isPresent()) {
        throw new Failure(ExitCode.WRONG_USE, made + " is not empty: name another directory");
      }
    }
    return made;
  }

  private static void remove(Path directory) throws IOException {
    List<Path> entries;
    try (Stream<Path> walk = Files.walk(directory)) {
      entries = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path entry : entries) {
      Files.deleteIfExists(entry);
    }
  }
}
