package dev.pagurus.file;

import org.jspecify.annotations.Nullable;

/** The text of a record cannot be taken for a document: where it went wrong, and why. */
final class RecordDamagedException extends Exception {

  private static final long serialVersionUID = 1L;

  private final int line;
  private final int column;
  private final String reason;

  /**
   * Reports damage.
   *
   * @param line counted from 1; 0 if it is not known
   * @param column counted from 1; 0 if it is not known
   * @param reason what is wrong, as a phrase for people
   */
  RecordDamagedException(int line, int column, String reason, @Nullable Throwable cause) {
    super(reason, cause);
    this.line = line;
    this.column = column;
    this.reason = reason;
  }

  RecordDamagedException(int line, String reason) {
    this(line, 0, reason, null);
  }

  private static String where(int line, int column) {
    if (line == 0) {
      return "";
    }
    return "line " + line + (column == 0 ? ": " : ", column " + column + ": ");
  }

  /** Where and why, as a phrase for people. */
  @Override
  public String getMessage() {
    return where(line, column) + reason;
  }

  int line() {
    return line;
  }

  int column() {
    return column;
  }

  String reason() {
    return reason;
  }
}
