package dev.pagurus.document;

import java.util.Locale;

/**
 * The rules ADDR-2 and ADDR-3: which users, collections and ids there can be. Nothing is
 * normalised, trimmed or folded; a name is taken as it is or refused.
 *
 * <p>All methods are stateless and safe for many threads; each costs one pass over the name.
 */
public final class Names {

  /** The most bytes of UTF-8 that a user or an id may have (ADDR-2). */
  public static final int MAX_BYTES = 255;

  /** The most characters that a collection may have (ADDR-3). */
  public static final int MAX_COLLECTION_LENGTH = 63;

  private Names() {}

  /**
   * Checks a user.
   *
   * @param user the name of a user
   * @return the same name
   * @throws IllegalArgumentException if ADDR-2 does not allow it; the message says why
   */
  public static String requireUser(String user) {
    return require("user", user);
  }

  /**
   * Checks an id.
   *
   * @param id the id of a document
   * @return the same id
   * @throws IllegalArgumentException if ADDR-2 does not allow it; the message says why
   */
  public static String requireId(String id) {
    return require("id", id);
  }

  /**
   * Checks a collection.
   *
   * @param collection the name of a collection
   * @return the same name
   * @throws IllegalArgumentException if ADDR-3 does not allow it; the message says why
   */
  public static String requireCollection(String collection) {
    if (collection.isEmpty()
        || collection.length() > MAX_COLLECTION_LENGTH
        || !isLower(collection.charAt(0))) {
      throw badCollection(collection);
    }
    for (int i = 1; i < collection.length(); i++) {
      char c = collection.charAt(i);
      if (!isLower(c) && !(c >= '0' && c <= '9') && c != '_' && c != '-') {
        throw badCollection(collection);
      }
    }
    return collection;
  }

  private static boolean isLower(char c) {
    return c >= 'a' && c <= 'z';
  }

  private static IllegalArgumentException badCollection(String collection) {
    return new IllegalArgumentException(
        "collection "
            + quote(collection)
            + " is not allowed: a collection starts with a-z and goes on with up to 62 of a-z, 0-9, _ and -");
  }

  private static String require(String what, String name) {
    if (name.isEmpty()) {
      throw new IllegalArgumentException(
          what + " is empty: it must have 1 to " + MAX_BYTES + " bytes of UTF-8");
    }
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c <= 0x1F || (c >= 0x7F && c <= 0x9F)) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "%s %s is not allowed: it has the control character U+%04X at index %d",
                what,
                quote(name),
                (int) c,
                i));
      }
    }
    int lone = Utf8.indexOfLoneSurrogate(name);
    if (lone >= 0) {
      throw new IllegalArgumentException(
          what
              + " "
              + quote(name)
              + " is not valid Unicode: an unpaired surrogate at index "
              + lone);
    }
    int bytes = Utf8.length(name);
    if (bytes > MAX_BYTES) {
      throw new IllegalArgumentException(
          what
              + " "
              + quote(name)
              + " is too long: "
              + bytes
              + " bytes of UTF-8, at most "
              + MAX_BYTES);
    }
    return name;
  }

  /**
   * A name as it may stand in a message or a log: in quotes, shortened, with control characters and
   * unpaired surrogates spelled out, so that a hostile name cannot forge a line.
   *
   * @param name any string
   * @return the name for people
   */
  public static String quote(String name) {
    StringBuilder out = new StringBuilder("\"");
    int shown = 0;
    for (int i = 0; i < name.length(); shown++) {
      if (shown == 80) {
        return out.append("...\" (").append(name.length()).append(" characters)").toString();
      }
      int cp = name.codePointAt(i);
      i += Character.charCount(cp);
      if (cp == '"' || cp == '\\') {
        out.append('\\').appendCodePoint(cp);
      } else if (isPlain(cp)) {
        out.appendCodePoint(cp);
      } else {
        out.append(String.format(Locale.ROOT, "\\u%04X", cp));
      }
    }
    return out.append('"').toString();
  }

  private static boolean isPlain(int cp) {
    return switch (Character.getType(cp)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }
}
