package dev.pagurus.sharded;

import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.Finding;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.LongStream;

/**
 * Files in the folders of users that no row names. Nothing that this build does leaves one, but for
 * parts of files that were being written when their process was killed; a restored disk may have
 * some.
 *
 * <p>The spots that rows name are kept as hashes of 64 bits: 8 MB for a million users.
 */
final class StrayFiles {

  /** What is written under such a name is whole or given up long before. */
  private static final Duration PARTS_MAY_LIVE = Duration.ofHours(1);

  /** Who deletes a user takes the row away first, and the file at once after it. */
  private static final Duration DELETION_TAKES = Duration.ofMillis(300);

  private static final String PART = "_new-";

  private final Place place;
  private final Registry registry;
  private final Volumes volumes;

  StrayFiles(Place place, Registry registry, Volumes volumes) {
    this.place = place;
    this.registry = registry;
    this.volumes = volumes;
  }

  /**
   * A file that no row names.
   *
   * @param volume its disk
   * @param file where it is
   */
  private record Stray(String volume, Path file) {

    boolean isPart() {
      return name().startsWith(PART);
    }

    private String name() {
      return String.valueOf(file.getFileName());
    }
  }

  /** Tells of all of them, and of volumes that are away. */
  void find(Consumer<Finding> findings) {
    for (Stray stray : strays(findings)) {
      findings.accept(
          new Finding(
              null,
              null,
              stray.file()
                  + (stray.isPart()
                      ? " is a part of a file that was never whole"
                      : " is no user's file: no row of the registry names it")));
    }
  }

  /** Moves all of them to where a person can look at them. */
  void setAside(Path quarantine, Consumer<Finding> findings) {
    for (Stray stray : strays(findings)) {
      try {
        if (stray.isPart()) {
          Files.deleteIfExists(stray.file());
          findings.accept(
              new Finding(null, null, "removed " + stray.file() + ", which was never whole"));
        } else {
          Path aside = aside(quarantine, stray);
          Files.move(stray.file(), aside);
          findings.accept(
              new Finding(
                  null, null, "set aside " + stray.file() + ", which no row names, as " + aside));
        }
      } catch (IOException e) {
        throw place.unavailable(e);
      }
    }
  }

  /** A name that tells where it lay, and is free. */
  private Path aside(Path quarantine, Stray stray) throws IOException {
    Disk.makeFolders(quarantine.toAbsolutePath());
    String path = relative(volumes.folder(stray.volume()), stray.file()).replace('/', '-');
    Path aside = quarantine.resolve("stray-" + stray.volume() + "-" + path);
    return Files.exists(aside)
        ? quarantine.resolve("stray-" + UUID.randomUUID() + "-" + path)
        : aside;
  }

  private List<Stray> strays(Consumer<Finding> findings) {
    List<Stray> candidates = new ArrayList<>();
    long[] known = knownSpots();
    for (Map.Entry<String, Path> volume : volumes.folders().entrySet()) {
      if (isThere(volume.getKey(), findings)) {
        walk(volume.getKey(), volume.getValue(), known, candidates);
      }
    }
    if (!candidates.isEmpty()) {
      // Somebody may have made or deleted users meanwhile: who makes one writes the row first.
      LockSupport.parkNanos(this, DELETION_TAKES.toNanos());
      long[] now = knownSpots();
      candidates.removeIf(
          stray ->
              !Files.exists(stray.file())
                  || isKnown(now, stray.volume(), volumes.folder(stray.volume()), stray.file()));
    }
    return candidates;
  }

  private boolean isThere(String volume, Consumer<Finding> findings) {
    try {
      volumes.require(volume);
      return Files.isDirectory(volumes.folder(volume));
    } catch (BackendException e) {
      findings.accept(new Finding(null, null, String.valueOf(e.getMessage())));
      return false;
    }
  }

  private void walk(String volume, Path root, long[] known, List<Stray> strays) {
    Instant longAgo = Instant.now().minus(PARTS_MAY_LIVE);
    try {
      Files.walkFileTree(
          root,
          Set.copyOf(EnumSet.of(FileVisitOption.FOLLOW_LINKS)),
          Integer.MAX_VALUE,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              Stray found = new Stray(volume, file);
              boolean own = file.equals(root.resolve(VolumeMark.FILE));
              boolean young = attributes.lastModifiedTime().toInstant().isAfter(longAgo);
              if (!own && !(found.isPart() && young) && !isKnown(known, volume, root, file)) {
                strays.add(found);
              }
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
              return FileVisitResult.CONTINUE; // it went away in between
            }
          });
    } catch (IOException e) {
      throw place.unavailable(e);
    }
  }

  /** A log, its index and a copy that is being written belong to their file. */
  private static boolean isKnown(long[] known, String volume, Path root, Path file) {
    String path = relative(root, file).replaceFirst("\\.db(\\.part)?(-wal|-shm|-journal)?$", ".db");
    return Arrays.binarySearch(known, hash(volume, path)) >= 0;
  }

  private static String relative(Path root, Path file) {
    return root.relativize(file).toString().replace('\\', '/');
  }

  private long[] knownSpots() {
    LongStream.Builder hashes = LongStream.builder();
    for (UserRow row : registry.users()) {
      add(row, hashes);
    }
    for (String user : registry.loose()) {
      UserRow loose = registry.loose(user);
      if (loose != null) {
        add(loose, hashes);
      }
    }
    KeptCopies.rows(registry).forEach(row -> add(row, hashes));
    long[] known = hashes.build().toArray();
    Arrays.sort(known);
    return known;
  }

  private static void add(UserRow row, LongStream.Builder hashes) {
    hashes.add(hash(row.volume(), row.path()));
    Spot left = row.left();
    if (left != null) {
      hashes.add(hash(left.volume(), left.path()));
    }
  }

  /** FNV-1a, which two of a million spots share once in 37 million stores. */
  private static long hash(String volume, String path) {
    long hash = 0xcbf29ce484222325L;
    for (byte b : (volume + "/" + path).getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
    }
    return hash;
  }
}
