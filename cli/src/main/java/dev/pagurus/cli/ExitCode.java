package dev.pagurus.cli;

import dev.pagurus.spi.ErrorCode;

/** What the command says to the shell. Scripts rely on these numbers: they never change. */
final class ExitCode {

  static final int DONE = 0;

  /** What fits nothing else: a conflict, a full disk, an error of the command's own. */
  static final int FAILED = 1;

  static final int WRONG_USE = 2;

  /** What is stored is damaged, or some of the input was set aside. */
  static final int NOT_WHOLE = 3;

  static final int NOT_FOUND = 4;

  /** The store is somebody else's: locked, foreign, newer, moved. */
  static final int REFUSED = 5;

  /** As sysexits.h has it. */
  static final int TRY_AGAIN = 75;

  /** What a shell shows of a program that SIGINT ended. */
  static final int INTERRUPTED = 130;

  /** What a shell shows of a program that SIGPIPE ended. */
  static final int READER_GONE = 141;

  private ExitCode() {}

  static int of(ErrorCode code) {
    return switch (code) {
      case INVALID -> WRONG_USE;
      case CORRUPT -> NOT_WHOLE;
      case NO_STORE -> NOT_FOUND;
      case LOCKED, FOREIGN, MOVED -> REFUSED;
      case BUSY, UNAVAILABLE -> TRY_AGAIN;
      case CONFLICT, EXISTS, UNIQUE_VIOLATION, HISTORY_TRUNCATED, FULL, CLOSED, OUTCOME_UNKNOWN ->
          FAILED;
    };
  }
}
