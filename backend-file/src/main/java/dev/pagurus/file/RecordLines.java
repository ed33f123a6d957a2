package dev.pagurus.file;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the lines of metadata: each key once, in the order that the program writes. White space may
 * stand around keys and values; blank lines and comments, where the format has them, between. What
 * is read here is always valid in the format itself, so that other tools can read the file.
 */
final class RecordLines {

  private final byte[] text;
  private final RecordDialect dialect;

  /** The line that is looked at, without its end, and the place in it. */
  private int at;

  private int lineEnd;

  private int next;
  private int line;

  RecordLines(byte[] text, RecordDialect dialect) {
    this.text = text;
    this.dialect = dialect;
    this.next = startsWithMark(text) ? 3 : 0;
  }

  static boolean startsWithMark(byte[] text) {
    return text.length >= 3
        && text[0] == (byte) 0xEF
        && text[1] == (byte) 0xBB
        && text[2] == (byte) 0xBF;
  }

  RecordHeader read() throws RecordDamagedException {
    if (!dialect.first().isEmpty()) {
      toNextFilled("{");
      require("{", "{");
      requireEnd();
    }
    List<String> values = new ArrayList<>(RecordHeader.KEYS.size());
    List<RecordHeader.Span> spans = new ArrayList<>(RecordHeader.KEYS.size() + 1);
    for (String key : RecordHeader.KEYS) {
      values.add(value(key, spans));
    }
    String sum = value(RecordHeader.CHECKSUM, spans);
    return new RecordHeader(values, spans, sum(sum), next, line);
  }

  private RecordSum sum(String spelled) throws RecordDamagedException {
    if (spelled.length() != RecordSum.LENGTH + 2
        || spelled.charAt(9) != '-'
        || spelled.charAt(18) != '-') {
      throw new RecordDamagedException(line, "the checksum is not spelled as the program does");
    }
    return new RecordSum(
        spelled.substring(1, 9), spelled.substring(10, 18), spelled.substring(19, 27));
  }

  private String value(String key, List<RecordHeader.Span> spans) throws RecordDamagedException {
    toNextFilled(key);
    require(dialect.quote() + key + dialect.quote(), key);
    skipSpace();
    require(dialect.assign(), key);
    skipSpace();
    int start = at;
    toEndOfValue(key);
    spans.add(new RecordHeader.Span(start, at));
    String value = new String(text, start, at - start, StandardCharsets.UTF_8);
    skipSpace();
    require(dialect.lineEnd(), key);
    skipSpace();
    requireEnd();
    return value;
  }

  /** Goes to the next line that says something. */
  private void toNextFilled(String wanted) throws RecordDamagedException {
    do {
      if (next >= text.length) {
        throw new RecordDamagedException(
            line + 1, "the text ends where the metadata \"" + wanted + "\" should stand");
      }
      int end = next;
      while (end < text.length && text[end] != '\n') {
        end++;
      }
      if (end == text.length) {
        throw new RecordDamagedException(line + 1, "the text ends within the metadata");
      }
      at = next;
      lineEnd = end > next && text[end - 1] == '\r' ? end - 1 : end;
      next = end + 1;
      line++;
      skipSpace();
    } while (isBlankOrComment());
  }

  private boolean isBlankOrComment() throws RecordDamagedException {
    if (at == lineEnd) {
      return true;
    }
    if (dialect.comments() && text[at] == '#') {
      requireEnd();
      return true;
    }
    return false;
  }

  private void toEndOfValue(String key) throws RecordDamagedException {
    int start = at;
    if (at < lineEnd && text[at] == '"') {
      at++;
      while (at < lineEnd && text[at] != '"') {
        if (text[at] == '\\') {
          at++;
          if (at == lineEnd || (text[at] != '"' && text[at] != '\\')) {
            throw expected(key);
          }
        }
        if (isControl(text[at])) {
          throw expected(key);
        }
        at++;
      }
      at++;
    } else {
      while (at < lineEnd && isPlain(text[at])) {
        at++;
      }
    }
    if (at > lineEnd || at == start) {
      throw expected(key);
    }
  }

  /** Numbers and times. */
  private static boolean isPlain(byte b) {
    return (b >= '0' && b <= '9') || b == '-' || b == ':' || b == '.' || b == 'T' || b == 'Z';
  }

  private static boolean isControl(byte b) {
    return (b >= 0 && b < 0x20 && b != '\t') || b == 0x7F;
  }

  private void skipSpace() {
    while (at < lineEnd && (text[at] == ' ' || text[at] == '\t')) {
      at++;
    }
  }

  private void require(String word, String key) throws RecordDamagedException {
    for (int i = 0; i < word.length(); i++, at++) {
      if (at >= lineEnd || text[at] != word.charAt(i)) {
        throw expected(key);
      }
    }
  }

  private void requireEnd() throws RecordDamagedException {
    if (at < lineEnd && dialect.comments() && text[at] == '#') {
      while (at < lineEnd && !isControl(text[at])) {
        at++;
      }
    }
    if (at < lineEnd) {
      throw new RecordDamagedException(
          line, at - lineStart() + 1, "more text than a line of metadata has", null);
    }
  }

  private int lineStart() {
    int start = at;
    while (start > 0 && text[start - 1] != '\n') {
      start--;
    }
    return start;
  }

  private RecordDamagedException expected(String key) {
    return new RecordDamagedException(
        line,
        "the metadata \""
            + key
            + "\" should stand here, as the program writes it; metadata is not"
            + " for editing");
  }
}
