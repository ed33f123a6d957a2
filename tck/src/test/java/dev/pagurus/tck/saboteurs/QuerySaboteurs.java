package dev.pagurus.tck.saboteurs;

import dev.pagurus.document.FieldPath;
import dev.pagurus.document.Values;
import dev.pagurus.query.Evaluator;
import dev.pagurus.query.Filter;
import dev.pagurus.spi.Backend;
import dev.pagurus.spi.Counted;
import dev.pagurus.spi.FindRequest;
import dev.pagurus.spi.Found;
import dev.pagurus.spi.Plan;
import dev.pagurus.spi.StoredDocument;
import dev.pagurus.tck.stage.ForwardingBackend;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Filters misunderstood. */
final class QuerySaboteurs {

  private static final String GROUP = "QUERY";
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private QuerySaboteurs() {}

  static List<Saboteur> all() {
    return List.of(
        judging(
            "QUERY-1",
            "startsWith knows wildcards",
            Meanings.ofKind(
                Filter.StartsWith.class,
                Filter.StartsWith::path,
                (test, value) ->
                    value != null
                        && value.isString()
                        && like(test.prefix()).matcher(value.stringValue()).matches())),
        judging(
            "QUERY-1",
            "startsWith does not look at case",
            Meanings.ofKind(
                Filter.StartsWith.class,
                Filter.StartsWith::path,
                (test, value) ->
                    value != null
                        && value.isString()
                        && lower(value.stringValue()).startsWith(lower(test.prefix())))),
        judging(
            "QUERY-1",
            "contains finds parts of strings",
            Meanings.ofKind(
                Filter.Contains.class,
                Filter.Contains::path,
                (test, value) ->
                    value != null
                        && (elements(value).anyMatch(equal(test.value()))
                            || (value.isString()
                                && test.value().isString()
                                && value.stringValue().contains(test.value().stringValue()))))),
        judging(
            "QUERY-1",
            "contains looks into arrays of arrays",
            Meanings.ofKind(
                Filter.Contains.class,
                Filter.Contains::path,
                (test, value) -> value != null && deep(value).anyMatch(equal(test.value())))),
        judging(
            "QUERY-1",
            "contains takes a value for an array of one",
            Meanings.ofKind(
                Filter.Contains.class,
                Filter.Contains::path,
                (test, value) ->
                    value != null
                        && (value.isArray()
                            ? elements(value).anyMatch(equal(test.value()))
                            : equal(test.value()).test(value)))),
        judging(
            "QUERY-1",
            "contains looks at the members of objects",
            Meanings.ofKind(
                Filter.Contains.class,
                Filter.Contains::path,
                (test, value) ->
                    value != null
                        && StreamSupport.stream(value.spliterator(), false)
                            .anyMatch(equal(test.value())))),
        judging(
            "QUERY-1",
            "between leaves out its upper end",
            Meanings.rewritten(
                filter ->
                    filter instanceof Filter.Between test
                        ? Filter.allOf(
                            List.of(
                                new Filter.Compare(test.path(), Filter.Operator.GE, test.low()),
                                new Filter.Compare(test.path(), Filter.Operator.LT, test.high())))
                        : filter)),
        judging(
            "QUERY-1",
            "in looks at its first hundred values",
            Meanings.rewritten(
                filter ->
                    filter instanceof Filter.In test && test.values().size() > 100
                        ? new Filter.In(test.path(), test.values().subList(0, 100))
                        : filter)),
        judging(
            "QUERY-1",
            "paths lead through arrays",
            Meanings.ofTests(
                filter ->
                    body -> Evaluator.test(filter, Trees.walk(body, QuerySaboteurs::spread)))),
        judging(
            "QUERY-1",
            "keys with dots are paths",
            Meanings.onPaths(
                path ->
                    new FieldPath(
                        path.keys().stream()
                            .flatMap(
                                key ->
                                    key.matches("[^.]+(\\.[^.]+)+")
                                        ? Arrays.stream(key.split("\\.", -1))
                                        : Stream.of(key))
                            .toList()))),
        judging(
            "QUERY-1",
            "paths end after two keys",
            Meanings.onPaths(
                path -> new FieldPath(path.keys().subList(0, Math.min(2, path.keys().size()))))),
        judging(
            "QUERY-1",
            "keys of paths do not look at case",
            Meanings.ofTests(
                filter -> {
                  Filter folded =
                      Meanings.moved(
                          filter,
                          path ->
                              new FieldPath(
                                  path.keys().stream().map(QuerySaboteurs::lower).toList()));
                  return body -> Evaluator.test(folded, lowerKeys(body));
                })),
        Saboteur.of(
            GROUP,
            "QUERY-1",
            "or answers what is true twice twice",
            Breaks.find(QuerySaboteurs::unioned)),
        Saboteur.of(
            GROUP,
            "QUERY-1",
            "what was not judged is said to be served",
            Breaks.find(
                (next, request) -> {
                  Found found = next.find(request);
                  return new Found(
                      planned(found.plan(), lastPartServed(request.filter())), found.rows());
                })),
        Saboteur.of(
            GROUP,
            "QUERY-1",
            "the limit is taken before the filter",
            Breaks.find(
                (next, request) -> {
                  Found found = next.find(request);
                  List<StoredDocument> rows = RowList.read(found.rows());
                  int limit = Math.min(rows.size(), request.limit().orElse(rows.size()));
                  return new Found(
                      found.plan(), new RowList(found.rows().revision(), rows.subList(0, limit)));
                })),
        Saboteur.of(
            GROUP,
            "QUERY-1",
            "count does not look at filters with not",
            sound ->
                new ForwardingBackend(sound) {
                  @Override
                  public Counted count(String user, String collection, Filter filter) {
                    return super.count(
                        user, collection, filter instanceof Filter.Not ? Filter.all() : filter);
                  }
                }),
        judging(
            "QUERY-2",
            "ne is false where the value is missing",
            Meanings.rewritten(
                filter ->
                    filter instanceof Filter.Compare test && test.operator() == Filter.Operator.NE
                        ? Filter.allOf(List.of(test, new Filter.Exists(test.path())))
                        : filter)),
        judging("QUERY-2", "logic has three values", Meanings::threeValued),
        judging(
            "QUERY-2",
            "ne of a value of another kind is false",
            Meanings.ofKind(
                Filter.Compare.class,
                Filter.Compare::path,
                (test, value) ->
                    test.matches(bodyOf(test.path(), value))
                        && (test.operator() != Filter.Operator.NE
                            || value == null
                            || value.getNodeType() == test.value().getNodeType()))),
        judging(
            "QUERY-2",
            "null is taken for missing",
            Meanings.rewritten(
                filter ->
                    filter instanceof Filter.Exists test
                        ? Filter.allOf(List.of(test, new Filter.Not(isNull(test.path()))))
                        : filter)),
        judging(
            "QUERY-3",
            "eq null matches what is missing",
            Meanings.rewritten(
                filter ->
                    filter instanceof Filter.Compare test
                            && test.operator() == Filter.Operator.EQ
                            && test.value().isNull()
                        ? Filter.anyOf(
                            List.of(test, new Filter.Not(new Filter.Exists(test.path()))))
                        : filter)),
        judging(
            "QUERY-3",
            "in with null matches what is missing",
            Meanings.rewritten(
                filter ->
                    filter instanceof Filter.In test
                            && test.values().stream().anyMatch(JsonNode::isNull)
                        ? Filter.anyOf(
                            List.of(test, new Filter.Not(new Filter.Exists(test.path()))))
                        : filter)),
        judging(
            "QUERY-3",
            "eq null matches nothing",
            Meanings.rewritten(
                filter ->
                    filter instanceof Filter.Compare test
                            && test.operator() == Filter.Operator.EQ
                            && test.value().isNull()
                        ? Filter.none()
                        : filter)),
        judging(
            "QUERY-3",
            "null is less than anything",
            Meanings.rewritten(
                filter ->
                    filter instanceof Filter.Compare test
                            && (test.operator() == Filter.Operator.LT
                                || test.operator() == Filter.Operator.LE)
                        ? Filter.anyOf(List.of(test, isNull(test.path())))
                        : filter)),
        judging(
            "QUERY-3",
            "kinds are compared with one another",
            Meanings.ofKind(
                Filter.Compare.class,
                Filter.Compare::path,
                (test, value) ->
                    switch (test.operator()) {
                      case EQ, NE -> test.matches(bodyOf(test.path(), value));
                      case LT -> value != null && Values.compare(value, test.value()) < 0;
                      case LE -> value != null && Values.compare(value, test.value()) <= 0;
                      case GT -> value != null && Values.compare(value, test.value()) > 0;
                      case GE -> value != null && Values.compare(value, test.value()) >= 0;
                    })),
        valuing("integers are compared as doubles", QuerySaboteurs::doubled),
        valuing(
            "strings are compared without case",
            node -> Trees.strings(node, QuerySaboteurs::lower)),
        valuing(
            "strings of digits are compared as numbers",
            node ->
                node.isString() && node.stringValue().matches("[0-9]{1,9}")
                    ? NODES.numberNode(Integer.parseInt(node.stringValue()))
                    : node),
        valuing(
            "true equals 1",
            node -> node.isBoolean() ? NODES.numberNode(node.booleanValue() ? 1 : 0) : node),
        valuing(
            "spaces at the end of strings do not count",
            node -> Trees.strings(node, String::stripTrailing)),
        valuing(
            "strings are compared by their first 64 characters",
            node -> Trees.strings(node, text -> text.substring(0, Math.min(64, text.length())))),
        judging(
            "QUERY-3",
            "strings are compared by UTF-16",
            Meanings.ofKind(
                Filter.Compare.class,
                Filter.Compare::path,
                (test, value) -> {
                  if (value == null || !value.isString() || !test.value().isString()) {
                    return test.matches(bodyOf(test.path(), value));
                  }
                  int order = value.stringValue().compareTo(test.value().stringValue());
                  return switch (test.operator()) {
                    case EQ -> order == 0;
                    case NE -> order != 0;
                    case LT -> order < 0;
                    case LE -> order <= 0;
                    case GT -> order > 0;
                    case GE -> order >= 0;
                  };
                })),
        judging(
            "LANG-1",
            "filters go through a text that has no backquotes",
            Meanings.onPaths(
                path -> FieldPath.of(path.toString().replace("`", "").split("\\.", -1)))),
        Saboteur.of(
            GROUP,
            "QUERY-7",
            "an index that nobody declared is said to serve",
            Breaks.find(
                (next, request) -> {
                  Found found = next.find(request);
                  return new Found(
                      new Plan(
                          List.of(new Plan.Served("value(n)", request.filter().toString())),
                          found.plan().residual(),
                          found.plan().ordered(),
                          found.plan().positioned(),
                          ""),
                      found.rows());
                })),
        Saboteur.of(
            GROUP,
            "QUERY-7",
            "explain says that nothing is left to evaluate",
            sound ->
                new ForwardingBackend(sound) {
                  @Override
                  public Plan explain(FindRequest request) {
                    return planned(super.explain(request), Filter.all());
                  }
                }),
        Saboteur.of(
            GROUP,
            "QUERY-8",
            "a position before all ids of a user is taken for none",
            Breaks.find(QuerySaboteurs::startingOver)),
        Saboteur.of(
            "PAGING",
            "QUERY-8",
            "users without documents are left out of pages of users",
            ForgettingUsers::new),
        Saboteur.of(
            "PAGING",
            "QUERY-8",
            "who may have what is looked for is told as it was before",
            LastAsked::new));
  }

  private static Saboteur judging(
      String rule, String name, Function<Filter, Predicate<JsonNode>> meaning) {
    return Saboteur.of(GROUP, rule, name, Breaks.judges(meaning));
  }

  private static Saboteur valuing(String name, UnaryOperator<JsonNode> change) {
    return judging("QUERY-3", name, Meanings.onValues(change));
  }

  private static Pattern like(String prefix) {
    StringBuilder pattern = new StringBuilder("(?s)");
    prefix
        .codePoints()
        .forEach(
            cp ->
                pattern.append(
                    cp == '%' ? ".*" : cp == '_' ? "." : Pattern.quote(Character.toString(cp))));
    return Pattern.compile(pattern + ".*");
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  private static Stream<JsonNode> elements(JsonNode value) {
    return value.isArray() ? StreamSupport.stream(value.spliterator(), false) : Stream.empty();
  }

  private static Stream<JsonNode> deep(JsonNode value) {
    return elements(value)
        .flatMap(element -> element.isArray() ? deep(element) : Stream.of(element));
  }

  private static Predicate<JsonNode> equal(JsonNode operand) {
    return element -> Values.compare(element, operand) == 0;
  }

  /** Gives an array of objects the members of its first object. */
  private static JsonNode spread(JsonNode node) {
    return node.isArray() && !node.isEmpty() && node.get(0).isObject() ? node.get(0) : node;
  }

  private static JsonNode lowerKeys(JsonNode body) {
    return Trees.objects(
        body,
        object -> {
          ObjectNode copy = NODES.objectNode();
          object
              .properties()
              .forEach(member -> copy.set(lower(member.getKey()), member.getValue()));
          return copy;
        });
  }

  private static JsonNode bodyOf(FieldPath path, @Nullable JsonNode value) {
    ObjectNode root = NODES.objectNode();
    if (value != null) {
      ObjectNode inner = root;
      for (String key : path.keys().subList(0, path.keys().size() - 1)) {
        inner = inner.putObject(key);
      }
      inner.set(path.keys().get(path.keys().size() - 1), value);
    }
    return root;
  }

  private static Filter isNull(FieldPath path) {
    return new Filter.Compare(path, Filter.Operator.EQ, NODES.nullNode());
  }

  private static JsonNode doubled(JsonNode node) {
    return node.isNumber() ? NODES.numberNode(node.doubleValue()) : node;
  }

  private static Plan planned(Plan plan, Filter residual) {
    return new Plan(plan.served(), residual, plan.ordered(), plan.positioned(), plan.detail());
  }

  private static Filter lastPartServed(Filter filter) {
    return filter instanceof Filter.And and && and.filters().size() > 1
        ? Filter.allOf(and.filters().subList(0, and.filters().size() - 1))
        : filter;
  }

  private static Found unioned(Backend next, FindRequest request) {
    Found found = next.find(request);
    if (!(request.filter() instanceof Filter.Or or) || !request.order().isEmpty()) {
      return found;
    }
    List<StoredDocument> rows = new ArrayList<>();
    for (StoredDocument row : RowList.read(found.rows())) {
      or.filters().stream()
          .filter(part -> part.matches(row.body().root()))
          .forEach(part -> rows.add(row));
    }
    // Without a claim to be in order, so that nobody looks whether ids ascend.
    return new Found(
        new Plan(List.of(), Filter.all(), false, found.plan().positioned(), ""),
        new RowList(found.rows().revision(), rows));
  }

  private static Found startingOver(Backend next, FindRequest request) {
    Found found = next.find(request);
    Plan plan = found.plan();
    return request.after() != null && request.after().id().isEmpty()
        ? new Found(
            new Plan(plan.served(), plan.residual(), plan.ordered(), true, ""), found.rows())
        : found;
  }
}
