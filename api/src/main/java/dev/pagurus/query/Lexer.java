package dev.pagurus.query;

import dev.pagurus.document.Body;
import dev.pagurus.document.FieldPath;
import dev.pagurus.document.InvalidDocumentException;
import dev.pagurus.document.Names;
import dev.pagurus.document.Utf8;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

/** Cuts the text of a query into lexemes, one at a time. Not safe for many threads. */
final class Lexer {

  /** What a lexeme is. */
  enum Kind {
    /** A name, plain or in backquotes; {@code text} is what it means. */
    NAME,
    /** A keyword; {@code text} is in lower case. */
    KEYWORD,
    /** A string; {@code value} is what it means. */
    STRING,
    /** A number; {@code value} is what it means. */
    NUMBER,
    /** An operator or a punctuation mark. */
    SYMBOL,
    /** The end of the text. */
    END
  }

  /** A piece of the text from one index to before another. */
  record Lexeme(Kind kind, String text, @Nullable JsonNode value, int start, int end) {}

  private static final Pattern WORD = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final Pattern NUMBER =
      Pattern.compile("-?(?:0|[1-9][0-9]*)(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]+)?");
  private static final Pattern SYMBOL = Pattern.compile("!=|<=|>=|[=<>(),.]");

  private final String text;
  private int at;

  Lexer(String text) {
    this.text = text;
  }

  /** The next lexeme; the end again and again once it is reached. */
  Lexeme next() {
    while (at < text.length() && isSpace(text.charAt(at))) {
      at++;
    }
    if (at == text.length()) {
      return lexeme(Kind.END, "", null, at);
    }
    char c = text.charAt(at);
    if (c == '"') {
      return string();
    }
    if (c == '`') {
      return quotedName();
    }
    int end = endOf(WORD);
    if (end > at) {
      return word(text.substring(at, end));
    }
    if (c == '-' || (c >= '0' && c <= '9')) {
      return number();
    }
    end = endOf(SYMBOL);
    if (end > at) {
      return lexeme(Kind.SYMBOL, text.substring(at, end), null, end);
    }
    throw unexpected(c);
  }

  private static boolean isSpace(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
  }

  private int endOf(Pattern pattern) {
    Matcher matcher = pattern.matcher(text).region(at, text.length());
    return matcher.lookingAt() ? matcher.end() : at;
  }

  private Lexeme lexeme(Kind kind, String meaning, @Nullable JsonNode value, int end) {
    Lexeme lexeme = new Lexeme(kind, meaning, value, at, end);
    at = end;
    return lexeme;
  }

  private Lexeme word(String word) {
    int end = at + word.length();
    return FieldPath.isPlain(word)
        ? lexeme(Kind.NAME, word, null, end)
        : lexeme(Kind.KEYWORD, word.toLowerCase(Locale.ROOT), null, end);
  }

  private Lexeme quotedName() {
    StringBuilder name = new StringBuilder();
    for (int i = at + 1; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '`') {
        name.append(c);
      } else if (i + 1 < text.length() && text.charAt(i + 1) == '`') {
        name.append('`');
        i++;
      } else {
        return lexeme(Kind.NAME, name.toString(), null, i + 1);
      }
    }
    throw error(text, at, "the name that starts here has no closing backquote");
  }

  private Lexeme number() {
    int end = endOf(NUMBER);
    boolean goesOn = end < text.length() && isNumberOrName(text.charAt(end));
    if (end == at || goesOn) {
      throw error(
          text,
          at,
          "a number is written as in JSON, such as 10, -2.5 or 1e6; here stands "
              + Names.quote(text.substring(at, Math.min(text.length(), Math.max(end, at) + 1))));
    }
    try {
      // Documents and queries take the same numbers, so the reader of documents decides.
      JsonNode value = Body.parse("{\"v\":" + text.substring(at, end) + "}").root().get("v");
      return lexeme(Kind.NUMBER, text.substring(at, end), value, end);
    } catch (InvalidDocumentException e) {
      throw error(text, at, e.reason());
    }
  }

  private static boolean isNumberOrName(char c) {
    return c == '.' || c == '_' || (c < 0x80 && Character.isLetterOrDigit(c));
  }

  private Lexeme string() {
    StringBuilder value = new StringBuilder();
    for (int i = at + 1; i < text.length(); ) {
      char c = text.charAt(i);
      if (c == '"') {
        return string(value.toString(), i + 1);
      }
      if (c < 0x20) {
        throw error(
            text,
            i,
            String.format(Locale.ROOT, "in a string U+%04X is written \\u%04x", (int) c, (int) c));
      }
      if (c == '\\') {
        i = escape(i, value);
      } else {
        value.append(c);
        i++;
      }
    }
    throw error(text, at, "the string that starts here has no closing double quote");
  }

  private Lexeme string(String value, int end) {
    if (value.indexOf('\0') >= 0) {
      throw error(text, at, "the string that starts here has U+0000, which no document holds");
    }
    if (Utf8.indexOfLoneSurrogate(value) >= 0) {
      throw error(
          text,
          at,
          "the string that starts here has an unpaired surrogate: it is not valid Unicode");
    }
    return lexeme(Kind.STRING, value, StringNode.valueOf(value), end);
  }

  /** Reads the escape at an index and answers where it ends. */
  private int escape(int backslash, StringBuilder value) {
    char c = backslash + 1 < text.length() ? text.charAt(backslash + 1) : ' ';
    switch (c) {
      case '"', '\\', '/' -> value.append(c);
      case 'b' -> value.append('\b');
      case 'f' -> value.append('\f');
      case 'n' -> value.append('\n');
      case 'r' -> value.append('\r');
      case 't' -> value.append('\t');
      case 'u' -> {
        value.append(hex(backslash));
        return backslash + 6;
      }
      default ->
          throw error(
              text,
              backslash,
              "in a string a backslash is followed by one of \" \\ / b f n r t, or by u and four"
                  + " hexadecimal digits");
    }
    return backslash + 2;
  }

  private char hex(int backslash) {
    int value = 0;
    for (int i = backslash + 2; i < backslash + 6; i++) {
      char c = i < text.length() ? text.charAt(i) : ' ';
      int digit = c < 0x80 ? Character.digit(c, 16) : -1;
      if (digit < 0) {
        throw error(text, backslash, "\\u is followed by four hexadecimal digits");
      }
      value = value * 16 + digit;
    }
    return (char) value;
  }

  private InvalidQueryException unexpected(char c) {
    String hint =
        switch (c) {
          case '\'' -> "; strings stand in double quotes";
          case '!' -> "; not equal is written !=";
          case '&' -> "; both is written and";
          case '|' -> "; either is written or";
          case '[', '{' -> "; a value is a string, a number, true, false or null";
          case '*' -> "; for all documents leave the filter out";
          default -> "; a name with odd characters stands in `backquotes`";
        };
    int end = text.offsetByCodePoints(at, 1);
    return error(text, at, "unexpected " + Names.quote(text.substring(at, end)) + hint);
  }

  /** An error that says where it is. */
  static InvalidQueryException error(String text, int position, String what) {
    int lineStart = text.lastIndexOf('\n', position - 1) + 1;
    long line = 1 + text.substring(0, lineStart).chars().filter(c -> c == '\n').count();
    int column = 1 + text.codePointCount(lineStart, position);
    return new InvalidQueryException(
        "not a query at position "
            + position
            + " (line "
            + line
            + ", column "
            + column
            + "): "
            + what,
        position);
  }
}
