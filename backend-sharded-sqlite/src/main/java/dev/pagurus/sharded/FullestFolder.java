package dev.pagurus.sharded;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;

/** Counts what lies in the folders of users. */
final class FullestFolder {

  private FullestFolder() {}

  /** How many entries the fullest folder has, logs and their indexes counted; 0 without users. */
  static long entries(Place place, Collection<Path> volumes) {
    long most = 0;
    for (Path volume : volumes) {
      most = Math.max(most, entries(place, volume));
    }
    return most;
  }

  private static long entries(Place place, Path users) {
    Map<Path, Long> counts = new HashMap<>();
    try {
      if (Files.isDirectory(users)) {
        Files.walkFileTree(
            users,
            EnumSet.of(FileVisitOption.FOLLOW_LINKS),
            Integer.MAX_VALUE,
            new SimpleFileVisitor<>() {
              @Override
              public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes a) {
                return count(folder);
              }

              @Override
              public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                return count(file);
              }

              @Override
              public FileVisitResult visitFileFailed(Path file, IOException e) {
                return FileVisitResult.CONTINUE; // it went away in between
              }

              private FileVisitResult count(Path entry) {
                Path folder = entry.getParent();
                if (folder != null && !entry.equals(users)) {
                  counts.merge(folder, 1L, Long::sum);
                }
                return FileVisitResult.CONTINUE;
              }
            });
      }
      return counts.values().stream().mapToLong(Long::longValue).max().orElse(0);
    } catch (IOException e) {
      throw place.unavailable(e);
    }
  }
}
