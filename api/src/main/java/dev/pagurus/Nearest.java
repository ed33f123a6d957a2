package dev.pagurus;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/**
 * Finds the known word that somebody may have meant. Case does not count, and an underscore is as
 * good as a hyphen, so that {@code maxDocumentBytes} and {@code MAX_DOCUMENT_BYTES} are found too.
 */
final class Nearest {

  /** A word this long that is part of a known one is likely to be meant: {@code retention}. */
  private static final int TELLING_LENGTH = 5;

  private Nearest() {}

  /** "; did you mean X?", or nothing if no known word is near. */
  static String didYouMean(String word, Collection<String> known) {
    return to(word, known).map(near -> "; did you mean " + near + "?").orElse("");
  }

  /** The nearest of the known words, if it is near enough to be meant. */
  static Optional<String> to(String word, Collection<String> known) {
    String plain = plain(word);
    int most = Math.max(2, plain.length() / 3);
    return known.stream()
        .filter(candidate -> isNear(plain, plain(candidate), most))
        .min(Comparator.comparingInt(candidate -> distance(plain, plain(candidate))));
  }

  private static String plain(String word) {
    return word.toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static boolean isNear(String word, String candidate, int most) {
    int lengths = Math.abs(word.length() - candidate.length());
    return (lengths <= most && distance(word, candidate) <= Math.min(most, candidate.length() - 1))
        || (word.length() >= TELLING_LENGTH && candidate.contains(word));
  }

  /** How many characters must be put in, taken out or changed (Levenshtein). */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(change, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
