package dev.pagurus.migrator;

import dev.pagurus.Backends;
import dev.pagurus.Locator;
import dev.pagurus.spi.Backend;
import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.Changes;
import dev.pagurus.spi.StandardSettings;
import dev.pagurus.spi.UserInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How long the first pages take: read from the source, and written to a store of the target's kind
 * in a folder for temporary files.
 */
final class Sample {

  private static final System.Logger LOG = System.getLogger(Sample.class.getName());
  private static final long MOST_DOCUMENTS = 2_000;
  private static final long MOST_BYTES = 8L << 20;
  private static final long MOST_NANOS = Duration.ofMillis(1_500).toNanos();

  private long documents;
  private long bytes;
  private long reading;
  private long writing;

  /**
   * Takes a sample.
   *
   * @param target the target's locator, of whose kind the temporary store is
   * @return how long so many documents should take, moved and verified; empty if that cannot be
   *     told
   */
  static Optional<Duration> estimate(
      Backend source, Locator target, MigrationOptions options, long documents, long bytes) {
    if (!Backends.named(target.backend()).locationIsPath()) {
      return Optional.empty();
    }
    Path folder = null;
    try {
      folder = Files.createTempDirectory("pagurus-plan");
      Locator copy =
          new Locator(target.backend(), folder.resolve("sample").toString(), durability(target));
      Sample sample = new Sample();
      try (End.Held to = End.at(copy).hold(false)) {
        sample.take(source, to.backend(), options);
      }
      return sample.scaled(documents, bytes);
    } catch (IOException | RuntimeException e) {
      LOG.log(System.Logger.Level.DEBUG, "no sample could be taken", e);
      return Optional.empty();
    } finally {
      remove(folder);
    }
  }

  /** Other settings may name places that are the target's own, such as volumes. */
  private static Map<String, String> durability(Locator target) {
    String name = StandardSettings.DURABILITY.name();
    String set = target.settings().get(name);
    return set == null ? Map.of() : Map.of(name, set);
  }

  private void take(Backend source, Backend target, MigrationOptions options) {
    long start = System.nanoTime();
    Iterator<UserPair> users = UserPairs.of(source, source, options.users(), null);
    while (users.hasNext() && !isEnough(start)) {
      UserInfo info = users.next().source();
      if (info != null) {
        take(source, target, info, start);
      }
    }
  }

  private boolean isEnough(long start) {
    return documents >= MOST_DOCUMENTS
        || bytes >= MOST_BYTES
        || System.nanoTime() - start > MOST_NANOS;
  }

  private void take(Backend source, Backend target, UserInfo info, long start) {
    long since = info.horizon();
    boolean more = true;
    while (more && !isEnough(start)) {
      long before = System.nanoTime();
      Changes changes;
      try {
        changes = source.changes(info.user(), since, PageSize.of(info).documents());
      } catch (BackendException e) {
        return; // a damaged one; others are enough
      }
      long read = System.nanoTime();
      target.replay(info.user(), changes);
      writing += System.nanoTime() - read;
      reading += read - before;
      Page page = Page.of(changes);
      documents += page.documents();
      bytes += page.bytes();
      since = changes.upTo();
      more = changes.more();
    }
  }

  /** Reading and writing overlap; afterwards both ends are read. */
  private Optional<Duration> scaled(long allDocuments, long allBytes) {
    if (documents == 0) {
      return allDocuments == 0 ? Optional.of(Duration.ZERO) : Optional.empty();
    }
    double byDocuments = (double) allDocuments / documents;
    double byBytes = bytes == 0 ? 0 : (double) allBytes / bytes;
    double nanos = (Math.max(reading, writing) + 2.0 * reading) * Math.max(byDocuments, byBytes);
    return Optional.of(Duration.ofNanos((long) nanos));
  }

  private static void remove(@Nullable Path folder) {
    if (folder == null) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      List<Path> all = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : all) {
        Files.delete(file);
      }
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "cannot remove " + folder, e);
    }
  }
}
