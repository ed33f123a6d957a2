package dev.pagurus.sqlite;

import dev.pagurus.query.Filter;
import dev.pagurus.query.KeyRange;
import dev.pagurus.query.SortKey;
import dev.pagurus.query.TextQuery;
import dev.pagurus.spi.IndexDefinition.Kind;
import dev.pagurus.spi.Plan;
import dev.pagurus.sqlite.CollectionIndexes.KeyColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes the statements that answer a request by the index that leads. Used once. */
final class LeadStatements {

  private final Question question;
  private final Lead lead;
  private final @Nullable Ordering ordering;
  private final List<Plan.Served> served = new ArrayList<>();
  private final List<Filter> residual = new ArrayList<>();
  private boolean impossible;

  LeadStatements(Question question, Lead lead) {
    this.question = question;
    this.lead = lead;
    this.ordering = question.ordering(lead.constant());
  }

  Access access() {
    String from = from();
    Where where = leading();
    serveConjuncts(where);
    serveOrder();
    Where counting = where.copy();
    KeyRange range = range();
    if (range != null) {
      counting.andBetween(rangeColumn(), new Key(range.from()), new Key(range.to()));
      impossible |= range.isEmpty();
    }
    Segment counted = new Segment(from + counting, counting.arguments());
    boolean positioned = ordering != null && question.request().after() != null;
    return new Access(
        served,
        Filter.allOf(residual),
        ordering != null,
        positioned,
        impossible ? List.of() : segments(from, where, range),
        counted);
  }

  private String from() {
    String table = lead.index().table();
    return switch (lead.index().kind()) {
      case VALUE, UNIQUE -> " FROM document d INDEXED BY " + table + " WHERE ";
      case ARRAY -> " FROM " + table + " a CROSS JOIN document d ON d.num = a.document WHERE ";
      case TEXT -> " FROM " + table + " t CROSS JOIN document d ON d.num = t.rowid WHERE ";
    };
  }

  /** What leads, without the range. */
  private Where leading() {
    Where where = new Where();
    if (lead.index().hasColumns()) {
      where = question.everything();
      for (int i = 0; i < lead.equals().size(); i++) {
        where.and(column(i), lead.equals().get(i));
      }
      if (lead.oneOf() != null) {
        where.and(column(lead.equals().size()), lead.oneOf());
      }
      return where;
    }
    Conjunct conjunct = lead.oneOf();
    if (conjunct != null && conjunct.filter() instanceof Filter.Contains contains) {
      where.and("a.user = ?", question.owner()).and("a.key = ?", SortKey.encode(contains.value()));
    } else if (conjunct != null && conjunct.filter() instanceof Filter.Matches matches) {
      andMatches(where, lead.index(), matches, lead.index().table() + " MATCH ?");
    }
    return where;
  }

  private void andMatches(
      Where where, StoredIndex index, Filter.Matches matches, String condition) {
    TextQuery query = TextQuery.parse(matches.text());
    if (query.clauses().isEmpty()) {
      impossible = true;
      return;
    }
    if (TextTable.isInexact(query)) {
      residual.add(matches);
    }
    where.and(condition, TextTable.match(index, question.owner(), matches.paths(), query));
  }

  private String column(int path) {
    return "d." + StoredIndex.column(lead.index().slots().get(path));
  }

  private String rangeColumn() {
    return column(lead.equals().size());
  }

  private @Nullable KeyRange range() {
    KeyRange range = null;
    for (Conjunct conjunct : lead.ranges()) {
      KeyRange own = conjunct.range();
      if (own != null) {
        range = range == null ? own : range.and(own);
      }
    }
    return range;
  }

  /** What SQLite judges on the rows, beside what leads to them. */
  private void serveConjuncts(Where where) {
    Set<Conjunct> used = lead.used();
    for (Conjunct conjunct : question.conjuncts()) {
      if (used.contains(conjunct)) {
        served.add(new Plan.Served(lead.index().definition().name(), part(conjunct)));
      } else {
        StoredIndex index = alsoServe(where, conjunct);
        if (index == null) {
          residual.add(conjunct.filter());
        } else {
          served.add(new Plan.Served(index.definition().name(), part(conjunct)));
        }
      }
    }
  }

  private String part(Conjunct conjunct) {
    return conjunct.filter().toString();
  }

  private @Nullable StoredIndex alsoServe(Where where, Conjunct conjunct) {
    KeyColumn column = question.column(conjunct);
    if (column != null) {
      KeyRange range = conjunct.range();
      impossible |= range != null && range.isEmpty();
      where.and("d." + StoredIndex.column(column.slot()), conjunct);
      return column.index();
    }
    for (StoredIndex index : question.collection().ready()) {
      if (!index.hasColumns() && Question.isServedBySideTable(index, conjunct)) {
        String table = index.table();
        if (conjunct.filter() instanceof Filter.Contains contains) {
          where.and(
              "d.num IN (SELECT document FROM " + table + " WHERE user = ? AND key = ?)",
              question.owner(),
              SortKey.encode(contains.value()));
        } else if (conjunct.filter() instanceof Filter.Matches matches) {
          String condition =
              "d.num IN (SELECT rowid FROM " + table + " WHERE " + table + " MATCH ?)";
          andMatches(where, index, matches, condition);
        }
        return index;
      }
    }
    return null;
  }

  private void serveOrder() {
    if (ordering != null && !ordering.isById() && ordering.given(lead.rest()) > 0) {
      String order =
          question.request().order().stream()
              .map(Object::toString)
              .collect(Collectors.joining(", "));
      served.add(new Plan.Served(lead.index().definition().name(), "order by " + order));
    }
  }

  private List<Segment> segments(String from, Where where, @Nullable KeyRange range) {
    if (ordering == null) {
      return List.of(segment(from, ranged(where, range), ""));
    }
    if (!lead.index().hasColumns()) {
      return List.of(ofSideTable(from, where, ordering));
    }
    boolean inOrder =
        lead.oneOf() == null && ordering.given(lead.rest()) == ordering.columns().size();
    // All paths of the index are fixed or sorted by, so its entries go on with the id.
    boolean toTheEnd = inOrder && ordering.columns().size() == lead.rest().size();
    boolean downward = !ordering.isById() && ordering.columns().get(0).descending();
    if (!inOrder || (ordering.isById() && !toTheEnd)) {
      Where all = ranged(where, range);
      ordering.addCondition(all, "d.id");
      return List.of(
          Segment.sorted(from + all + ordering.sql(0, "d.id"), all.arguments(), limit()));
    }
    List<Segment> segments = new ArrayList<>();
    for (Stretch stretch : Stretch.of(ordering, range)) {
      Where own = where.copy();
      stretch.addTo(own);
      String statement = from + own + ordering.sql(stretch.fixed(), "d.id");
      // Equal keys come in the order of ids going up, and must be turned around going down.
      boolean plain = toTheEnd && (!downward || stretch.fixed() == ordering.columns().size());
      segments.add(
          plain
              ? new Segment(statement, own.arguments())
              : Segment.sorted(statement, own.arguments(), limit()));
    }
    return segments;
  }

  private Where ranged(Where where, @Nullable KeyRange range) {
    Where copy = where.copy();
    return range == null
        ? copy
        : copy.andBetween(rangeColumn(), new Key(range.from()), new Key(range.to()));
  }

  private Segment segment(String from, Where where, String order) {
    return new Segment(from + where + order, where.arguments());
  }

  private Segment ofSideTable(String from, Where where, Ordering order) {
    boolean byEntry = lead.index().kind() == Kind.ARRAY && order.isById();
    String id = byEntry ? "a.id" : "d.id";
    Where all = where.copy();
    order.addCondition(all, id);
    String statement = from + all + order.sql(0, id);
    return byEntry
        ? new Segment(statement, all.arguments())
        : Segment.sorted(statement, all.arguments(), limit());
  }

  /** How many of the rows will be read: nobody knows that if some of them will be refused. */
  private long limit() {
    OptionalInt limit = question.request().limit();
    return residual.isEmpty() && limit.isPresent() ? limit.getAsInt() : Segment.ALL;
  }
}
