package dev.pagurus.query;

import java.lang.Character.UnicodeScript;
import java.text.Normalizer;

/**
 * Folds case and diacritics away, so that "Ålesund", "ALESUND" and "Ålesund" with a combining ring
 * are one word.
 *
 * <p>In this order: NFD; marks that only decorate are dropped; NFC; every code point in lower case;
 * final sigma becomes sigma. A mark decorates if it is non-spacing and of no script of its own (the
 * accents, which all scripts share) or a Hebrew point. The marks that spell in their script stay:
 * the voicing marks of kana, and the vowel signs of Thai, Devanagari and others.
 */
final class TextFolding {

  /** Below this, nothing decomposes and nothing is a mark. */
  private static final char FIRST_TO_DECOMPOSE = 0xC0;

  /**
   * The normalizer puts marks in a row into order by insertion, in quadratic time: 80,000 of them
   * took 13 seconds. No language stacks more than a few, so longer rows are cut into pieces.
   */
  private static final int MOST_MARKS_IN_A_ROW = 64;

  private TextFolding() {}

  static String fold(String text) {
    return lower(isSimple(text) ? text : withoutDecoration(text));
  }

  private static boolean isSimple(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= FIRST_TO_DECOMPOSE) {
        return false;
      }
    }
    return true;
  }

  private static String withoutDecoration(String text) {
    // What decorates is dropped twice, as it stands and as it comes out of composed letters. The
    // first time changes nothing in the outcome, but keeps rows of marks short.
    String decomposed = normalize(drop(text), Normalizer.Form.NFD);
    return normalize(drop(decomposed), Normalizer.Form.NFC);
  }

  private static String normalize(String text, Normalizer.Form form) {
    StringBuilder out = new StringBuilder(text.length() + 16);
    int piece = 0;
    int marks = 0;
    for (int i = 0; i < text.length(); ) {
      int cp = text.codePointAt(i);
      marks = isMark(cp) ? marks + 1 : 0;
      if (marks > MOST_MARKS_IN_A_ROW) {
        out.append(Normalizer.normalize(text.substring(piece, i), form));
        piece = i;
        marks = 1;
      }
      i += Character.charCount(cp);
    }
    return out.append(Normalizer.normalize(text.substring(piece), form)).toString();
  }

  private static String drop(String text) {
    StringBuilder out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); ) {
      int cp = text.codePointAt(i);
      i += Character.charCount(cp);
      if (!isDecoration(cp)) {
        out.appendCodePoint(cp);
      }
    }
    return out.toString();
  }

  private static boolean isDecoration(int cp) {
    if (Character.getType(cp) != Character.NON_SPACING_MARK) {
      return false;
    }
    UnicodeScript script = UnicodeScript.of(cp);
    return script == UnicodeScript.HEBREW
        || (script == UnicodeScript.INHERITED && !isVoicingMark(cp));
  }

  /** The combining marks that make か into が and は into ぱ: other letters, not decorated ones. */
  static boolean isVoicingMark(int cp) {
    return cp == 0x3099 || cp == 0x309A;
  }

  static boolean isMark(int cp) {
    int type = Character.getType(cp);
    return type == Character.NON_SPACING_MARK
        || type == Character.COMBINING_SPACING_MARK
        || type == Character.ENCLOSING_MARK;
  }

  private static String lower(String text) {
    StringBuilder out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); ) {
      int cp = text.codePointAt(i);
      i += Character.charCount(cp);
      int folded = Character.toLowerCase(cp);
      out.appendCodePoint(folded == 'ς' ? 'σ' : folded);
    }
    return out.toString();
  }
}
