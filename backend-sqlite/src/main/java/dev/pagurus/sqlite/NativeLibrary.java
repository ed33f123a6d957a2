package dev.pagurus.sqlite;

import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteJDBCLoader;

/**
 * Loads SQLite. Its library is unpacked into a folder first, which must be writable and must not be
 * mounted noexec; if the usual one is, others are tried.
 */
final class NativeLibrary {

  private static final String FOLDER_PROPERTY = "org.sqlite.tmpdir";
  private static boolean loaded;

  private NativeLibrary() {}

  static synchronized void load() {
    if (loaded) {
      return;
    }
    Throwable failure = attempt();
    if (System.getProperty(FOLDER_PROPERTY) == null) {
      for (Path folder : otherFolders()) {
        if (failure == null) {
          break;
        }
        System.setProperty(FOLDER_PROPERTY, folder.toString());
        Throwable next = attempt();
        if (next == null) {
          failure = null;
        } else {
          System.clearProperty(FOLDER_PROPERTY);
        }
      }
    }
    if (failure != null) {
      throw new BackendException(
          ErrorCode.UNAVAILABLE,
          "cannot load the SQLite library: it is unpacked into "
              + System.getProperty(FOLDER_PROPERTY, System.getProperty("java.io.tmpdir"))
              + ", which must be writable and must not be mounted noexec; name another folder with"
              + " -D"
              + FOLDER_PROPERTY
              + "=FOLDER",
          failure);
    }
    loaded = true;
  }

  private static @Nullable Throwable attempt() {
    try {
      SQLiteJDBCLoader.initialize();
      return null;
    } catch (Exception | LinkageError e) {
      return e;
    }
  }

  private static List<Path> otherFolders() {
    String home = System.getProperty("user.home");
    if (home == null) {
      return List.of();
    }
    try {
      return List.of(Files.createDirectories(Path.of(home, ".cache", "pagurus")));
    } catch (IOException e) {
      return List.of(); // then the message names the usual folder
    }
  }
}
