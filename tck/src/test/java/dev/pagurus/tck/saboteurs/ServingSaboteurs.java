package dev.pagurus.tck.saboteurs;

import dev.pagurus.document.Body;
import dev.pagurus.document.FieldPath;
import dev.pagurus.document.Values;
import dev.pagurus.query.DocumentOrder;
import dev.pagurus.query.Evaluator;
import dev.pagurus.query.Filter;
import dev.pagurus.query.Sort;
import dev.pagurus.spi.Backend;
import dev.pagurus.spi.Counted;
import dev.pagurus.spi.FindRequest;
import dev.pagurus.spi.Found;
import dev.pagurus.spi.IndexDefinition;
import dev.pagurus.spi.IndexDefinition.Kind;
import dev.pagurus.spi.Plan;
import dev.pagurus.spi.Rows;
import dev.pagurus.spi.StoredDocument;
import dev.pagurus.tck.stage.ForwardingBackend;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Scans that are right, and indexes that are not. */
final class ServingSaboteurs {

  private static final String INDEX = "INDEX";
  private static final String PAGING = "PAGING";
  private static final String TEXT = "TEXT";

  private ServingSaboteurs() {}

  static List<Saboteur> all() {
    return Stream.of(values(), arrays(), orders(), plans(), texts()).flatMap(List::stream).toList();
  }

  private static List<Saboteur> values() {
    return List.of(
        value("QUERY-2", "ne by an index misses what has no value", ServingSaboteurs::present),
        value(
            "QUERY-3",
            "an index keeps numbers as doubles",
            (filter, index) -> changed(filter, Trees::rounded)),
        value(
            "QUERY-3",
            "an index folds case",
            (filter, index) ->
                changed(
                    filter, node -> Trees.strings(node, text -> text.toLowerCase(Locale.ROOT)))),
        Saboteur.of(
            "LIMITS",
            "INDEX-3",
            "an index keeps a hundred characters",
            Declared.judges(
                Kind.VALUE,
                (filter, index) ->
                    changed(
                        filter,
                        node ->
                            Trees.strings(
                                node, text -> text.substring(0, Math.min(100, text.length())))))),
        value(
            "INDEX-3",
            "an index of two paths leaves out what has no second value",
            (filter, index) -> {
              FieldPath last = index.paths().get(index.paths().size() - 1);
              return body -> filter.matches(body) && last.in(body) != null;
            }),
        value(
            "QUERY-3",
            "a range of an index runs on into other kinds",
            (filter, index) ->
                filter instanceof Filter.Compare test && test.operator() == Filter.Operator.GT
                    ? body -> Values.compare(test.path().in(body), test.value()) > 0
                    : null),
        value(
            "QUERY-1",
            "an index serves between without its upper end",
            (filter, index) ->
                filter instanceof Filter.Between test
                    ? body ->
                        filter.matches(body)
                            && (Values.compare(test.path().in(body), test.high()) < 0
                                || Values.compare(test.low(), test.high()) == 0)
                    : null),
        Saboteur.of(
            "QUERY",
            "QUERY-3",
            "a unique index does not find null",
            Declared.judges(
                Kind.UNIQUE,
                (filter, index) ->
                    body -> {
                      JsonNode value = index.paths().get(0).in(body);
                      return (value == null || !value.isNull()) && filter.matches(body);
                    })),
        Saboteur.of(
            "QUERY",
            "QUERY-2",
            "a unique index misses what it does not bind",
            Declared.judges(
                Kind.UNIQUE,
                (filter, index) ->
                    filter instanceof Filter.Compare test && test.operator() == Filter.Operator.NE
                        ? body -> filter.matches(body) && index.paths().get(0).in(body) != null
                        : null)));
  }

  private static Saboteur value(
      String rule,
      String name,
      BiFunction<Filter, IndexDefinition, @Nullable Predicate<JsonNode>> wrong) {
    return Saboteur.of(INDEX, rule, name, Declared.judges(Kind.VALUE, wrong));
  }

  private static @Nullable Predicate<JsonNode> present(Filter filter, IndexDefinition index) {
    return filter instanceof Filter.Compare test && test.operator() == Filter.Operator.NE
        ? body -> filter.matches(body) && index.paths().get(0).in(body) != null
        : null;
  }

  private static Predicate<JsonNode> changed(Filter filter, UnaryOperator<JsonNode> change) {
    return Meanings.onValues(change).apply(filter);
  }

  private static List<Saboteur> arrays() {
    return List.of(
        array(
            INDEX,
            "an array index holds what is no array",
            (value, operand) ->
                value.isArray()
                    ? elements(value).anyMatch(operand)
                    : !value.isContainer() && operand.test(value)),
        array(
            INDEX,
            "an array index holds what is in inner arrays",
            (value, operand) ->
                elements(value)
                    .flatMap(one -> Stream.concat(Stream.of(one), elements(one)))
                    .anyMatch(operand)),
        array(
            "LIMITS",
            "an array index holds the first fifty elements",
            (value, operand) -> elements(value).limit(50).anyMatch(operand)),
        array(
            INDEX,
            "an array index does not hold null",
            (value, operand) -> elements(value).filter(one -> !one.isNull()).anyMatch(operand)),
        Saboteur.of(
            INDEX,
            "QUERY-1",
            "an array index counts elements and not documents",
            ServingSaboteurs::countingElements),
        Saboteur.of(
            INDEX,
            "QUERY-1",
            "an array index answers a document for each element",
            ServingSaboteurs::repeating));
  }

  private interface Holding {
    boolean holds(JsonNode value, Predicate<JsonNode> operand);
  }

  private static Saboteur array(String group, String name, Holding wrong) {
    return Saboteur.of(
        group,
        "QUERY-1",
        name,
        Declared.judges(
            Kind.ARRAY,
            (filter, index) ->
                filter instanceof Filter.Contains test
                    ? body -> {
                      JsonNode value = test.path().in(body);
                      return value != null
                          && wrong.holds(value, one -> Values.compare(one, test.value()) == 0);
                    }
                    : null));
  }

  private static Stream<JsonNode> elements(JsonNode value) {
    return value.isArray() ? StreamSupport.stream(value.spliterator(), false) : Stream.empty();
  }

  private static boolean hasArrayIndex(Backend next, String collection, FieldPath path) {
    return Declared.indexes(next, collection)
        .contains(new IndexDefinition(Kind.ARRAY, List.of(path)));
  }

  private static int times(Filter.Contains test, StoredDocument row) {
    JsonNode value = test.path().in(row.body().root());
    return value == null
        ? 0
        : (int) elements(value).filter(one -> Values.compare(one, test.value()) == 0).count();
  }

  private static Backend countingElements(Backend sound) {
    return new Scanning(sound) {
      @Override
      public Counted count(String user, String collection, Filter filter) {
        if (!(filter instanceof Filter.Contains test)
            || !hasArrayIndex(next, collection, test.path())) {
          return super.count(user, collection, filter);
        }
        Rows rows = next.scan(user, collection, null);
        long revision = rows.revision();
        return new Counted(
            RowList.read(rows).stream().mapToLong(row -> times(test, row)).sum(), revision);
      }
    };
  }

  private static Backend repeating(Backend sound) {
    return new Scanning(sound) {
      @Override
      public Found find(FindRequest request) {
        if (!(request.filter() instanceof Filter.Contains test)
            || !hasArrayIndex(next, request.collection(), test.path())) {
          return super.find(request);
        }
        Rows rows = next.scan(request.user(), request.collection(), null);
        List<StoredDocument> found = new ArrayList<>();
        for (StoredDocument row : RowList.read(rows)) {
          found.addAll(Collections.nCopies(times(test, row), row));
        }
        return new Found(
            new Plan(List.of(), Filter.all(), false, false, ""),
            new RowList(rows.revision(), found));
      }
    };
  }

  private static List<Saboteur> orders() {
    return List.of(
        order(
            "an order by an index leaves out what has no value",
            (request, row) -> request.order().get(0).path().in(row.body().root()) != null,
            request -> right(request.order())),
        order(
            "an order by an index that goes down breaks ties downwards",
            (request, row) -> true,
            request ->
                request.order().get(0).descending()
                    ? right(upwards(request.order())).reversed()
                    : right(request.order())),
        order(
            "an order by an index takes no notice of a second path",
            (request, row) -> true,
            request -> right(request.order().subList(0, 1))),
        order(
            "an order by an index sorts integers as doubles",
            (request, row) -> true,
            request ->
                Comparator.comparing(
                    (StoredDocument row) ->
                        Rewrites.holding(
                            row, Body.of(Trees.map(row.body().toTree(), Trees::rounded))),
                    right(request.order()))));
  }

  private static List<Sort> upwards(List<Sort> order) {
    return order.stream().map(sort -> new Sort(sort.path(), !sort.descending())).toList();
  }

  private static Comparator<StoredDocument> right(List<Sort> order) {
    return DocumentOrder.withinUser(order, row -> row.body().root(), row -> row.address().id());
  }

  private interface Ordering {
    Comparator<StoredDocument> of(FindRequest request);
  }

  private interface Keeping {
    boolean keeps(FindRequest request, StoredDocument row);
  }

  private static Saboteur order(String name, Keeping kept, Ordering wrong) {
    return Saboteur.of(
        PAGING,
        "QUERY-4",
        name,
        Breaks.find(
            (next, request) -> {
              if (!Declared.orders(next, request)) {
                return next.find(request);
              }
              Rows rows = next.scan(request.user(), request.collection(), null);
              Evaluator judge = Evaluator.of(request.filter());
              List<StoredDocument> found = new ArrayList<>(RowList.read(rows));
              found.removeIf(row -> !judge.test(row.body().root()) || !kept.keeps(request, row));
              found.sort(wrong.of(request));
              return new Found(
                  new Plan(List.of(), Filter.all(), true, false, ""),
                  new RowList(rows.revision(), found));
            }));
  }

  private static List<Saboteur> plans() {
    return List.of(
        Saboteur.of(INDEX, "QUERY-7", "an index that was dropped serves on", Dropped::new),
        Saboteur.of(
            INDEX,
            "QUERY-7",
            "an index that serves one part of an or is said to serve",
            ServingSaboteurs::claiming));
  }

  private static final class Dropped extends ForwardingBackend {

    private final Set<String> dropped = ConcurrentHashMap.newKeySet();

    Dropped(Backend next) {
      super(next);
    }

    @Override
    public void drop(String collection, IndexDefinition index) {
      super.drop(collection, index);
      dropped.add(index.name());
    }

    @Override
    public Plan explain(FindRequest request) {
      Plan plan = super.explain(request);
      FieldPath path = Declared.path(request.filter());
      String name = "value(" + path + ")";
      return dropped.contains(name)
          ? new Plan(
              List.of(new Plan.Served(name, request.filter().toString())),
              Filter.all(),
              plan.ordered(),
              plan.positioned(),
              "")
          : plan;
    }
  }

  private static Backend claiming(Backend sound) {
    return new Scanning(sound) {
      @Override
      public Found find(FindRequest request) {
        Found found = super.find(request);
        if (!(request.filter() instanceof Filter.Or or)) {
          return found;
        }
        List<Plan.Served> served = new ArrayList<>();
        for (IndexDefinition index : Declared.indexes(next, request.collection())) {
          or.filters().stream()
              .filter(part -> index.paths().get(0).equals(Declared.path(part)))
              .forEach(part -> served.add(new Plan.Served(index.name(), part.toString())));
        }
        Plan plan = found.plan();
        return new Found(
            new Plan(served, plan.residual(), plan.ordered(), plan.positioned(), ""), found.rows());
      }
    };
  }

  private static List<Saboteur> texts() {
    return List.of(
        text("words stay when their document changes", StaleIndex.Misses.UPDATES),
        text("words stay when their document goes", StaleIndex.Misses.DELETES),
        text("words of a replay are not found", StaleIndex.Misses.REPLAYS),
        Saboteur.of(
            TEXT,
            "TEXT-3",
            "words of before the declaration are not found",
            sound -> new StaleIndex(sound, StaleIndex.Misses.THE_PAST)),
        matching(
            "strings in arrays have words",
            (test, body) ->
                test.matches(
                    Trees.arrays(
                        body,
                        array ->
                            !array.isEmpty() && array.get(0).isString() ? array.get(0) : array))),
        matching(
            "words behind the first two thousand characters are not found",
            (test, body) ->
                test.matches(
                    Trees.map(
                        body,
                        node ->
                            Trees.strings(
                                node,
                                string -> string.substring(0, Math.min(2_000, string.length())))))),
        matching(
            "long words are cut off",
            (test, body) -> {
              UnaryOperator<String> cut = string -> string.replaceAll("(\\w{20})\\w+", "$1");
              return new Filter.Matches(test.paths(), cut.apply(test.text()))
                  .matches(Trees.map(body, node -> Trees.strings(node, cut)));
            }));
  }

  private static Saboteur text(String name, StaleIndex.Misses misses) {
    return Saboteur.of(TEXT, "TEXT-1", name, sound -> new StaleIndex(sound, misses));
  }

  private interface Matching {
    boolean matches(Filter.Matches test, JsonNode body);
  }

  private static Saboteur matching(String name, Matching wrong) {
    return Saboteur.of(
        TEXT,
        "TEXT-1",
        name,
        Breaks.judges(
            Meanings.ofTests(
                filter ->
                    filter instanceof Filter.Matches test
                        ? body -> wrong.matches(test, body)
                        : null)));
  }
}
