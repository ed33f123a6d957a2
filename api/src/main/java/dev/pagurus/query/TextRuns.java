package dev.pagurus.query;

import java.lang.Character.UnicodeScript;
import java.util.function.BiConsumer;

/**
 * Walks over the words of a folded text, one maximal run of letters, digits and marks after the
 * other, and cuts each into tokens. Not safe for many threads.
 *
 * <p>Han, kana and Thai are written without spaces. Stretches of them are set apart from other
 * letters within the run, and become overlapping pairs of code points and a last single one: what
 * has the code points 1, 2 and 3 becomes the tokens 12, 23 and 3. So each place in the stretch
 * begins a token, and any part of it is found as a row of pairs. Whether a code point belongs to
 * such a stretch depends on that code point alone, so that every part of a stretch is cut alike.
 */
final class TextRuns {

  /** What a token is of. */
  enum Part {
    /** A word, or the part of one, in letters that are written with spaces. */
    WORD,
    /** Two neighbours of an unspaced stretch. */
    PAIR,
    /** The last code point of an unspaced stretch. */
    LAST
  }

  private static final int FIRST_THAI = 0x0E00;

  private final String text;
  private final int limit;
  private int start;
  private int end;

  /** Walks over {@code folded} from one index to before another. */
  TextRuns(String folded, int from, int limit) {
    this.text = folded;
    this.limit = limit;
    this.end = from;
  }

  /** Moves on to the next run, if there is one. */
  boolean next() {
    start = end;
    while (start < limit && !startsWord(text.codePointAt(start))) {
      start += Character.charCount(text.codePointAt(start));
    }
    end = start;
    while (end < limit && continuesWord(text.codePointAt(end))) {
      end += Character.charCount(text.codePointAt(end));
    }
    return start < end;
  }

  /** Where the present run ends. */
  int end() {
    return end;
  }

  /** Answers the tokens of the present run, in order. */
  void tokens(BiConsumer<String, Part> tokens) {
    for (int at = start; at < end; ) {
      boolean unspaced = isUnspaced(text.codePointAt(at));
      int next = at;
      do {
        next += Character.charCount(text.codePointAt(next));
      } while (next < end && belongs(text.codePointAt(next), unspaced));
      if (unspaced) {
        pairs(at, next, tokens);
      } else {
        tokens.accept(text.substring(at, next), Part.WORD);
      }
      at = next;
    }
  }

  private void pairs(int from, int to, BiConsumer<String, Part> tokens) {
    int first = from;
    int second = first + Character.charCount(text.codePointAt(first));
    while (second < to) {
      int after = second + Character.charCount(text.codePointAt(second));
      tokens.accept(text.substring(first, after), Part.PAIR);
      first = second;
      second = after;
    }
    tokens.accept(text.substring(first, to), Part.LAST);
  }

  private static boolean startsWord(int cp) {
    return Character.isLetterOrDigit(cp) || isUnspaced(cp);
  }

  private static boolean continuesWord(int cp) {
    return startsWord(cp) || isJoiningMark(cp);
  }

  private static boolean isJoiningMark(int cp) {
    int type = Character.getType(cp);
    return type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
  }

  /** A mark of another script goes with what stands before it. */
  private static boolean belongs(int cp, boolean unspaced) {
    return isUnspaced(cp) ? unspaced : !unspaced || !Character.isLetterOrDigit(cp);
  }

  /** A letter, digit or mark of Han, kana or Thai, or one that several of them share. */
  private static boolean isUnspaced(int cp) {
    if (cp < FIRST_THAI) {
      return false;
    }
    return switch (UnicodeScript.of(cp)) {
      case HAN, HIRAGANA, KATAKANA, THAI -> Character.isLetterOrDigit(cp) || isJoiningMark(cp);
      case COMMON, INHERITED -> isSharedByKana(cp);
      default -> false;
    };
  }

  /**
   * The letters and marks that Unicode gives to no script since Han and both kana share them: the
   * closing mark, the vertical repeat marks, the masu mark, the voicing marks, the prolonged sound
   * marks, wide and narrow. The old Chinese iteration mark, the last one here, has become Han in
   * later versions of Unicode; it must not be cut otherwise on an older Java.
   */
  private static boolean isSharedByKana(int cp) {
    return cp == 0x3006
        || (cp >= 0x3031 && cp <= 0x3035)
        || cp == 0x303C
        || TextFolding.isVoicingMark(cp)
        || cp == 0x30FC
        || cp == 0xFF70
        || cp == 0xFF9E
        || cp == 0xFF9F
        || cp == 0x16FE3;
  }
}
