package dev.pagurus.bench;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/** Looks again and again at how many users' files below a folder this process has open. */
final class OpenFiles implements AutoCloseable {

  private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
  private static final long PAUSE_MILLIS = 5;

  private final Path folder;
  private final Thread thread = new Thread(this::run, "open-files");
  private volatile boolean closed;
  private volatile int most;

  OpenFiles(Path folder) throws IOException {
    this.folder = folder.toRealPath();
    thread.setDaemon(true);
    if (Files.isDirectory(DESCRIPTORS)) {
      thread.start();
    }
  }

  /**
   * So many databases at once at most, 0 where no one tells. One that is closed while they are
   * counted, and the one opened for it, may both be counted.
   */
  int most() {
    return most;
  }

  private void run() {
    try {
      while (!closed) {
        most = Math.max(most, now());
        Thread.sleep(PAUSE_MILLIS);
      }
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private int now() throws IOException {
    Set<Path> open = new HashSet<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(DESCRIPTORS)) {
      for (Path one : all) {
        try {
          Path file = Files.readSymbolicLink(one);
          if (file.startsWith(folder) && isOfUser(file)) {
            open.add(file);
          }
        } catch (IOException e) {
          // it was closed in between
        }
      }
    }
    return open.size();
  }

  private static boolean isOfUser(Path file) {
    return file.toString().endsWith(".db")
        && !file.endsWith("registry.db")
        && !file.endsWith("template.db");
  }

  @Override
  public void close() {
    closed = true;
  }
}
