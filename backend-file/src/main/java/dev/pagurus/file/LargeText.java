package dev.pagurus.file;

import dev.pagurus.document.Body;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * The document of a large record, written from its canonical bytes as they go by: a tree of eight
 * mebibytes of small members is twenty times as large. There is a line for each member of the
 * document and for each table or array within an array that is such a member; what is deeper stands
 * in one line.
 *
 * <p>Canonical JSON is nearly TOML already: strings are basic strings but for two characters,
 * objects are inline tables with another sign, numbers are the same.
 */
final class LargeText implements RecordText.Rest {

  /** Beyond this, a person is better served by a tool than by a layout. */
  static final int BYTES = 256 << 10;

  private final byte[] json;
  private final boolean toml;

  /**
   * A document as text.
   *
   * @param toml whether in TOML, else in JSON
   */
  LargeText(Body body, boolean toml) {
    this.json = body.bytes();
    this.toml = toml;
  }

  static boolean isFor(Body body) {
    return body.size() >= BYTES;
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    if (toml) {
      boolean nulls = new NullPointers(json).writeTo(out);
      write(out, nulls ? "\n\n[document]\n" : "\n[document]\n");
    } else {
      write(out, "  \"document\": {\n");
    }
    for (int at = 1; json[at] != '}'; ) {
      int key = json[at] == ',' ? at + 1 : at;
      int end = endOfString(json, key);
      writeKey(out, key, end);
      int next = writeValue(out, end + 1);
      write(out, toml || json[next] == '}' ? "\n" : ",\n");
      at = next;
    }
    if (!toml) {
      write(out, "  }\n}\n");
    }
  }

  static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.US_ASCII));
  }

  private void writeKey(OutputStream out, int from, int end) throws IOException {
    if (toml && isBare(from + 1, end - 1)) {
      out.write(json, from + 1, end - from - 2);
    } else {
      write(out, toml ? "" : "    ");
      writeString(out, from, end);
    }
    write(out, toml ? " = " : ": ");
  }

  private boolean isBare(int from, int end) {
    for (int i = from; i < end; i++) {
      byte b = json[i];
      boolean letter = (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z');
      if (!letter && !(b >= '0' && b <= '9') && b != '_' && b != '-') {
        return false;
      }
    }
    return from < end;
  }

  /** Writes the value that begins at a place, and answers the place after it. */
  private int writeValue(OutputStream out, int from) throws IOException {
    boolean lines = json[from] == '[' && (json[from + 1] == '[' || json[from + 1] == '{');
    int depth = 0;
    int written = from; // up to here
    int at = from;
    while (depth > 0 || at == from || !isAfterValue(json[at])) {
      switch (json[at]) {
        case '"' -> {
          out.write(json, written, at - written);
          written = endOfString(json, at);
          writeString(out, at, written);
          at = written;
        }
        case '{', '[' -> {
          depth++;
          if (lines && depth == 2) {
            out.write(json, written, at - written);
            write(out, toml ? "\n  " : "\n      ");
            written = at;
          }
          at++;
        }
        case '}', ']' -> {
          depth--;
          if (lines && depth == 0) {
            out.write(json, written, at - written);
            write(out, toml ? "\n" : "\n    ");
            written = at;
          }
          at++;
        }
        case ':' -> written = instead(out, written, at++, ":", "=");
        case 'n' -> {
          written = instead(out, written, at, "null", "nan");
          at = written;
        }
        default -> at++;
      }
    }
    out.write(json, written, at - written);
    return at;
  }

  private static boolean isAfterValue(byte b) {
    return b == ',' || b == '}';
  }

  /** Writes all up to a place, and in TOML another word in the place of the one there. */
  private int instead(OutputStream out, int written, int at, String word, String other)
      throws IOException {
    out.write(json, written, at - written);
    write(out, toml ? other : word);
    return at + word.length();
  }

  private void writeString(OutputStream out, int from, int end) throws IOException {
    if (toml) {
      writeBasic(out, json, from, end);
    } else {
      out.write(json, from, end - from);
    }
  }

  /** TOML wants DEL escaped, and Jackson U+FEFF, see {@link RecordToml#escapeMarks}. */
  static void writeBasic(OutputStream out, byte[] json, int from, int end) throws IOException {
    int written = from;
    for (int i = from; i < end; i++) {
      boolean mark = isMark(json, i, end);
      if (mark || json[i] == 0x7F) {
        out.write(json, written, i - written);
        write(out, mark ? "\\uFEFF" : "\\u007F");
        i += mark ? 2 : 0;
        written = i + 1;
      }
    }
    out.write(json, written, end - written);
  }

  private static boolean isMark(byte[] json, int at, int end) {
    return json[at] == (byte) 0xEF
        && at + 2 < end
        && json[at + 1] == (byte) 0xBB
        && json[at + 2] == (byte) 0xBF;
  }

  /** The place after the string that begins at a place. */
  static int endOfString(byte[] json, int from) {
    int at = from + 1;
    while (json[at] != '"') {
      at += json[at] == '\\' ? 2 : 1;
    }
    return at + 1;
  }
}
