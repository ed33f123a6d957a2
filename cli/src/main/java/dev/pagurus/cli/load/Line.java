package dev.pagurus.cli.load;

/** A line of the input. Its bytes are shared, not copied, and must not be changed. */
final class Line {

  private final long number;
  private final byte[] bytes;
  private final long length;

  /**
   * A line.
   *
   * @param number its number, from 1
   * @param bytes without its end; only the beginning if it is too long
   * @param length how many bytes it has
   */
  Line(long number, byte[] bytes, long length) {
    this.number = number;
    this.bytes = bytes;
    this.length = length;
  }

  long number() {
    return number;
  }

  byte[] bytes() {
    return bytes;
  }

  long length() {
    return length;
  }

  boolean isTooLong() {
    return length > bytes.length;
  }

  boolean isBlank() {
    for (byte b : bytes) {
      if (b != ' ' && b != '\t') {
        return false;
      }
    }
    return true;
  }
}
