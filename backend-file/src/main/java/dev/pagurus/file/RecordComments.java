package dev.pagurus.file;

import java.nio.charset.StandardCharsets;

/**
 * Whether a TOML text has a comment: one pass that knows the four kinds of strings and nothing
 * else, so that a number sign in a string does not cost a parse of the whole text.
 */
final class RecordComments {

  private static final byte[] THREE_DOUBLE = "\"\"\"".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] THREE_SINGLE = "'''".getBytes(StandardCharsets.US_ASCII);

  private RecordComments() {}

  static boolean in(byte[] text) {
    for (int i = 0; i < text.length; i++) {
      byte b = text[i];
      if (b == '#') {
        return true;
      }
      if (b == '"' || b == '\'') {
        i = endOfString(text, i, b);
      }
    }
    return false;
  }

  /** The last byte of the string that starts here, or of the text. */
  private static int endOfString(byte[] text, int start, byte quote) {
    boolean escapes = quote == '"';
    boolean multiLine = startsWith(text, start, escapes ? THREE_DOUBLE : THREE_SINGLE);
    for (int i = start + (multiLine ? 3 : 1); i < text.length; i++) {
      if (escapes && text[i] == '\\') {
        i++;
      } else if (!multiLine && (text[i] == quote || text[i] == '\n')) {
        return i;
      } else if (multiLine && startsWith(text, i, escapes ? THREE_DOUBLE : THREE_SINGLE)) {
        int end = i + 2; // up to two quotes may stand before the three that close
        while (end < i + 4 && end + 1 < text.length && text[end + 1] == quote) {
          end++;
        }
        return end;
      }
    }
    return text.length;
  }

  private static boolean startsWith(byte[] text, int from, byte[] word) {
    for (int i = 0; i < word.length; i++) {
      if (from + i >= text.length || text[from + i] != word[i]) {
        return false;
      }
    }
    return true;
  }
}
