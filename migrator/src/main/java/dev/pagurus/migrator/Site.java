package dev.pagurus.migrator;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a target finds where it is, or is to be made.
 *
 * @param folder the folder that is there
 * @param closed what cannot be written to of what must be, if anything
 * @param bytes room for so many
 * @param block what a file takes at least
 * @param files room for so many files; empty if that is not known
 * @param open how many files more this process may open; empty if that is not known
 */
record Site(
    Path folder,
    Optional<Path> closed,
    long bytes,
    long block,
    OptionalLong files,
    OptionalLong open) {

  /** Between any two of the shells that come with this, a move opens fewer files beside jars. */
  static final long OPEN_FILES = 256;

  /**
   * Looks.
   *
   * @throws IOException if the file system does not answer
   */
  static Site of(Place place) throws IOException {
    Path folder = place.there();
    FileStore store = Files.getFileStore(folder);
    return new Site(
        folder,
        closed(place, store),
        store.getUsableSpace(),
        block(store),
        FreeFiles.in(folder),
        OpenFiles.left());
  }

  private static Optional<Path> closed(Place place, FileStore store) throws IOException {
    boolean isUnderAFile = place.isNew() && !Files.isDirectory(place.there());
    if (isUnderAFile || store.isReadOnly()) {
      return Optional.of(place.there());
    }
    for (Path path : written(place)) {
      if (!Files.isWritable(path)) {
        return Optional.of(path);
      }
    }
    return Optional.empty();
  }

  /** What is written to at the least: folders at the top, and a file with the folder it is in. */
  private static List<Path> written(Place place) throws IOException {
    Path there = place.there();
    List<Path> paths = new ArrayList<>();
    paths.add(there);
    if (place.isNew()) {
      return paths;
    }
    Path above = there.getParent();
    if (!Files.isDirectory(there)) {
      if (above != null) {
        paths.add(above); // for the log beside it
      }
      return paths;
    }
    if (Files.isReadable(there)) {
      try (DirectoryStream<Path> parts = Files.newDirectoryStream(there)) {
        parts.forEach(paths::add);
      }
    }
    return paths;
  }

  private static long block(FileStore store) throws IOException {
    try {
      return store.getBlockSize();
    } catch (UnsupportedOperationException e) {
      return 0;
    }
  }

  /**
   * What of it is in the way.
   *
   * @param bodies bytes of bodies that are to be moved
   * @param needed how many files the target will have; empty if that is not known
   */
  List<Obstacle> obstacles(long bodies, OptionalLong needed) {
    List<Obstacle> found = new ArrayList<>();
    closed.ifPresent(
        path ->
            found.add(
                new Obstacle(
                    Obstacle.Severity.STOPS,
                    path + " cannot be written to",
                    "see to its permissions, and to how its file system is mounted")));
    // A target needs about as much again for its indexes and what is not yet in its place, and
    // each file a block, of which about half is left empty.
    long wanted = 2 * bodies + needed.orElse(0) * block / 2;
    if (bytes < wanted) {
      found.add(
          warning(
              "there are " + bytes + " bytes free in " + folder + ", and it may take " + wanted,
              "make room there: more with many indexes"));
    }
    if (files.isPresent() && needed.isPresent() && files.getAsLong() < needed.getAsLong()) {
      found.add(
          warning(
              "the file system of "
                  + folder
                  + " takes "
                  + files.getAsLong()
                  + " more files and folders (inodes), and it may need "
                  + needed.getAsLong(),
              "take a file system with more inodes, or a target with fewer files"));
    }
    if (open.isPresent() && open.getAsLong() < OPEN_FILES) {
      found.add(
          warning(
              "this process may open " + open.getAsLong() + " more files, and should " + OPEN_FILES,
              "raise the limit before it is started, as with ulimit -n"));
    }
    return found;
  }

  private static Obstacle warning(String what, String advice) {
    return new Obstacle(Obstacle.Severity.WARNS, what, advice);
  }
}
