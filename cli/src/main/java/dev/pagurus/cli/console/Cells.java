package dev.pagurus.cli.console;

import java.util.HexFormat;
import org.jline.utils.WCWidth;

/** Text for a terminal: how wide it is, and without what would steer the terminal. */
final class Cells {

  private static final HexFormat HEX = HexFormat.of();
  private static final String ELLIPSIS = "\u2026";

  private Cells() {}

  /** The columns a text takes: none for combining marks, two for Han, Hangul, Kana and emoji. */
  static int width(String text) {
    int width = 0;
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      width += width(c);
      i += Character.charCount(c);
    }
    return width;
  }

  private static int width(int c) {
    return c < 0x7F ? 1 : Math.max(0, WCWidth.wcwidth(c));
  }

  /** The text, shortened if it takes more columns than there are. */
  static String fit(String text, int columns) {
    if (text.length() <= columns / 2 || width(text) <= columns) {
      return text;
    }
    int width = 0;
    int i = 0;
    while (i < text.length()) {
      int c = text.codePointAt(i);
      if (width + width(c) > columns - 1) {
        break;
      }
      width += width(c);
      i += Character.charCount(c);
    }
    return text.substring(0, i) + ELLIPSIS;
  }

  /** The text in one line: control characters, line ends included, are spelled out. */
  static String oneLine(String text) {
    return spell(text, false);
  }

  /** The text with its line ends and tabs; other control characters are spelled out. */
  static String visible(String text) {
    return spell(text, true);
  }

  private static String spell(String text, boolean keepLines) {
    StringBuilder out = null;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean control = Character.isISOControl(c) || isBidiControl(c);
      boolean keep = !control || (keepLines && (c == '\n' || c == '\t'));
      if (!keep && out == null) {
        out = new StringBuilder(text.substring(0, i));
      }
      if (out != null && keep) {
        out.append(c);
      } else if (out != null) {
        out.append("\\u").append(HEX.toHexDigits(c));
      }
    }
    return out == null ? text : out.toString();
  }

  /** Overrides of the writing direction, with which a name can pose as another. */
  private static boolean isBidiControl(char c) {
    return (c >= '\u202A' && c <= '\u202E') || (c >= '\u2066' && c <= '\u2069');
  }
}
