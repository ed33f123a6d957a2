package dev.pagurus.query;

import dev.pagurus.query.TextAnalyser.Token;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a full-text query asks (TEXT-2): clauses, all of which must occur, each in any of the asked
 * fields. A query without clauses matches nothing.
 *
 * <p>The text is words, {@code prefix*} (the star right behind a word) and "quoted phrases" (a
 * quote that is not closed runs to the end; stars inside mean nothing). There are no syntax errors:
 * whatever else it holds only separates words.
 *
 * <p>Each word and each phrase becomes a clause of the tokens that {@link TextAnalyser} cuts it
 * into, so {@code foo-bar} is two clauses, and a word of two or more Han, kana or Thai characters
 * is one clause of its pairs. At the end of a clause the last single character of such a stretch is
 * left out, for in a document it may go on; if it is all there is of the stretch, it is a prefix.
 *
 * @param clauses what must occur; no clause twice
 */
public record TextQuery(List<Clause> clauses) {

  /**
   * What one token must be.
   *
   * @param text a token, or what it begins with
   * @param prefix whether the token may go on
   */
  public record Term(String text, boolean prefix) {

    boolean matches(Token token) {
      return prefix ? token.text().startsWith(text) : token.text().equals(text);
    }
  }

  /**
   * A word or a phrase: terms that must follow each other in one field, at consecutive positions.
   *
   * @param terms one or more; only the last may be a prefix
   */
  public record Clause(List<Term> terms) {

    /** Copies the terms. */
    public Clause {
      terms = List.copyOf(terms);
    }

    /**
     * Whether the terms occur in a field. Costs the product of both lengths at worst.
     *
     * @param field the tokens of one text, in order
     * @return true if they do
     */
    public boolean occursIn(List<Token> field) {
      for (int start = 0; start + terms.size() <= field.size(); start++) {
        if (occursAt(start, field)) {
          return true;
        }
      }
      return false;
    }

    private boolean occursAt(int start, List<Token> field) {
      for (int i = 0; i < terms.size(); i++) {
        if (!terms.get(i).matches(field.get(start + i))) {
          return false;
        }
      }
      return true;
    }
  }

  /** Copies the clauses. */
  public TextQuery {
    clauses = List.copyOf(clauses);
  }

  /**
   * Reads a text query.
   *
   * @param text any string
   * @return what it asks
   */
  public static TextQuery parse(String text) {
    String folded = TextFolding.fold(text);
    Set<Clause> clauses = new LinkedHashSet<>();
    boolean quoted = false;
    for (int from = 0; from <= folded.length(); quoted = !quoted) {
      int quote = folded.indexOf('"', from);
      int end = quote < 0 ? folded.length() : quote;
      if (quoted) {
        addPhrase(folded, from, end, clauses);
      } else {
        addWords(folded, from, end, clauses);
      }
      from = end + 1;
    }
    return new TextQuery(List.copyOf(clauses));
  }

  private static void addWords(String folded, int from, int end, Set<Clause> clauses) {
    TextRuns runs = new TextRuns(folded, from, end);
    while (runs.next()) {
      boolean star = runs.end() < end && folded.charAt(runs.end()) == '*';
      ClauseBuilder word = new ClauseBuilder();
      runs.tokens(word::add);
      clauses.add(word.build(star));
    }
  }

  private static void addPhrase(String folded, int from, int end, Set<Clause> clauses) {
    TextRuns runs = new TextRuns(folded, from, end);
    ClauseBuilder phrase = new ClauseBuilder();
    while (runs.next()) {
      runs.tokens(phrase::add);
    }
    if (!phrase.tokens.isEmpty()) {
      clauses.add(phrase.build(false));
    }
  }

  private static final class ClauseBuilder {
    final List<String> tokens = new ArrayList<>();
    private TextRuns.@Nullable Part previous;
    private TextRuns.@Nullable Part last;

    void add(String token, TextRuns.Part part) {
      tokens.add(token);
      previous = last;
      last = part;
    }

    Clause build(boolean star) {
      boolean afterPair = last == TextRuns.Part.LAST && previous == TextRuns.Part.PAIR;
      boolean prefix = star || last == TextRuns.Part.LAST;
      int size = afterPair ? tokens.size() - 1 : tokens.size();
      List<Term> terms = new ArrayList<>(size);
      for (int i = 0; i < size; i++) {
        // A pair is a whole token, so it has nothing to be a prefix of.
        terms.add(new Term(tokens.get(i), prefix && !afterPair && i == size - 1));
      }
      return new Clause(terms);
    }
  }

  /**
   * The reference for what matches.
   *
   * @param fields the tokens of each asked field
   * @return whether every clause occurs in a field, and there is a clause
   */
  public boolean matches(List<List<Token>> fields) {
    for (Clause clause : clauses) {
      if (fields.stream().noneMatch(clause::occursIn)) {
        return false;
      }
    }
    return !clauses.isEmpty();
  }
}
