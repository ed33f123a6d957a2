package dev.pagurus.query;

import dev.pagurus.document.FieldPath;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * Scores how well a body matches the full-text parts of a filter (TEXT-3): the more often the words
 * occur and the shorter the text around them, the higher. For each {@code matches}, the sum over
 * its clauses of {@code (1 + ln(occurrences)) / sqrt(words in the fields)}. All documents scored
 * have all words, so how rare a word is does not tell them apart and is left out.
 *
 * <p>Immutable and safe for many threads.
 */
public final class Relevance {

  private record Part(List<FieldPath> paths, TextQuery query) {}

  private final List<Part> parts = new ArrayList<>();

  private Relevance(Filter filter) {
    gather(filter);
    if (parts.isEmpty()) {
      throw new InvalidQueryException(
          "only a query with a matches has a relevance: add one, or order by a path");
    }
  }

  /**
   * The relevance for a filter.
   *
   * @param filter with at least one {@code matches} that is not under a {@code not}
   * @return what scores bodies
   * @throws InvalidQueryException if there is none
   */
  public static Relevance of(Filter filter) {
    return new Relevance(filter);
  }

  private void gather(Filter filter) {
    if (filter instanceof Filter.Matches matches) {
      parts.add(new Part(matches.paths(), TextQuery.parse(matches.text())));
    } else if (filter instanceof Filter.And and) {
      and.filters().forEach(this::gather);
    } else if (filter instanceof Filter.Or or) {
      or.filters().forEach(this::gather);
    }
  }

  /**
   * Scores a body.
   *
   * @param body an object
   * @return 0 or more; more is better
   */
  public double score(JsonNode body) {
    double score = 0;
    for (Part part : parts) {
      List<List<TextAnalyser.Token>> fields = Evaluator.fields(body, part.paths());
      long words = fields.stream().mapToLong(List::size).sum();
      for (TextQuery.Clause clause : part.query().clauses()) {
        long occurrences = fields.stream().mapToLong(field -> occurrences(clause, field)).sum();
        if (occurrences > 0) {
          score += (1 + Math.log((double) occurrences)) / Math.sqrt((double) words);
        }
      }
    }
    return score;
  }

  private static long occurrences(TextQuery.Clause clause, List<TextAnalyser.Token> field) {
    int terms = clause.terms().size();
    long occurrences = 0;
    for (int i = 0; i + terms <= field.size(); i++) {
      if (clause.occursIn(field.subList(i, i + terms))) {
        occurrences++;
      }
    }
    return occurrences;
  }
}
