package dev.pagurus.bench;

import static dev.pagurus.query.Query.where;

import dev.pagurus.Store;
import dev.pagurus.UserStore;
import dev.pagurus.WriteBatch;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What a store of files takes on disk and in the heap, and how long it takes to open. */
@Command(
    name = "sizes",
    mixinStandardHelpOptions = true,
    description = "Fills stores of files and counts inodes, entries of folders, bytes and heap.")
final class SizesBench implements Runnable {

  private static final int BATCH = 1_000;

  /** How many users are asked after the store was opened again. */
  private static final int ASKED = 1_000;

  @Mixin private final BenchOptions options = new BenchOptions();

  @Option(
      names = "--stores",
      paramLabel = "USERSxDOCUMENTS",
      split = ",",
      defaultValue = "1x100000,50000x20",
      description = "Users and documents of each (${DEFAULT-VALUE}).")
  private List<String> stores = List.of();

  @Override
  public void run() {
    StringBuilder rows = new StringBuilder();
    for (String shape : stores) {
      String[] parts = shape.split("x", 2);
      int users = Integer.parseInt(parts[0]);
      int each = Integer.parseInt(parts[1]);
      options.inDirectory(place -> rows.append(row(place, users, each)));
    }
    options.publish(
        "sizes",
        String.format(
                Locale.ROOT,
                "- Records: %s. Machine: %s.%n%n"
                    + "| users | documents of each | documents a second | inodes per document | fullest"
                    + " folder, entries | index, bytes per document | open, ms | peak heap while"
                    + " loading, MB | peak heap while serving, MB |%n"
                    + "|---:|---:|---:|---:|---:|---:|---:|---:|---:|%n",
                options.records(1_000).description(),
                Report.machine(Shell.FILE))
            + rows);
  }

  private String row(Path place, int users, int each) {
    Records records = options.records(users * each);
    long start = System.nanoTime();
    try (Store store = open(place)) {
      load(store, records, users, each);
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    long loading = MemoryProbe.peakHeap();
    FolderCount folders = FolderCount.of(place.resolve("store"));
    MemoryProbe.resetPeaks();
    long opening = System.nanoTime();
    try (Store store = open(place)) {
      requireAll(store.user(user(0)), each);
      double millis = (System.nanoTime() - opening) / 1e6;
      for (int i = 0; i < Math.min(users, ASKED); i++) {
        int number = (int) (Records.mix(i, 31) % users);
        serve(store.user(user(number)), records, (long) number * each);
      }
      BenchOptions.tell(users + " x " + each + " done");
      return String.format(
          Locale.ROOT,
          "| %,d | %,d | %,.0f | %.3f | %,d | %,d | %,.0f | %,d | %,d |%n",
          users,
          each,
          records.count() / seconds,
          folders.inodes() / (double) records.count(),
          folders.fullest(),
          folders.indexBytes() / records.count(),
          millis,
          loading >> 20,
          MemoryProbe.peakHeap() >> 20);
    }
  }

  private static Store open(Path place) {
    Store store =
        Store.builder(Shell.FILE.locator(place, "store")).setting("durability", "relaxed").open();
    PagurusEngine.declare(store);
    return store;
  }

  private static String user(int number) {
    return String.format(Locale.ROOT, "user-%06d", number);
  }

  private static void load(Store store, Records records, int users, int each) {
    for (int user = 0; user < users; user++) {
      for (int from = 0; from < each; from += BATCH) {
        WriteBatch batch = store.user(user(user)).batch();
        for (int i = from; i < Math.min(each, from + BATCH); i++) {
          Sample sample = records.get((long) user * each + i);
          batch.put(Records.COLLECTION, sample.id(), sample.document());
        }
        batch.commit();
      }
    }
  }

  private static void requireAll(UserStore user, int each) {
    long count = user.collection(Records.COLLECTION).count();
    if (count != each) {
      throw new IllegalStateException(count + " documents of " + each);
    }
  }

  /** A get, a find by an index, a range in its order and a text. */
  private static void serve(UserStore user, Records records, long first) {
    var places = user.collection(Records.COLLECTION);
    if (places.get(records.id(first)).isEmpty()) {
      throw new IllegalStateException("a document is missing");
    }
    places.find(where("ward").eq(records.ward(first)));
    places.find(where("population").ge(1_000).orderByDescending("population").limit(20));
    places.find(where("title").matches(records.oftenWord()).limit(20));
  }
}
