package dev.pagurus.tck.saboteurs;

import dev.pagurus.document.Utf8;
import dev.pagurus.document.Values;
import dev.pagurus.document.Values.Kind;
import dev.pagurus.query.DocumentOrder;
import dev.pagurus.query.Position;
import dev.pagurus.query.Sort;
import dev.pagurus.spi.Backend;
import dev.pagurus.spi.FindRequest;
import dev.pagurus.spi.Found;
import dev.pagurus.spi.Plan;
import dev.pagurus.spi.Rows;
import dev.pagurus.spi.StoredDocument;
import java.text.Collator;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Orders that are none, and pages that do not fit together. */
final class OrderSaboteurs {

  private static final String QUERY = "QUERY";
  private static final String PAGING = "PAGING";

  private OrderSaboteurs() {}

  static List<Saboteur> all() {
    return List.of(
        sorting("ties are in the order of writing", by(Values::compare, OrderSaboteurs::older)),
        Saboteur.of(
            QUERY,
            "QUERY-4",
            "a descending order breaks ties by descending ids",
            Breaks.sorts(
                order ->
                    by(
                            Values::compare,
                            order.get(0).descending()
                                ? OrderSaboteurs::idDescending
                                : OrderSaboteurs::idAscending)
                        .apply(order))),
        sorting(
            "ties are broken by UTF-16",
            by(Values::compare, (a, b) -> a.address().id().compareTo(b.address().id()))),
        values("missing values come last", lastIf(kind -> kind == Kind.MISSING)),
        values("nulls come last", lastIf(kind -> kind == Kind.NULL)),
        values("missing and null are one", OrderSaboteurs::nullsAsOne),
        values("true comes before false", OrderSaboteurs::truesFirst),
        values("strings come before numbers", OrderSaboteurs::stringsFirst),
        values("arrays and objects are ordered by their text", OrderSaboteurs::containersByText),
        values("numbers are ordered as doubles", OrderSaboteurs::doubles),
        values("numbers are ordered as texts", OrderSaboteurs::numbersByText),
        values("strings are ordered by UTF-16", strings(Comparator.naturalOrder())),
        values(
            "strings are ordered as a locale does",
            strings(Collator.getInstance(Locale.ENGLISH)::compare)),
        values("strings are ordered without case", strings(String.CASE_INSENSITIVE_ORDER)),
        sorting(
            "only the first path orders",
            order -> by(Values::compare, OrderSaboteurs::idAscending).apply(order.subList(0, 1))),
        sorting(
            "every path goes the way of the first",
            order ->
                by(Values::compare, OrderSaboteurs::idAscending)
                    .apply(
                        order.stream()
                            .map(sort -> new Sort(sort.path(), order.get(0).descending()))
                            .toList())),
        Saboteur.of(
            QUERY,
            "QUERY-4",
            "an order is claimed that is not there",
            Breaks.find(
                (next, request) -> {
                  Found found = next.find(request);
                  Plan plan = found.plan();
                  return new Found(
                      new Plan(plan.served(), plan.residual(), true, plan.positioned(), ""),
                      found.rows());
                })),
        Saboteur.of(
            QUERY,
            "QUERY-4",
            "the first rows are taken before they are ordered",
            Breaks.find(
                (next, request) -> {
                  Found found = next.find(request);
                  List<StoredDocument> rows = RowList.read(found.rows());
                  int limit =
                      request.after() == null
                          ? Math.min(rows.size(), request.limit().orElse(rows.size()))
                          : rows.size();
                  return new Found(
                      found.plan(), new RowList(found.rows().revision(), rows.subList(0, limit)));
                })),
        paging(
            "a page begins with the last document of the page before",
            (row, request) -> order(request).compareTo(row, after(request)) >= 0),
        paging("later pages leave out documents", OrderSaboteurs::leavingOutOne),
        paging(
            "a page leaves out what ties with the last document of the page before",
            (row, request) ->
                order(request).compareTo(row, after(request)) > 0
                    && (request.order().isEmpty() || valuesDiffer(request, row))),
        paging(
            "a page of an order begins after the id, whatever the values",
            (row, request) -> Utf8.compare(row.address().id(), after(request).id()) > 0),
        Saboteur.of(
            PAGING,
            "QUERY-5",
            "a page starts from the beginning if the last document of the page before is gone",
            Breaks.find(OrderSaboteurs::startingOver)),
        Saboteur.of(
            PAGING,
            "QUERY-5",
            "pages are numbered by how many documents were before",
            Offsets::new),
        Saboteur.of(
            PAGING,
            "QUERY-5",
            "positions are taken for missing where they are null",
            Breaks.find(
                (next, request) -> {
                  Position after = request.after();
                  if (after == null || request.order().isEmpty()) {
                    return next.find(request);
                  }
                  Position wrong =
                      new Position(
                          after.values().stream()
                              .<@Nullable JsonNode>map(OrderSaboteurs::missingIfNull)
                              .collect(Collectors.toList()),
                          after.user(),
                          after.id());
                  return positioned(next, request, row -> order(request).compareTo(row, wrong) > 0);
                })));
  }

  private static Saboteur sorting(
      String name, Function<List<Sort>, Comparator<StoredDocument>> order) {
    return Saboteur.of(QUERY, "QUERY-4", name, Breaks.sorts(order));
  }

  private static Saboteur values(String name, Comparator<@Nullable JsonNode> values) {
    return sorting(name, by(values, OrderSaboteurs::idAscending));
  }

  private static Function<List<Sort>, Comparator<StoredDocument>> by(
      Comparator<@Nullable JsonNode> values, Comparator<StoredDocument> ties) {
    return order ->
        (a, b) -> {
          for (Sort sort : order) {
            JsonNode ofA = sort.path().in(a.body().root());
            JsonNode ofB = sort.path().in(b.body().root());
            int bySort = sort.descending() ? values.compare(ofB, ofA) : values.compare(ofA, ofB);
            if (bySort != 0) {
              return bySort;
            }
          }
          return ties.compare(a, b);
        };
  }

  private static int idAscending(StoredDocument a, StoredDocument b) {
    return Utf8.compare(a.address().id(), b.address().id());
  }

  private static int idDescending(StoredDocument a, StoredDocument b) {
    return Utf8.compare(b.address().id(), a.address().id());
  }

  private static int older(StoredDocument a, StoredDocument b) {
    int byRevision = Long.compare(a.revision(), b.revision());
    return byRevision != 0 ? byRevision : idDescending(a, b);
  }

  private static Comparator<@Nullable JsonNode> lastIf(Predicate<Kind> last) {
    return (a, b) -> {
      int byPlace = Boolean.compare(last.test(Values.kind(a)), last.test(Values.kind(b)));
      return byPlace != 0 ? byPlace : Values.compare(a, b);
    };
  }

  private static int nullsAsOne(@Nullable JsonNode a, @Nullable JsonNode b) {
    return Values.compare(missingIfNull(a), missingIfNull(b));
  }

  private static @Nullable JsonNode missingIfNull(@Nullable JsonNode value) {
    return value == null || value.isNull() ? null : value;
  }

  private static int truesFirst(@Nullable JsonNode a, @Nullable JsonNode b) {
    return ifBoth(a, b, JsonNode::isBoolean, (x, y) -> Values.compare(y, x));
  }

  private static int stringsFirst(@Nullable JsonNode a, @Nullable JsonNode b) {
    return ifBoth(
        a,
        b,
        value -> value.isString() || value.isNumber(),
        (x, y) -> x.isString() == y.isString() ? Values.compare(x, y) : Values.compare(y, x));
  }

  private static int containersByText(@Nullable JsonNode a, @Nullable JsonNode b) {
    return ifBoth(a, b, JsonNode::isContainer, Comparator.comparing(JsonNode::toString));
  }

  private static int doubles(@Nullable JsonNode a, @Nullable JsonNode b) {
    return ifBoth(a, b, JsonNode::isNumber, Comparator.comparingDouble(JsonNode::doubleValue));
  }

  private static int numbersByText(@Nullable JsonNode a, @Nullable JsonNode b) {
    return ifBoth(a, b, JsonNode::isNumber, Comparator.comparing(JsonNode::toString));
  }

  private static Comparator<@Nullable JsonNode> strings(Comparator<String> order) {
    return (a, b) ->
        ifBoth(a, b, JsonNode::isString, Comparator.comparing(JsonNode::stringValue, order));
  }

  /** Compares two values of a kind in a way of their own, and others rightly. */
  private static int ifBoth(
      @Nullable JsonNode a,
      @Nullable JsonNode b,
      Predicate<JsonNode> kind,
      Comparator<JsonNode> order) {
    if (a == null || b == null || !kind.test(a) || !kind.test(b)) {
      return Values.compare(a, b);
    }
    return order.compare(a, b);
  }

  private static DocumentOrder<StoredDocument> order(FindRequest request) {
    return DocumentOrder.withinUser(
        request.order(), row -> row.body().root(), row -> row.address().id());
  }

  private static Position after(FindRequest request) {
    return Objects.requireNonNull(request.after());
  }

  /** Claims to have left out what lies before the page. */
  private static Saboteur paging(String name, BiPredicate<StoredDocument, FindRequest> kept) {
    return Saboteur.of(
        PAGING,
        "QUERY-5",
        name,
        Breaks.find(
            (next, request) ->
                request.after() == null
                    ? next.find(request)
                    : positioned(next, request, row -> kept.test(row, request))));
  }

  private static Found positioned(
      Backend next, FindRequest request, Predicate<StoredDocument> kept) {
    Rows rows = next.scan(request.user(), request.collection(), null);
    List<StoredDocument> found =
        RowList.read(rows).stream().filter(kept).sorted(order(request)).toList();
    // Does not say that it is in order, so that nobody looks at its ids.
    return new Found(
        new Plan(List.of(), request.filter(), false, true, ""),
        new RowList(rows.revision(), found));
  }

  private static boolean leavingOutOne(StoredDocument row, FindRequest request) {
    return order(request).compareTo(row, after(request)) > 0 && row.revision() % 5 != 0;
  }

  private static boolean valuesDiffer(FindRequest request, StoredDocument row) {
    List<@Nullable JsonNode> values = after(request).values();
    for (int i = 0; i < values.size(); i++) {
      JsonNode value = request.order().get(i).path().in(row.body().root());
      if (Values.compare(value, values.get(i)) != 0) {
        return true;
      }
    }
    return false;
  }

  private static Found startingOver(Backend next, FindRequest request) {
    Position after = request.after();
    boolean gone =
        after != null
            && RowList.read(next.scan(request.user(), request.collection(), null)).stream()
                .noneMatch(row -> row.address().id().equals(after.id()));
    if (!gone) {
      return next.find(request);
    }
    return positioned(next, request, row -> true);
  }
}
