package dev.pagurus.file;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Record files and folders that were written and not yet forced to the medium. Many are forced
 * together, off the way of those who write.
 */
final class Dirt {

  private static final System.Logger LOG = System.getLogger(Dirt.class.getName());

  /** From so many on, one call for the whole file system is cheaper. */
  private static final int MANY = 64;

  private static final int THREADS = 4;

  private volatile Set<Path> files = ConcurrentHashMap.newKeySet();
  private volatile Set<Path> folders = ConcurrentHashMap.newKeySet();

  void file(Path file) {
    files.add(file);
  }

  void folder(Path folder) {
    folders.add(folder);
  }

  int size() {
    return files.size();
  }

  /**
   * Takes what there is, for {@link Taken#force}; to be called while nobody writes.
   *
   * @param root the folder of the store
   */
  Taken take(Path root) {
    Taken taken = new Taken(root, files, folders);
    files = ConcurrentHashMap.newKeySet();
    folders = ConcurrentHashMap.newKeySet();
    return taken;
  }

  /** Puts back what could not be forced. */
  void putBack(Taken taken) {
    files.addAll(taken.files);
    folders.addAll(taken.folders);
  }

  /**
   * What is to be forced together.
   *
   * @param root the folder of the store
   * @param files written since the last time
   * @param folders in which names came or went
   */
  record Taken(Path root, Set<Path> files, Set<Path> folders) {

    /** Both together. */
    Taken and(Taken other) {
      Set<Path> allFiles = new HashSet<>(files);
      allFiles.addAll(other.files);
      Set<Path> allFolders = new HashSet<>(folders);
      allFolders.addAll(other.folders);
      return new Taken(root, allFiles, allFolders);
    }

    /** Forces all of it; when it returns, it is safe. */
    void force() throws IOException {
      if (files.size() + folders.size() >= MANY && forceFileSystem(root)) {
        return;
      }
      forceEach(new ArrayList<>(files), Disk::force);
      forceEach(new ArrayList<>(folders), Disk::forceFolder);
    }
  }

  private interface Forcing {

    void force(Path path) throws IOException;
  }

  private static void forceEach(List<Path> paths, Forcing forcing) throws IOException {
    if (paths.size() < MANY) {
      for (Path path : paths) {
        forcing.force(path);
      }
      return;
    }
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Callable<Void>> parts = new ArrayList<>();
      int share = (paths.size() + THREADS - 1) / THREADS;
      for (int from = 0; from < paths.size(); from += share) {
        List<Path> part = paths.subList(from, Math.min(from + share, paths.size()));
        parts.add(
            () -> {
              for (Path path : part) {
                forcing.force(path);
              }
              return null;
            });
      }
      for (Future<Void> part : threads.invokeAll(parts)) {
        part.get();
      }
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while forcing files to the medium", e);
    } finally {
      threads.shutdown();
    }
  }

  /**
   * On Linux, {@code sync -f} of the GNU core utilities asks the kernel to write one whole file
   * system, names and all, and waits for it: 10 microseconds a file where forcing each takes some
   * hundred. Where there is no such command each file is forced by itself.
   */
  private static boolean forceFileSystem(Path root) {
    if (!root.getFileSystem().equals(FileSystems.getDefault())
        || !System.getProperty("os.name", "").equals("Linux")) {
      return false;
    }
    try {
      Process sync =
          new ProcessBuilder("sync", "-f", root.toString())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return sync.waitFor(10, TimeUnit.MINUTES) && sync.exitValue() == 0;
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "there is no sync command: each file is forced", e);
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
