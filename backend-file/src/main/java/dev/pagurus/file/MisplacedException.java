package dev.pagurus.file;

import java.io.IOException;

/** A symbolic link, a folder or a file stands where something else of the store belongs. */
final class MisplacedException extends IOException {

  private static final long serialVersionUID = 1L;

  MisplacedException(String message) {
    super(message);
  }
}
