package dev.pagurus.file;

import dev.pagurus.document.Address;
import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.ErrorCode;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Sorts what a file system says by the caller's next move (LIFE-4). */
final class Errors {

  private Errors() {}

  /**
   * The error of a store whose files cannot be read or written.
   *
   * @param doing what failed, such as "cannot write the journal"
   */
  static BackendException of(String doing, IOException e) {
    String said = e.getMessage() == null ? e.toString() : e.getMessage();
    if (isFull(e)) {
      return new BackendException(
          ErrorCode.FULL, doing + ": the disk is full; make room (" + said + ")", e);
    }
    if (e instanceof MisplacedException) {
      return new BackendException(ErrorCode.CORRUPT, doing + ": " + said, e);
    }
    if (e instanceof AccessDeniedException) {
      return new BackendException(
          ErrorCode.UNAVAILABLE,
          doing + ": see to the permissions of the store's files and folders (" + said + ")",
          e);
    }
    return new BackendException(ErrorCode.UNAVAILABLE, doing + ": " + said, e);
  }

  static boolean isFull(IOException e) {
    String reason =
        e instanceof FileSystemException known && known.getReason() != null
            ? known.getReason()
            : String.valueOf(e.getMessage());
    String said = reason.toLowerCase(Locale.ROOT);
    return said.contains("no space left")
        || said.contains("not enough space")
        || said.contains("disk quota exceeded");
  }

  static BackendException corrupt(@Nullable Address address, String problem) {
    return new BackendException(
        ErrorCode.CORRUPT, problem + ": verify the store, and repair it", address, null);
  }

  static BackendException closed() {
    return new BackendException(ErrorCode.CLOSED, "the store is closed: open it again");
  }
}
