package dev.pagurus.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Serves many users in a process of its own, and tells what that took. */
final class UsersChild {

  static final int THREADS = 8;

  /** One call in so many is a put. */
  private static final int GETS_AND_A_PUT = 5;

  private UsersChild() {}

  /**
   * Arguments: where to write, side, folder, files that may be open, source and number of the
   * records, users, calls.
   */
  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[2]);
    int mostOpen = Integer.parseInt(args[3]);
    Records records = Records.from(args[4], Integer.parseInt(args[5]));
    int users = Integer.parseInt(args[6]);
    int calls = Integer.parseInt(args[7]);
    long start = System.nanoTime();
    try (UsersSide side = UsersSide.open(args[1], folder, mostOpen);
        OpenFiles open = new OpenFiles(folder.resolve("users"))) {
      side.get(UsersBench.user(0), records.id(0));
      long openMillis = (System.nanoTime() - start) / 1_000_000;
      serve(side, records, new Zipf(users), calls);
      Files.writeString(
          Path.of(args[0]),
          String.join(
              " ",
              Long.toString(openMillis),
              Long.toString(MemoryProbe.peakHeap()),
              Long.toString(MemoryProbe.peakResident()),
              Integer.toString(open.most())));
    }
  }

  private static void serve(UsersSide side, Records records, Zipf zipf, int calls)
      throws InterruptedException, ExecutionException, IOException {
    ExecutorService pool = Executors.newFixedThreadPool(THREADS);
    List<Future<?>> all = new ArrayList<>();
    for (int thread = 0; thread < THREADS; thread++) {
      int first = thread;
      all.add(
          pool.submit(
              () -> {
                for (int i = first; i < calls; i += THREADS) {
                  call(side, records, zipf.user(i), i % GETS_AND_A_PUT == 0);
                }
              }));
    }
    for (Future<?> one : all) {
      one.get();
    }
    pool.shutdown();
  }

  private static void call(UsersSide side, Records records, int number, boolean writes) {
    if (writes) {
      side.put(UsersBench.user(number), records.get(number));
    } else {
      side.get(UsersBench.user(number), records.id(number));
    }
  }
}
