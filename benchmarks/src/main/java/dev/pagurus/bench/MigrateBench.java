package dev.pagurus.bench;

import dev.pagurus.Store;
import dev.pagurus.document.Address;
import dev.pagurus.document.Body;
import dev.pagurus.migrator.End;
import dev.pagurus.migrator.Migration;
import dev.pagurus.migrator.MigrationOptions;
import dev.pagurus.migrator.MigrationReport;
import dev.pagurus.migrator.Outcome;
import dev.pagurus.migrator.Phase;
import dev.pagurus.spi.Batch;
import dev.pagurus.spi.Condition;
import dev.pagurus.spi.Write;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The mover between all pairs of shells, beside what the engines can. */
@Command(
    name = "migrate",
    mixinStandardHelpOptions = true,
    description =
        "Measures moves between shells beside raw reading and writing, overlapped; --only takes"
            + " pairs such as file-sqlite.")
final class MigrateBench implements Runnable {

  private static final List<String> SHELLS = List.of("file", "sqlite", "sharded-sqlite");
  private static final int BATCH = 1_000;

  @Mixin private final BenchOptions options = new BenchOptions();

  @Option(
      names = "--records",
      paramLabel = "N",
      defaultValue = "20000",
      description = "How many documents there are (${DEFAULT-VALUE}).")
  private int count;

  @Option(
      names = "--users",
      paramLabel = "N",
      defaultValue = "20",
      description = "How many users they belong to (${DEFAULT-VALUE}).")
  private int users;

  @Option(names = "--small", description = "Documents without padding.")
  private boolean small;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "3",
      description = "How many laps of each side count (${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--warm-up",
      paramLabel = "N",
      defaultValue = "1",
      description = "How many laps come before those that count (${DEFAULT-VALUE}).")
  private int warmUp;

  @Option(
      names = "--brief",
      description = "Leaves out raw reading and raw writing alone, which take long for many users.")
  private boolean brief;

  private final StringBuilder rows = new StringBuilder();

  /** Seconds that a round took for each thing that is measured. */
  private record Round(
      double read, double write, double overlapped, double moved, double verified) {}

  @Override
  public void run() {
    Records records = small ? options.records(count).unpadded() : options.records(count);
    options.inDirectory(
        place -> {
          for (String from : SHELLS) {
            List<String> targets =
                SHELLS.stream().filter(to -> options.wants(from + "-" + to)).toList();
            if (!targets.isEmpty()) {
              Path source = place.resolve("source");
              fill(from, source, records);
              targets.forEach(to -> pair(from, to, source, place.resolve("target")));
              delete(source);
            }
          }
        });
    options.publish(
        "migrate",
        String.format(
                Locale.ROOT,
                "- %s, of %,d users, with indexes over five members and the words of a title.%n"
                    + "- Machine: %s, %s.%n"
                    + "- Documents a second; medians of %d rounds. The ratio is that of the mover to"
                    + " raw reading and writing overlapped, in the same round: the median and the"
                    + " quartiles.%n%n"
                    + "| from - to | raw read | raw write | overlapped | mover | mover / overlapped"
                    + " | with verification | ratio |%n"
                    + "|---|---:|---:|---:|---:|---|---:|---|%n",
                records.description(),
                users,
                Report.machine(Shell.SQLITE),
                Shell.FILE.version(),
                rounds)
            + rows);
  }

  private String user(int index) {
    return String.format(Locale.ROOT, "user-%06d", index % users);
  }

  private static String locator(String shell, Path directory) {
    return shell + ":" + directory.resolve(shell.equals("sqlite") ? "ours.db" : "ours");
  }

  /** Makes the same source twice, ours and by hand. */
  private void fill(String shell, Path directory, Records records) {
    BenchOptions.tell("filling " + shell);
    try (RawEnd raw = RawEnd.open(shell, directory.resolve("raw"));
        Store ours = Store.open(locator(shell, directory))) {
      ours.indexes(Records.COLLECTION)
          .value("ward")
          .value("population")
          .value("elevation")
          .value("opened")
          .value("kind", "population")
          .text("title");
      for (int user = 0; user < Math.min(users, count); user++) {
        List<Sample> batch = new ArrayList<>();
        for (int i = user; i < count; i += users) {
          batch.add(records.get(i));
          if (batch.size() == BATCH || i + users >= count) {
            write(user(user), batch, raw, ours);
            batch.clear();
          }
        }
      }
    }
  }

  private static void write(String user, List<Sample> batch, RawEnd raw, Store ours) {
    List<Body> bodies = batch.stream().map(sample -> Body.of(sample.document())).toList();
    raw.write(user, List.copyOf(batch), bodies.stream().map(Body::bytes).toList());
    List<Write> writes = new ArrayList<>();
    for (int i = 0; i < batch.size(); i++) {
      Address address = new Address(Records.COLLECTION, batch.get(i).id());
      writes.add(new Write.Put(address, bodies.get(i), Condition.NONE));
    }
    ours.backend().commit(user, Batch.of(writes.toArray(Write[]::new)));
  }

  private void pair(String from, String to, Path source, Path target) {
    List<Round> all = new ArrayList<>();
    for (int round = -warmUp; round < rounds; round++) {
      Round measured = round(from, to, source, target);
      if (round >= 0) {
        all.add(measured);
      }
    }
    Figures.Spread moved =
        Figures.Spread.of(all.stream().mapToDouble(one -> one.overlapped / one.moved));
    Figures.Spread verified =
        Figures.Spread.of(all.stream().mapToDouble(one -> one.overlapped / one.verified));
    String row =
        String.format(
            Locale.ROOT,
            "| %s - %s | %s | %s | %,.0f | %,.0f | %s | %,.0f | %s |%n",
            from,
            to,
            brief ? "-" : String.format(Locale.ROOT, "%,.0f", rate(all.stream().map(Round::read))),
            brief ? "-" : String.format(Locale.ROOT, "%,.0f", rate(all.stream().map(Round::write))),
            rate(all.stream().map(Round::overlapped)),
            rate(all.stream().map(Round::moved)),
            spread(moved),
            rate(all.stream().map(Round::verified)),
            spread(verified));
    BenchOptions.tell(row.strip());
    rows.append(row);
  }

  private static String spread(Figures.Spread of) {
    return String.format(Locale.ROOT, "%.2f (%.2f..%.2f)", of.median(), of.low(), of.high());
  }

  private double rate(Stream<Double> seconds) {
    return Figures.Spread.of(seconds.mapToDouble(one -> count / one)).median();
  }

  /** Ours between the parts of raw, each with its ends opened and closed. */
  private Round round(String from, String to, Path source, Path target) {
    Path raw = source.resolve("raw");
    double overlapped =
        seconds(
            target,
            () -> {
              try (RawEnd one = RawEnd.open(from, raw);
                  RawEnd other = RawEnd.open(to, target)) {
                require(RawMove.overlapped(one, other));
              }
            });
    AtomicLong moving = new AtomicLong();
    double verified = seconds(target, () -> moving.set(move(from, to, source, target)));
    if (brief) {
      return new Round(Double.NaN, Double.NaN, overlapped, moving.get() / 1e9, verified);
    }
    double read =
        seconds(
            target,
            () -> {
              try (RawEnd one = RawEnd.open(from, raw)) {
                require(RawMove.read(one));
              }
            });
    return new Round(
        read, writing(from, to, raw, target), overlapped, moving.get() / 1e9, verified);
  }

  private static double writing(String from, String to, Path raw, Path target) {
    delete(target);
    try (RawEnd one = RawEnd.open(from, raw)) {
      RawEnd other = RawEnd.open(to, target);
      long nanos = RawMove.write(one, other);
      long closing = System.nanoTime();
      other.close();
      return (nanos + System.nanoTime() - closing) / 1e9;
    }
  }

  private static double seconds(Path target, Runnable work) {
    delete(target);
    System.gc();
    long start = System.nanoTime();
    work.run();
    return (System.nanoTime() - start) / 1e9;
  }

  /** Moves and verifies; answers the nanoseconds until it verified. */
  private long move(String from, String to, Path source, Path target) {
    try {
      Files.createDirectories(target);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    long start = System.nanoTime();
    AtomicLong moved = new AtomicLong();
    MigrationReport report =
        Migration.of(
                End.at(locator(from, source)),
                End.at(locator(to, target)),
                MigrationOptions.DEFAULT)
            .run(
                progress -> {
                  if (progress.phase() == Phase.VERIFYING) {
                    moved.compareAndSet(0, System.nanoTime() - start);
                  }
                });
    if (report.outcome() != Outcome.DONE) {
      throw new IllegalStateException(report.toMarkdown());
    }
    require(report.movedDocuments());
    return moved.get();
  }

  private void require(long documents) {
    if (documents != count) {
      throw new IllegalStateException(documents + " documents came of " + count);
    }
  }

  private static void delete(Path root) {
    if (!Files.exists(root)) {
      return;
    }
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
