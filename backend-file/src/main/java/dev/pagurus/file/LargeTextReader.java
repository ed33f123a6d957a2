package dev.pagurus.file;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads back what {@link LargeText} wrote, without a tree: canonical bytes are the text without its
 * white space and with JSON's signs. It knows no more TOML or JSON than that, and takes the text
 * for what it says: whoever calls it has the sum of the body to prove it by.
 */
final class LargeTextReader {

  private static final byte[] MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private final byte[] text;
  private final boolean toml;
  private final int start;

  /** Null while it is only counted how many there are. */
  private byte @Nullable [] out;

  private int length;
  private int at;

  private LargeTextReader(byte[] text, int start, boolean toml) {
    this.text = text;
    this.start = start;
    this.toml = toml;
  }

  /**
   * Reads the document of a record.
   *
   * @param start where the text after the metadata begins
   * @return its canonical bytes, if that is how it was written; null for any other text
   */
  static byte @Nullable [] read(byte[] text, int start, boolean toml) {
    LargeTextReader reader = new LargeTextReader(text, start, toml);
    if (!reader.pass()) {
      return null;
    }
    byte[] bytes = new byte[reader.length];
    reader.out = bytes;
    return reader.pass() ? bytes : null;
  }

  private boolean pass() {
    at = start;
    length = 0;
    return toml ? passToml() : passJson();
  }

  private boolean passJson() {
    skipSpace();
    if (!skip("\"document\"")) {
      return false;
    }
    skipSpace();
    if (!skip(":")) {
      return false;
    }
    skipSpace();
    if (peek() != '{' || !value()) {
      return false;
    }
    skipSpace();
    return skip("}") && isAtEnd();
  }

  private boolean passToml() {
    skipSpace();
    if (skip("nulls = [") && !skipNulls()) {
      return false;
    }
    skipSpace();
    if (!skip("[document]")) {
      return false;
    }
    put('{');
    while (!isAtEnd()) {
      if (length > 1) {
        put(',');
      }
      if (!key()) {
        return false;
      }
      skipSpace();
      if (!skip("=")) {
        return false;
      }
      put(':');
      skipSpace();
      if (!value()) {
        return false;
      }
    }
    put('}');
    return true;
  }

  /** They are marked in their places as well. */
  private boolean skipNulls() {
    int before = length;
    byte[] kept = out;
    out = null;
    boolean good = true;
    while (good && !skip("]")) {
      skipSpace();
      good = peek() == ',' ? skip(",") : string();
      skipSpace();
    }
    out = kept;
    length = before;
    return good;
  }

  private boolean key() {
    if (peek() == '"') {
      return string();
    }
    int from = at;
    while (at < text.length && text[at] != '=' && !isSpace(text[at])) {
      at++;
    }
    put('"');
    put(from, at);
    put('"');
    return at > from;
  }

  private boolean value() {
    int depth = 0;
    int from = at;
    do {
      switch (peek()) {
        case 0, '#', '\'' -> {
          return depth == 0 && at == text.length && at > from;
        }
        case '"' -> {
          if (!string()) {
            return false;
          }
        }
        case '{', '[' -> {
          depth++;
          put(text[at++]);
        }
        case '}', ']' -> {
          depth--;
          put(text[at++]);
        }
        case ' ', '\t', '\r', '\n' -> at++;
        case '=' -> {
          at++;
          put(':');
        }
        default -> {
          if (toml && skip("nan")) {
            put("null".getBytes(StandardCharsets.US_ASCII));
          } else {
            put(text[at++]);
          }
        }
      }
    } while (depth > 0 || (at < text.length && !isSpace(text[at])));
    return depth == 0;
  }

  private boolean string() {
    if (peek() != '"') {
      return false;
    }
    int from = at++;
    while (at < text.length && text[at] != '"') {
      if (text[at] != '\\') {
        at++;
      } else if (toml && (isNext("\\u007F") || isNext("\\uFEFF"))) {
        put(from, at);
        put(text[at + 2] == '0' ? new byte[] {0x7F} : MARK);
        at += "\\u007F".length();
        from = at;
      } else {
        at += 2;
      }
    }
    if (at >= text.length) {
      return false;
    }
    at++;
    put(from, at);
    return true;
  }

  private boolean isAtEnd() {
    skipSpace();
    return at == text.length;
  }

  /** The byte that comes; 0, which is in no record, at the end. */
  private byte peek() {
    return at < text.length ? text[at] : 0;
  }

  private void skipSpace() {
    while (at < text.length && isSpace(text[at])) {
      at++;
    }
  }

  private static boolean isSpace(byte b) {
    return b == ' ' || b == '\t' || b == '\r' || b == '\n';
  }

  private boolean skip(String word) {
    boolean next = isNext(word);
    at += next ? word.length() : 0;
    return next;
  }

  private boolean isNext(String word) {
    if (text.length - at < word.length()) {
      return false;
    }
    for (int i = 0; i < word.length(); i++) {
      if (text[at + i] != word.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private void put(int from, int end) {
    if (out != null) {
      System.arraycopy(text, from, out, length, end - from);
    }
    length += end - from;
  }

  private void put(byte[] bytes) {
    if (out != null) {
      System.arraycopy(bytes, 0, out, length, bytes.length);
    }
    length += bytes.length;
  }

  private void put(int b) {
    if (out != null) {
      out[length] = (byte) b;
    }
    length++;
  }
}
