package dev.pagurus.file;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Spreads entries (records, users) over folders so that none grows large. A folder takes {@value
 * #MAX_ENTRIES} entries; what comes later goes to one of its 256 buckets {@code +00} to {@code
 * +ff}, chosen by two digits of the entry's name, and there it is the same again, with the next two
 * digits. So a folder never holds more than {@value #MAX_ENTRIES} entries and 256 buckets, a small
 * collection has no buckets at all, and no entry ever moves.
 *
 * <p>What is known of folders is kept for those used last, and read again for others. For many
 * threads.
 */
final class Fanout {

  static final int MAX_ENTRIES = 200;
  private static final int MAX_KNOWN = 20_000;
  private static final int LEVELS = 14;

  private final Disk disk;

  /** Guarded by itself. */
  private final Map<Path, Folder> known =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Path, Folder> eldest) {
          return size() > MAX_KNOWN;
        }
      };

  Fanout(Disk disk) {
    this.disk = disk;
  }

  /** What is known of a folder. Guarded by itself. */
  private static final class Folder {
    int entries;
    final BitSet buckets = new BitSet(256);
    boolean there;
  }

  private Folder folder(Path path) throws IOException {
    synchronized (known) {
      Folder folder = known.get(path);
      if (folder != null) {
        return folder;
      }
    }
    Folder read = read(path);
    synchronized (known) {
      Folder other = known.putIfAbsent(path, read);
      return other == null ? read : other;
    }
  }

  private static Folder read(Path path) throws IOException {
    Folder folder = new Folder();
    if (!Disk.isFolderThere(path)) {
      return folder;
    }
    folder.there = true;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(path)) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        int bucket = bucket(name);
        if (bucket >= 0) {
          folder.buckets.set(bucket);
        } else if (!name.startsWith(".")) {
          folder.entries++;
        }
      }
    }
    return folder;
  }

  /** The number of a bucket, -1 if the name is not one of a bucket. */
  static int bucket(String name) {
    return name.length() == 3
            && name.charAt(0) == '+'
            && Character.digit(name.charAt(1), 16) >= 0
            && Character.digit(name.charAt(2), 16) >= 0
        ? Integer.parseInt(name.substring(1), 16)
        : -1;
  }

  private static String bucketName(String digits, int level) {
    return "+" + digits.substring(2 * level, 2 * level + 2);
  }

  private static int bucketNumber(String digits, int level) {
    return Integer.parseInt(digits.substring(2 * level, 2 * level + 2), 16);
  }

  /**
   * The folders in which an entry may be, the likeliest first.
   *
   * @param top the folder to which all of its kind belong
   * @param digits of the entry's name, see {@link FileNames#digits}
   */
  List<Path> candidates(Path top, String digits) throws IOException {
    List<Path> found = new ArrayList<>(2);
    Path path = top;
    for (int level = 0; level < LEVELS; level++) {
      Folder folder = folder(path);
      found.add(0, path);
      synchronized (folder) {
        if (!folder.buckets.get(bucketNumber(digits, level))) {
          return found;
        }
      }
      path = path.resolve(bucketName(digits, level));
    }
    return found;
  }

  /**
   * The folder for a new entry, made if need be.
   *
   * @param made hears of every folder that was made, the upper ones first
   */
  Path place(Path top, String digits, Made made) throws IOException {
    Path path = top;
    for (int level = 0; ; level++) {
      Folder folder = folder(path);
      synchronized (folder) {
        if (!folder.there) {
          disk.makeFolders(path);
          folder.there = true;
          made.folder(path);
        }
        if (folder.entries < MAX_ENTRIES || level == LEVELS) {
          folder.entries++;
          return path;
        }
        folder.buckets.set(bucketNumber(digits, level));
      }
      path = path.resolve(bucketName(digits, level));
    }
  }

  /** Hears of folders that were made, which are to be forced to the medium some time. */
  interface Made {

    void folder(Path folder);
  }

  /** An entry is gone. */
  void removed(Path folder) throws IOException {
    Folder there = folder(folder);
    synchronized (there) {
      there.entries--;
    }
  }

  /** Forgets what is known of a folder and all below it. */
  void forget(Path top) {
    synchronized (known) {
      known.keySet().removeIf(path -> path.startsWith(top));
    }
  }

  /** Takes the files of a folder. */
  interface Visitor {

    void entry(Path file) throws IOException;
  }

  /** Visits all entries below a folder, in no order, and what only has the name of a bucket. */
  static void visit(Path top, Visitor visitor) throws IOException {
    List<Path> buckets = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(top)) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        if (bucket(name) >= 0) {
          buckets.add(file);
        } else if (!name.startsWith(".")) { // on its way in or out
          visitor.entry(file);
        }
      }
    } catch (NoSuchFileException e) {
      return;
    }
    for (Path bucket : buckets) {
      if (Disk.isFolderThere(bucket)) {
        visit(bucket, visitor);
      } else {
        visitor.entry(bucket);
      }
    }
  }
}
