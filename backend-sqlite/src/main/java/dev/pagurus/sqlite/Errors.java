package dev.pagurus.sqlite;

import dev.pagurus.document.Address;
import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Turns what SQLite says into what the contract knows (LIFE-4). The only place that does so. */
final class Errors {

  private static final long NO_ROOM_BYTES = 1 << 20;

  private final Path file;

  Errors(Path file) {
    this.file = file;
  }

  /** An error of anything but a COMMIT: nothing was changed. */
  BackendException translate(SQLException e) {
    String said = "SQLite says: " + e.getMessage();
    int primary = primaryCode(e);
    if (primary == SQLiteErrorCode.SQLITE_BUSY.code
        || primary == SQLiteErrorCode.SQLITE_LOCKED.code) {
      return error(
          ErrorCode.BUSY,
          "another process or a long task holds " + file + "; nothing was changed: try again",
          e);
    }
    if (primary == SQLiteErrorCode.SQLITE_FULL.code || (isInputOutput(primary) && isDiskFull())) {
      return error(
          ErrorCode.FULL, "there is no room for " + file + "; make some and try again. " + said, e);
    }
    if (primary == SQLiteErrorCode.SQLITE_CORRUPT.code) {
      return error(
          ErrorCode.CORRUPT,
          file
              + " is damaged: run verify, then repair; if it cannot even be opened, restore a"
              + " backup. "
              + said,
          e);
    }
    if (primary == SQLiteErrorCode.SQLITE_NOTADB.code) {
      return error(ErrorCode.FOREIGN, file + " is not a SQLite database. " + said, e);
    }
    if (primary == SQLiteErrorCode.SQLITE_TOOBIG.code) {
      return error(ErrorCode.INVALID, "this is more than SQLite can hold. " + said, e);
    }
    if (primary == SQLiteErrorCode.SQLITE_READONLY.code
        || primary == SQLiteErrorCode.SQLITE_PERM.code) {
      return error(
          ErrorCode.UNAVAILABLE,
          file + " cannot be written: see to the permissions of the file and its folder. " + said,
          e);
    }
    return error(ErrorCode.UNAVAILABLE, "cannot work with " + file + ". " + said, e);
  }

  /**
   * An error of COMMIT. When the disk fails while the commit record is written, the record may be
   * whole on the disk though the call failed, and the next opening would find it.
   */
  BackendException translateCommit(SQLException e) {
    int primary = primaryCode(e);
    if (isInputOutput(primary) && !isDiskFull()) {
      return error(
          ErrorCode.OUTCOME_UNKNOWN,
          "the disk failed while " + file + " was committing: read and see whether it happened",
          e);
    }
    return translate(e);
  }

  private static BackendException error(ErrorCode code, String message, SQLException cause) {
    return new BackendException(code, message, cause);
  }

  private static boolean isInputOutput(int primary) {
    return primary == SQLiteErrorCode.SQLITE_IOERR.code
        || primary == SQLiteErrorCode.SQLITE_CANTOPEN.code;
  }

  /**
   * SQLite reports a full disk as an I/O error when it was a -shm or a temporary file that grew.
   */
  private boolean isDiskFull() {
    try {
      return Files.getFileStore(file.toAbsolutePath().getParent()).getUsableSpace() < NO_ROOM_BYTES;
    } catch (IOException e) {
      return false;
    }
  }

  static boolean isFull(SQLException e) {
    return primaryCode(e) == SQLiteErrorCode.SQLITE_FULL.code;
  }

  static boolean isCorrupt(SQLException e) {
    return primaryCode(e) == SQLiteErrorCode.SQLITE_CORRUPT.code;
  }

  /** SQLite does not know something that a statement names. */
  static boolean isOfStatement(SQLException e) {
    return primaryCode(e) == SQLiteErrorCode.SQLITE_ERROR.code;
  }

  static boolean isBusy(SQLException e) {
    int primary = primaryCode(e);
    return primary == SQLiteErrorCode.SQLITE_BUSY.code
        || primary == SQLiteErrorCode.SQLITE_LOCKED.code;
  }

  private static int primaryCode(SQLException e) {
    int code = e instanceof SQLiteException sqlite ? sqlite.getResultCode().code : e.getErrorCode();
    return code & 0xFF;
  }

  BackendException closed() {
    return new BackendException(
        ErrorCode.CLOSED, "the store " + file + " is closed: open it again");
  }

  static BackendException damaged(Address address, String what, @Nullable Throwable cause) {
    return new BackendException(
        ErrorCode.CORRUPT, what + ": run verify, then repair", address, cause);
  }
}
