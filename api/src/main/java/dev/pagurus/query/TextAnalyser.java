package dev.pagurus.query;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Cuts text into the tokens that full text is made of (TEXT-1). One analyser serves documents and
 * queries on every backend, so that every backend finds the same documents.
 *
 * <p>Case and diacritics are folded away: NFD, marks without a script of their own (but not the
 * voicing marks of kana) and Hebrew points dropped, NFC, every code point in lower case, final
 * sigma as sigma. Words are maximal runs of letters and digits, with the marks that follow them.
 * Within a run, stretches of Han, Hiragana, Katakana and Thai become overlapping pairs of code
 * points and a last single one; everything between them is one token. Tokens have positions 0, 1,
 * 2, ... through the whole text.
 *
 * <p>Tokens hold letters, digits and marks only, and are folded already: an engine may keep them
 * joined by spaces, under a tokenizer that splits at spaces and nothing else. {@link TextQuery}
 * says what to look for among them.
 *
 * <p>Any string can be analysed, and time and memory are linear in its length. What counts as a
 * letter is decided by the Unicode tables of the Java platform; letters that a later Unicode
 * version adds are found in documents that were indexed since.
 *
 * <p>All methods are stateless and safe for many threads.
 */
public final class TextAnalyser {

  /**
   * One token.
   *
   * @param text one or more letters, digits and marks, folded
   * @param position its place among the tokens of the text, from 0
   */
  public record Token(String text, int position) {}

  private TextAnalyser() {}

  /**
   * The tokens of a text.
   *
   * @param text any string
   * @return its tokens in order
   */
  public static List<Token> analyse(String text) {
    List<Token> tokens = new ArrayList<>();
    forEachToken(text, token -> tokens.add(new Token(token, tokens.size())));
    return tokens;
  }

  /**
   * Answers the tokens of a text one by one, for those who need not hold them all.
   *
   * @param text any string
   * @param action is given each token's text, in order of position
   */
  public static void forEachToken(String text, Consumer<String> action) {
    String folded = TextFolding.fold(text);
    TextRuns runs = new TextRuns(folded, 0, folded.length());
    while (runs.next()) {
      runs.tokens((token, part) -> action.accept(token));
    }
  }
}
