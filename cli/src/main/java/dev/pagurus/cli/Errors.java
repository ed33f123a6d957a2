package dev.pagurus.cli;

import dev.pagurus.StoreException;
import dev.pagurus.cli.console.Console;
import dev.pagurus.cli.console.OutputFailure;
import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.ErrorCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Turns whatever went wrong into a message for a person and an exit code for a script. */
final class Errors {

  private static final String REPORT =
      "This is a fault of pagurus itself. Please report it, with what you did and what the same"
          + " command says with --debug.";

  private Errors() {}

  static int report(Console console, Throwable e) {
    console.trace(e);
    if (e instanceof OutputFailure failure && failure.readerIsGone()) {
      return ExitCode.READER_GONE;
    }
    if (e instanceof StoreException failure) {
      console.fail(failure.getMessage() + advice(failure));
      return ExitCode.of(failure.code());
    }
    if (e instanceof BackendException failure) {
      console.fail(failure.getMessage() + advice(failure.code()));
      return ExitCode.of(failure.code());
    }
    if (e instanceof Failure failure) {
      console.fail(String.valueOf(failure.getMessage()));
      return failure.exitCode();
    }
    if (e instanceof OutOfMemoryError) {
      console.fail("out of memory: give Java more, as in PAGURUS_JAVA_OPTS=-Xmx1g");
      return ExitCode.FAILED;
    }
    return reportOther(console, e);
  }

  private static int reportOther(Console console, Throwable e) {
    if (e instanceof UncheckedIOException failure && failure.getCause() != null) {
      console.fail(failure.getMessage() + ": " + text(failure.getCause()));
      return ExitCode.FAILED;
    }
    if (e instanceof IOException failure) {
      console.fail(text(failure));
      return failure instanceof NoSuchFileException ? ExitCode.NOT_FOUND : ExitCode.FAILED;
    }
    if (e instanceof OutputFailure) {
      console.fail(String.valueOf(e.getMessage()));
      return ExitCode.FAILED;
    }
    if (e instanceof IllegalArgumentException && e.getMessage() != null) {
      console.fail(e.getMessage());
      return ExitCode.WRONG_USE;
    }
    console.fail(e + "\n" + REPORT);
    return ExitCode.FAILED;
  }

  /** Java's messages for files are often no more than the path. */
  private static String text(IOException e) {
    if (e instanceof NoSuchFileException missing) {
      return missing.getFile() + ": there is no such file";
    }
    if (e instanceof AccessDeniedException denied) {
      return denied.getFile() + ": permission denied";
    }
    if (e instanceof FileSystemException failure && failure.getReason() == null) {
      String kind = failure.getClass().getSimpleName().replace("Exception", "");
      return failure.getFile() + ": " + kind.replaceAll("(?<=[a-z])(?=[A-Z])", " ");
    }
    return String.valueOf(e.getMessage() == null ? e : e.getMessage());
  }

  /** What cannot even be opened cannot be verified: the message says what to do. */
  private static String advice(StoreException e) {
    boolean notOpened = e.code() == ErrorCode.CORRUPT && e.operation().startsWith("open ");
    return notOpened ? "" : advice(e.code());
  }

  private static String advice(ErrorCode code) {
    return switch (code) {
      case CORRUPT -> "\nSee what else is damaged with: pagurus verify LOCATOR";
      case OUTCOME_UNKNOWN -> "\nIt is not known whether it was written: look with pagurus get";
      case BUSY -> "\nNothing was changed; try again later";
      case UNAVAILABLE -> "\nNothing was changed";
      default -> "";
    };
  }
}
