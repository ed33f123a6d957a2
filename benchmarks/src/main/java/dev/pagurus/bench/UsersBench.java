package dev.pagurus.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntToLongFunction;
import java.util.stream.DoubleStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The sharded shell beside sqlite-jdbc over files of the same kind. */
@Command(
    name = "users",
    mixinStandardHelpOptions = true,
    description = "Measures a file per user beside the same by hand and prints ratios.")
final class UsersBench implements Runnable {

  private static final int THREADS = UsersChild.THREADS;

  /** It makes the users of all other paths, so it is measured whatever was asked for. */
  private static final String CREATE = "create";

  private static final List<String> SIDES = List.of("ours", "raw");

  /** So many laps' calls are served by a process of its own. */
  private static final int SERVED_LAPS = 10;

  /** Laps of each side before those that count, so that the code is warm. */
  private static final int WARM_UP = 3;

  @Mixin private final BenchOptions options = new BenchOptions();

  @Option(
      names = "--users",
      paramLabel = "N",
      defaultValue = "20000",
      description = "How many users, of one document each to begin with (${DEFAULT-VALUE}).")
  private int users;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "5",
      description = "How many laps of each side count (${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--calls",
      paramLabel = "N",
      defaultValue = "2000",
      description = "How many single calls a lap has (${DEFAULT-VALUE}).")
  private int calls;

  @Option(
      names = "--most-open",
      paramLabel = "N",
      defaultValue = "512",
      description = "How many files either side may have open (${DEFAULT-VALUE}).")
  private int mostOpen;

  @Option(
      names = "--heap",
      paramLabel = "SIZE",
      defaultValue = "256m",
      description = "The heap of the process that serves in the end (${DEFAULT-VALUE}).")
  private String heap = "";

  private final StringBuilder rows = new StringBuilder();
  private String served = "";
  private Zipf zipf = new Zipf(1);

  /** One side and how it is opened. */
  private interface Opening {
    UsersSide open();
  }

  /** What a lap does to an open side; answers a digest of the answers. */
  private interface Work {
    long on(UsersSide side) throws InterruptedException, ExecutionException;
  }

  @Override
  public void run() {
    Records records = options.records(users);
    options.inDirectory(
        place -> {
          List<Opening> openings = new ArrayList<>();
          for (String name : SIDES) {
            openings.add(() -> UsersSide.open(name, folder(place, name), mostOpen));
          }
          measure(records, openings);
          if (options.isWanted("serving")) {
            UsersServing serving =
                new UsersServing(place, records, users, mostOpen, calls * SERVED_LAPS, heap);
            served = serving.table(SIDES);
          }
        });
    options.publish(
        "users",
        String.format(
                Locale.ROOT,
                "- Users: %,d, of one document each to begin with; %s. At most %,d files open on"
                    + " either side. Zipf with the exponent %.2f.%n"
                    + "- Machine: %s.%n"
                    + "- Sides: ours: `Store` over `sharded-sqlite:`, `commit`; raw: sqlite-jdbc"
                    + " over a file per user and a table of users, synchronous=FULL.%n"
                    + "- Each ratio is ours / raw, of rates, higher is better: the median of %d"
                    + " rounds of laps side by side, and the quartiles.%n%n"
                    + "| path | what | goal | ours / raw | ours, per s | raw, per s |%n"
                    + "|---|---|---|---|---:|---:|%n",
                users,
                records.description(),
                mostOpen,
                Zipf.EXPONENT,
                Report.machine(Shell.SQLITE),
                rounds)
            + rows
            + served);
  }

  static Path folder(Path place, String name) {
    try {
      return Files.createDirectories(place.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String user(int number) {
    return String.format(Locale.ROOT, "user-%06d", number);
  }

  private void measure(Records records, List<Opening> openings) {
    List<UsersSide> sides = new ArrayList<>();
    openings.forEach(opening -> sides.add(opening.open()));
    int each = users / rounds;
    laps(
        CREATE,
        "make a user with one document; at commit",
        ">= 0.75",
        each,
        sides,
        round -> side -> create(side, records, round * each, each),
        0);
    users = each * rounds;
    zipf = new Zipf(users);
    reopen(openings, sides, records);
    AtomicLong next = new AtomicLong();
    laps(
        "cold",
        "first touch of a user whose file is closed: get with parse",
        ">= 0.80",
        calls,
        sides,
        round -> {
          long from = next.getAndAdd(calls);
          return side -> get(side, records, i -> (from + i) * 7_919L % users);
        });
    laps(
        "get-zipf",
        "get with parse, 1 thread",
        ">= 0.80",
        calls,
        sides,
        round -> {
          long from = next.getAndAdd(calls);
          return side -> get(side, records, i -> zipf.user(from + i));
        });
    laps(
        "put-zipf",
        "put over documents, 1 thread, at commit",
        ">= 0.85",
        calls / 4,
        sides,
        round -> {
          long from = next.getAndAdd(calls);
          return side -> put(side, records, from, calls / 4, 1);
        });
    laps(
        "put-zipf-8",
        "put over documents, 8 threads, at commit",
        ">= 0.90",
        calls / 4,
        sides,
        round -> {
          long from = next.getAndAdd(calls);
          return side -> put(side, records, from, calls / 4, THREADS);
        });
    laps(
        "across-value",
        "count across all users by a value that few have (raw opens every file)",
        "-",
        1,
        sides,
        round -> side -> side.countWard(records.ward(round * 777L % users)),
        0);
    laps(
        "across-range",
        "count across all users by a range in which few have something (raw opens every file)",
        "-",
        1,
        sides,
        round -> side -> side.countFromPopulation(Records.MOST_PEOPLE / 1_000 * (999 - round)),
        0);
    laps(
        "across-most",
        "count across all users by a range in which most have something (both open their files)",
        "-",
        1,
        sides,
        round -> side -> side.countFromPopulation(1_000_000L * (round + 1)),
        0);
    sides.forEach(UsersSide::close);
  }

  private static long create(UsersSide side, Records records, int from, int count) {
    for (int i = from; i < from + count; i++) {
      side.put(user(i), records.get(i));
    }
    return count;
  }

  private long get(UsersSide side, Records records, IntToLongFunction which) {
    long digest = 0;
    for (int i = 0; i < calls; i++) {
      int number = (int) which.applyAsLong(i);
      digest += side.get(user(number), records.id(number)).path("population").asLong(0);
    }
    return digest;
  }

  private long put(UsersSide side, Records records, long from, int count, int threads)
      throws InterruptedException, ExecutionException {
    AtomicLong at = new AtomicLong();
    Runnable worker =
        () -> {
          for (long i = at.getAndIncrement(); i < count; i = at.getAndIncrement()) {
            int number = zipf.user(from + i);
            side.put(user(number), records.get(number));
          }
        };
    if (threads == 1) {
      worker.run();
      return count;
    }
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        all.add(pool.submit(worker));
      }
      for (Future<?> one : all) {
        one.get();
      }
      return count;
    } finally {
      pool.shutdownNow();
    }
  }

  /** Opens both anew, so that all users are cold; that is measured as well. */
  private void reopen(List<Opening> openings, List<UsersSide> sides, Records records) {
    List<List<Lap>> laps = List.of(new ArrayList<>(), new ArrayList<>());
    boolean told = options.isWanted("open");
    for (int round = -1; round < (told ? rounds : 0); round++) {
      for (int i = 0; i < sides.size(); i++) {
        sides.get(i).close();
        long start = System.nanoTime();
        sides.set(i, openings.get(i).open());
        sides.get(i).get(user(0), records.id(0));
        if (round >= 0) {
          laps.get(i).add(new Lap(1, System.nanoTime() - start, 0));
        }
      }
    }
    if (told) {
      row("open", "open after close, then one get", "-", laps);
    }
  }

  /** Makes the work of a round, the same for each side. */
  private interface Rounds {
    Work of(int round);
  }

  private void laps(
      String name, String what, String goal, long units, List<UsersSide> sides, Rounds work) {
    laps(name, what, goal, units, sides, work, WARM_UP);
  }

  /** Ours, raw, ours, raw, and so on. */
  private void laps(
      String name,
      String what,
      String goal,
      long units,
      List<UsersSide> sides,
      Rounds work,
      int warmUp) {
    if (!name.equals(CREATE) && !options.isWanted(name)) {
      return;
    }
    List<List<Lap>> laps = List.of(new ArrayList<>(), new ArrayList<>());
    for (int round = -warmUp; round < rounds; round++) {
      Work now = work.of(round);
      List<Lap> beside = new ArrayList<>();
      for (UsersSide side : sides) {
        System.gc();
        beside.add(lap(side, units, now));
      }
      if (beside.get(0).digest() != beside.get(1).digest()) {
        throw new IllegalStateException(name + ": raw answers something else than ours");
      }
      if (round >= 0) {
        laps.get(0).add(beside.get(0));
        laps.get(1).add(beside.get(1));
      }
    }
    row(name, what, goal, laps);
  }

  private static Lap lap(UsersSide side, long units, Work work) {
    try {
      long start = System.nanoTime();
      long digest = work.on(side);
      return new Lap(units, System.nanoTime() - start, digest);
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private void row(String name, String what, String goal, List<List<Lap>> laps) {
    DoubleStream.Builder ratios = DoubleStream.builder();
    for (int i = 0; i < laps.get(0).size(); i++) {
      ratios.add(laps.get(0).get(i).perSecond() / laps.get(1).get(i).perSecond());
    }
    Figures.Spread ratio = Figures.Spread.of(ratios.build());
    String row =
        String.format(
            Locale.ROOT,
            "| %s | %s | %s | %.2f (%.2f..%.2f) | %s | %s |%n",
            name,
            what,
            goal,
            ratio.median(),
            ratio.low(),
            ratio.high(),
            rate(laps.get(0)),
            rate(laps.get(1)));
    BenchOptions.tell(row.strip());
    rows.append(row);
  }

  private static String rate(List<Lap> laps) {
    double rate = Figures.Spread.of(laps.stream().mapToDouble(Lap::perSecond)).median();
    return String.format(Locale.ROOT, rate < 10 ? "%.2f" : "%,.0f", rate);
  }
}
