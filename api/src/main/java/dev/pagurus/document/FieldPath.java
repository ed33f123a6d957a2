package dev.pagurus.document;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The way from a body's root to a value: a list of object keys (QUERY-1). It never leads through an
 * array.
 *
 * <p>Its text form joins names with dots; a name that is not {@code [A-Za-z_][A-Za-z0-9_]*} or that
 * is a keyword of the query language stands in backquotes, with a backquote inside written twice:
 * {@code location.lat}, {@code `dot.ted`.`order`}.
 *
 * @param keys at least one key, each valid Unicode without U+0000; an empty key is a key
 */
public record FieldPath(List<String> keys) {

  /** The words that must stand in backquotes to be names, in lower case. */
  private static final Set<String> KEYWORDS =
      Set.of(
          "and",
          "or",
          "not",
          "in",
          "between",
          "startswith",
          "contains",
          "exists",
          "matches",
          "order",
          "by",
          "asc",
          "desc",
          "limit",
          "true",
          "false",
          "null");

  /**
   * Checks and copies the keys.
   *
   * @throws IllegalArgumentException if there is no key, or one that no document can have
   */
  public FieldPath {
    keys = List.copyOf(keys);
    if (keys.isEmpty()) {
      throw new IllegalArgumentException("a path needs at least one key");
    }
    if (keys.size() > Body.MAX_DEPTH) {
      throw new IllegalArgumentException(
          "a path of "
              + keys.size()
              + " keys leads nowhere: documents are at most "
              + Body.MAX_DEPTH
              + " deep");
    }
    for (String key : keys) {
      if (key.indexOf('\0') >= 0 || Utf8.indexOfLoneSurrogate(key) >= 0) {
        throw new IllegalArgumentException(
            "no document has the key " + Names.quote(key) + ": it is not valid Unicode");
      }
    }
  }

  /**
   * A path of these keys, taken literally: {@code of("a.b")} is one key with a dot in it.
   *
   * @param keys at least one key
   * @return the path
   */
  public static FieldPath of(String... keys) {
    return new FieldPath(List.of(keys));
  }

  /**
   * Reads the text form, as {@link #toString} writes it.
   *
   * @param text for example {@code location.lat}
   * @return the path
   * @throws IllegalArgumentException if the text is not a path; the message says where
   */
  public static FieldPath parse(String text) {
    List<String> keys = new ArrayList<>();
    int at = 0;
    while (true) {
      int end = endOfName(text, at);
      String name = text.substring(at, end);
      keys.add(
          name.startsWith("`")
              ? name.substring(1, name.length() - 1).replace("``", "`")
              : plain(text, at, name));
      if (end == text.length()) {
        return new FieldPath(keys);
      }
      if (text.charAt(end) != '.') {
        throw notAPath(text, end, "a dot or the end");
      }
      at = end + 1;
    }
  }

  /**
   * Reads a list of paths, with commas between them and spaces where it pleases.
   *
   * @param text for example {@code country, location.lat}
   * @return one path or more
   * @throws IllegalArgumentException if one of them is not a path; the message says which and where
   */
  public static List<FieldPath> parseAll(String text) {
    List<FieldPath> paths = new ArrayList<>();
    boolean quoted = false;
    int start = 0;
    for (int i = 0; i <= text.length(); i++) {
      if (i == text.length() || (text.charAt(i) == ',' && !quoted)) {
        paths.add(parse(text.substring(start, i).strip()));
        start = i + 1;
      } else if (text.charAt(i) == '`') {
        quoted = !quoted; // a backquote inside a name is written twice: no change in the end
      }
    }
    return paths;
  }

  private static String plain(String text, int at, String name) {
    if (!isPlain(name)) {
      throw notAPath(
          text, at, "a name, or one in `backquotes` if it has odd characters or is a keyword");
    }
    return name;
  }

  private static int endOfName(String text, int at) {
    if (at == text.length() || text.charAt(at) != '`') {
      int dot = text.indexOf('.', at);
      return dot < 0 ? text.length() : dot;
    }
    int quote = text.indexOf('`', at + 1);
    while (quote >= 0 && quote + 1 < text.length() && text.charAt(quote + 1) == '`') {
      quote = text.indexOf('`', quote + 2);
    }
    if (quote >= 0) {
      return quote + 1;
    }
    throw notAPath(text, at, "a closing backquote for the one here");
  }

  private static IllegalArgumentException notAPath(String text, int at, String wanted) {
    return new IllegalArgumentException(
        "not a path: " + Names.quote(text) + "; at position " + at + " there should be " + wanted);
  }

  /**
   * Whether a key may stand in the text form as it is.
   *
   * @param key any string
   * @return false if it needs backquotes
   */
  public static boolean isPlain(String key) {
    if (key.isEmpty() || (key.charAt(0) >= '0' && key.charAt(0) <= '9')) {
      return false;
    }
    for (int i = 0; i < key.length(); i++) {
      char c = key.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
      if (!letter && !(c >= '0' && c <= '9')) {
        return false;
      }
    }
    return !KEYWORDS.contains(key.toLowerCase(Locale.ROOT));
  }

  /**
   * The value this path leads to.
   *
   * @param body an object
   * @return the value, which may be an explicit null node; Java's null if it is missing
   */
  public @Nullable JsonNode in(JsonNode body) {
    JsonNode node = body;
    for (int i = 0; i < keys.size(); i++) {
      // JsonNode.get answers Java's null for a missing key and for anything that is not an object.
      node = node.get(keys.get(i));
      if (node == null) {
        return null;
      }
    }
    return node;
  }

  /** The text form; {@link #parse} reads it back. */
  @Override
  public String toString() {
    StringBuilder out = new StringBuilder();
    for (String key : keys) {
      if (out.length() > 0) {
        out.append('.');
      }
      if (isPlain(key)) {
        out.append(key);
      } else {
        out.append('`').append(key.replace("`", "``")).append('`');
      }
    }
    return out.toString();
  }
}
