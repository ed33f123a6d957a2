package dev.pagurus.document;

import java.util.Comparator;

/**
 * What the contract asks of strings: valid Unicode, and the order of their UTF-8 bytes (which is
 * the order of code points, and not the order of {@link String#compareTo}, which ranks U+FF5E above
 * U+1F600).
 *
 * <p>All methods are stateless and safe for many threads.
 */
public final class Utf8 {

  /** Orders strings by their unsigned UTF-8 bytes, ascending. */
  public static final Comparator<String> ORDER = Utf8::compare;

  private Utf8() {}

  /**
   * Compares two strings as their UTF-8 encodings compare, byte by byte, unsigned.
   *
   * @param a a string without unpaired surrogates
   * @param b a string without unpaired surrogates
   * @return negative, zero or positive as {@code a} sorts before, with or after {@code b}
   */
  public static int compare(String a, String b) {
    int end = Math.min(a.length(), b.length());
    for (int i = 0; i < end; i++) {
      char x = a.charAt(i);
      char y = b.charAt(i);
      if (x != y) {
        return rank(x) - rank(y);
      }
    }
    return a.length() - b.length();
  }

  /**
   * A surrogate stands for a code point above every char that is not one, so surrogates rank above
   * U+E000-U+FFFF. At the first difference two low surrogates follow one high surrogate, and their
   * own order decides.
   */
  private static int rank(char c) {
    return Character.isSurrogate(c) ? c + 0x10000 : c;
  }

  /**
   * The length of a string's UTF-8 encoding.
   *
   * @param s a string without unpaired surrogates
   * @return the number of bytes
   */
  public static int length(String s) {
    int bytes = s.length();
    for (int i = 0; i < s.length(); i++) {
      char c = s.charAt(i);
      if (c >= 0x800) {
        bytes += Character.isSurrogate(c) ? 1 : 2;
      } else if (c >= 0x80) {
        bytes += 1;
      }
    }
    return bytes;
  }

  /**
   * Finds the first unpaired surrogate.
   *
   * @param s any string
   * @return its index in chars, or -1 if the string is valid Unicode
   */
  public static int indexOfLoneSurrogate(String s) {
    for (int i = 0; i < s.length(); i++) {
      char c = s.charAt(i);
      if (Character.isSurrogate(c) && !isPaired(s, i, c)) {
        return i;
      }
    }
    return -1;
  }

  private static boolean isPaired(String s, int i, char c) {
    return Character.isHighSurrogate(c)
        ? i + 1 < s.length() && Character.isLowSurrogate(s.charAt(i + 1))
        : i > 0 && Character.isHighSurrogate(s.charAt(i - 1));
  }
}
