package dev.pagurus.query;

import dev.pagurus.document.FieldPath;
import dev.pagurus.document.Names;
import dev.pagurus.query.Lexer.Kind;
import dev.pagurus.query.Lexer.Lexeme;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.NullNode;

/**
 * Reads the query language by recursive descent; the grammar stands in the contract, and each
 * method reads one rule of it. Two filters are known beyond that grammar, the keywords {@code true}
 * and {@code false} in the place of a test, for everything and nothing: a program can build those,
 * and every query prints back.
 *
 * <p>Chains of and and or are read in loops, and nesting is bounded, so that no text overflows the
 * stack. What could have stood at the present place is noted on the way: each question whether
 * something stands there adds its answer, and going on clears them. One parser reads one text.
 */
final class Parser {

  private static final String A_PATH = "a path";
  private static final String A_NAME = "a name";

  private final String text;
  private final Lexer lexer;
  private final Set<String> expected = new LinkedHashSet<>();
  private Lexeme now;
  private int nesting;
  private int size;

  Parser(String text) {
    this.text = text;
    this.lexer = new Lexer(text);
    this.now = lexer.next();
  }

  /** Reads the whole text. */
  Query query() {
    try {
      return readQuery();
    } catch (InvalidQueryException e) {
      // What the records refuse has no position yet; it ends at the present place.
      throw e.position().isPresent()
          ? e
          : Lexer.error(text, now.start(), String.valueOf(e.getMessage()));
    }
  }

  private Query readQuery() {
    boolean isBare = isKeyword("order") || isKeyword("limit") || is(Kind.END, "the end");
    Filter filter = isBare ? Filter.all() : or();
    List<Sort> order = takeKeyword("order") ? order() : List.of();
    OptionalInt limit = takeKeyword("limit") ? limit() : OptionalInt.empty();
    if (!is(Kind.END, "the end")) {
      throw unexpected();
    }
    return new Query(filter, order, limit);
  }

  private Filter or() {
    List<Filter> filters = new ArrayList<>();
    do {
      filters.add(and());
    } while (takeKeyword("or"));
    return Filter.anyOf(filters);
  }

  private Filter and() {
    List<Filter> filters = new ArrayList<>();
    do {
      filters.add(factor());
    } while (takeKeyword("and"));
    return Filter.allOf(filters);
  }

  private Filter factor() {
    if (takeKeyword("not")) {
      return nested(() -> new Filter.Not(factor()));
    }
    if (takeSymbol("(")) {
      return nested(
          () -> {
            Filter filter = or();
            expectSymbol(")");
            return filter;
          });
    }
    if (is(Kind.NAME, A_PATH)) {
      return test();
    }
    if (takeKeyword("true")) {
      return Filter.all();
    }
    if (takeKeyword("false")) {
      return Filter.none();
    }
    throw unexpected();
  }

  private Filter nested(Supplier<Filter> filter) {
    if (++nesting > Filter.MAX_NESTING) {
      throw Lexer.error(
          text,
          now.start(),
          "not and parentheses are nested at most " + Filter.MAX_NESTING + " deep");
    }
    Filter read = filter.get();
    nesting--;
    return read;
  }

  private Filter test() {
    FieldPath path = countedPath();
    for (Filter.Operator operator : Filter.Operator.values()) {
      if (takeSymbol(operator.symbol())) {
        return new Filter.Compare(path, operator, value());
      }
    }
    if (takeKeyword("in")) {
      return new Filter.In(path, values());
    }
    if (takeKeyword("between")) {
      return between(path);
    }
    if (takeKeyword("startsWith")) {
      return new Filter.StartsWith(path, string());
    }
    if (takeKeyword("contains")) {
      return new Filter.Contains(path, value());
    }
    return takeKeyword("exists") ? new Filter.Exists(path) : matches(path);
  }

  private Filter between(FieldPath path) {
    JsonNode low = value();
    expectKeyword("and");
    return new Filter.Between(path, low, value());
  }

  private Filter matches(FieldPath first) {
    List<FieldPath> paths = new ArrayList<>();
    paths.add(first);
    while (takeSymbol(",")) {
      paths.add(countedPath());
    }
    expectKeyword("matches");
    return new Filter.Matches(paths, string());
  }

  private FieldPath countedPath() {
    count();
    return path();
  }

  /** Stops early what {@link FilterShape} would refuse in the end. */
  private void count() {
    if (++size > Filter.MAX_SIZE) {
      throw Lexer.error(
          text,
          now.start(),
          "a filter has at most " + Filter.MAX_SIZE + " tests and values, and this is one more");
    }
  }

  private FieldPath path() {
    int start = now.start();
    List<String> keys = new ArrayList<>();
    do {
      if (!is(Kind.NAME, keys.isEmpty() ? A_PATH : A_NAME)) {
        throw unexpected();
      }
      keys.add(now.text());
      advance();
    } while (takeSymbol("."));
    try {
      return new FieldPath(keys);
    } catch (IllegalArgumentException e) {
      throw Lexer.error(text, start, String.valueOf(e.getMessage()));
    }
  }

  private List<JsonNode> values() {
    expectSymbol("(");
    List<JsonNode> values = new ArrayList<>();
    do {
      count();
      values.add(value());
    } while (takeSymbol(","));
    expectSymbol(")");
    return values;
  }

  private JsonNode value() {
    JsonNode value = now.value();
    if (value != null) {
      advance();
      return value;
    }
    expected.add("a string in double quotes");
    expected.add("a number");
    if (takeKeyword("true")) {
      return BooleanNode.TRUE;
    }
    if (takeKeyword("false")) {
      return BooleanNode.FALSE;
    }
    if (takeKeyword("null")) {
      return NullNode.getInstance();
    }
    throw unexpected();
  }

  private String string() {
    if (!is(Kind.STRING, "a string in double quotes")) {
      throw unexpected();
    }
    String string = now.text();
    advance();
    return string;
  }

  private List<Sort> order() {
    expectKeyword("by");
    List<Sort> order = new ArrayList<>();
    do {
      int start = now.start();
      FieldPath path = path();
      if (order.size() == Query.MAX_SORTS) {
        throw Lexer.error(
            text,
            start,
            "a query sorts by at most " + Query.MAX_SORTS + " paths, and this is one more");
      }
      if (order.stream().anyMatch(sort -> sort.path().equals(path))) {
        throw Lexer.error(text, start, "the query sorts by " + path + " already");
      }
      boolean descending = !takeKeyword("asc") && takeKeyword("desc");
      order.add(new Sort(path, descending));
    } while (takeSymbol(","));
    return order;
  }

  private OptionalInt limit() {
    JsonNode value = now.value();
    if (value != null
        && value.isIntegralNumber()
        && value.longValue() >= 1
        && value.longValue() <= Integer.MAX_VALUE) {
      advance();
      return OptionalInt.of((int) value.longValue());
    }
    expected.add("a whole number from 1 to " + Integer.MAX_VALUE);
    throw unexpected();
  }

  private void advance() {
    now = lexer.next();
    expected.clear();
  }

  private boolean is(Kind kind, String description) {
    expected.add(description);
    return now.kind() == kind;
  }

  private boolean isKeyword(String keyword) {
    expected.add("'" + keyword + "'");
    return now.kind() == Kind.KEYWORD && now.text().equals(keyword.toLowerCase(Locale.ROOT));
  }

  private boolean takeKeyword(String keyword) {
    boolean taken = isKeyword(keyword);
    if (taken) {
      advance();
    }
    return taken;
  }

  private boolean takeSymbol(String symbol) {
    expected.add("'" + symbol + "'");
    boolean taken = now.kind() == Kind.SYMBOL && now.text().equals(symbol);
    if (taken) {
      advance();
    }
    return taken;
  }

  private void expectKeyword(String keyword) {
    if (!takeKeyword(keyword)) {
      throw unexpected();
    }
  }

  private void expectSymbol(String symbol) {
    if (!takeSymbol(symbol)) {
      throw unexpected();
    }
  }

  private InvalidQueryException unexpected() {
    String found =
        now.kind() == Kind.END
            ? "the text ends"
            : "there is " + Names.quote(text.substring(now.start(), now.end()));
    boolean meantAsName =
        now.kind() == Kind.KEYWORD && (expected.contains(A_PATH) || expected.contains(A_NAME));
    String hint = meantAsName ? "; a keyword that is meant as a name stands in `backquotes`" : "";
    return Lexer.error(
        text, now.start(), found + ", expected " + String.join(", ", expected) + hint);
  }
}
