package dev.pagurus.sqlite;

import dev.pagurus.document.FieldPath;
import dev.pagurus.query.Filter;
import dev.pagurus.query.Sort;
import dev.pagurus.spi.IndexDefinition.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the index that leads to the answers of one request. Equal keys lead before elements and
 * words, those before ranges, those before orders.
 */
final class Leads {

  private static final int WHOLE_UNIQUE = 1_000;
  private static final int EACH_EQUAL = 100;
  private static final int ONE_OF = 80;
  private static final int TWO_SIDED = 50;
  private static final int PRESENT = 10;
  private static final int SIDE_TABLE = 150;
  private static final int IN_ORDER = 15;
  private static final int ORDER_ALONE = 5;

  private final Question question;

  Leads(Question question) {
    this.question = question;
  }

  /** Null if no index helps. */
  @Nullable Lead best() {
    Lead best = null;
    for (StoredIndex index : question.collection().ready()) {
      Lead lead = index.hasColumns() ? valueLead(index) : sideTableLead(index);
      if (lead != null && lead.score() > 0 && (best == null || lead.score() > best.score())) {
        best = lead;
      }
    }
    return best;
  }

  private @Nullable Lead sideTableLead(StoredIndex index) {
    for (Conjunct conjunct : question.conjuncts()) {
      if (Question.isServedBySideTable(index, conjunct)) {
        return new Lead(index, List.of(), conjunct, List.of(), SIDE_TABLE);
      }
    }
    return null;
  }

  private @Nullable Lead valueLead(StoredIndex index) {
    FieldPath leading = index.paths().get(0);
    List<Sort> order = question.request().order();
    if (question.conjuncts().stream().noneMatch(conjunct -> conjunct.isAbout(leading))
        && (order.isEmpty() || !order.get(0).path().equals(leading))) {
      return null;
    }
    List<Conjunct> equals = new ArrayList<>();
    for (FieldPath path : index.paths()) {
      Conjunct equal = first(path, conjunct -> conjunct.single() != null);
      if (equal == null) {
        break;
      }
      equals.add(equal);
    }
    Conjunct oneOf = null;
    List<Conjunct> ranges = List.of();
    if (equals.size() < index.paths().size()) {
      FieldPath next = index.paths().get(equals.size());
      oneOf = first(next, conjunct -> conjunct.equal() != null);
      if (oneOf == null) {
        ranges =
            question.conjuncts().stream()
                .filter(c -> c.isAbout(next) && c.range() != null)
                .toList();
      }
    }
    Lead unscored = new Lead(index, equals, oneOf, ranges, 0);
    return new Lead(index, equals, oneOf, ranges, score(unscored));
  }

  private @Nullable Conjunct first(FieldPath path, Predicate<Conjunct> condition) {
    return question.conjuncts().stream()
        .filter(conjunct -> conjunct.isAbout(path) && condition.test(conjunct))
        .findFirst()
        .orElse(null);
  }

  private int score(Lead lead) {
    int equals = lead.equals().size();
    boolean whole = equals == lead.index().paths().size();
    int score = equals * EACH_EQUAL;
    if (whole && lead.index().kind() == Kind.UNIQUE) {
      score += WHOLE_UNIQUE;
    }
    if (lead.oneOf() != null) {
      score += ONE_OF;
    } else if (!lead.ranges().isEmpty()) {
      boolean narrow = lead.ranges().stream().anyMatch(c -> !(c.filter() instanceof Filter.Exists));
      score += narrow ? TWO_SIDED : PRESENT;
    }
    Ordering ordering = question.ordering(lead.constant());
    if (ordering == null || lead.oneOf() != null) {
      return score;
    }
    boolean inOrder =
        ordering.isById() ? whole : ordering.given(lead.rest()) == ordering.columns().size();
    if (inOrder && score > 0) {
      return score + IN_ORDER;
    }
    boolean begins = !ordering.isById() && ordering.given(lead.rest()) > 0;
    return begins && score == 0 ? (inOrder ? ORDER_ALONE : 1) : score;
  }
}
