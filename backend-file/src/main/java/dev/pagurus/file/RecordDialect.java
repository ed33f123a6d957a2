package dev.pagurus.file;

/**
 * How the lines of metadata look: {@code key = value} in TOML, {@code "key": value,} in JSON.
 *
 * @param first what stands before the first line
 * @param indent what the program puts before a line
 * @param quote what stands on both sides of a key; empty for nothing
 * @param assign the character between a key and its value
 * @param separator the same as the program writes it, with white space
 * @param lineEnd what ends a line before the line feed; empty for nothing
 * @param comments whether lines may carry comments
 * @param times whether times have a notation of their own
 */
record RecordDialect(
    String first,
    String indent,
    String quote,
    String assign,
    String separator,
    String lineEnd,
    boolean comments,
    boolean times) {

  static final RecordDialect TOML = new RecordDialect("", "", "", "=", " = ", "", true, true);
  static final RecordDialect JSON =
      new RecordDialect("{\n", "  ", "\"", ":", ": ", ",", false, false);
}
