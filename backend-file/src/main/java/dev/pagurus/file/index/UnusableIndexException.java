package dev.pagurus.file.index;

import org.jspecify.annotations.Nullable;

/**
 * The index is missing, damaged or of another format: it has to be built anew. The message says
 * which, for people.
 */
public final class UnusableIndexException extends Exception {

  private static final long serialVersionUID = 1L;

  UnusableIndexException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
