package dev.pagurus.query;

import dev.pagurus.document.FieldPath;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import tools.jackson.core.io.NumberOutput;
import tools.jackson.databind.JsonNode;

/**
 * Writes queries in the query language, each in one way: single spaces, no parentheses that are not
 * needed, {@code asc} left out. What it writes, {@link Parser} reads back to an equal query.
 * Fingerprints in cursors are made of it, so it is frozen.
 */
final class Printer {

  private final StringBuilder out = new StringBuilder();

  private Printer() {}

  static String print(Filter filter) {
    Printer printer = new Printer();
    printer.filter(filter);
    return printer.out.toString();
  }

  static String print(Query query) {
    Printer printer = new Printer();
    printer.filterAndOrder(query);
    query.limit().ifPresent(limit -> printer.word("limit").word(Integer.toString(limit)));
    return printer.out.toString();
  }

  static String printWithoutLimit(Query query) {
    Printer printer = new Printer();
    printer.filterAndOrder(query);
    return printer.out.toString();
  }

  private void filterAndOrder(Query query) {
    if (!query.filter().equals(Filter.all())) {
      filter(query.filter());
    }
    if (!query.order().isEmpty()) {
      word("order by ");
      list(query.order(), sort -> out.append(sort));
    }
  }

  /** Writes a word with a space before it, unless it is the first. */
  private Printer word(String word) {
    if (!out.isEmpty()) {
      out.append(' ');
    }
    out.append(word);
    return this;
  }

  private void filter(Filter filter) {
    if (filter instanceof Filter.And and) {
      chain(and.filters(), " and ", "true");
    } else if (filter instanceof Filter.Or or) {
      chain(or.filters(), " or ", "false");
    } else if (filter instanceof Filter.Not not) {
      out.append("not ");
      member(not.filter(), isChain(not.filter()));
    } else {
      test(filter);
    }
  }

  private void chain(List<Filter> filters, String joint, String none) {
    if (filters.isEmpty()) {
      out.append(none);
      return;
    }
    boolean isAnd = joint.equals(" and ");
    String between = "";
    for (Filter filter : filters) {
      out.append(between);
      member(filter, isAnd && filter instanceof Filter.Or && isChain(filter));
      between = joint;
    }
  }

  private static boolean isChain(Filter filter) {
    return (filter instanceof Filter.And and && !and.filters().isEmpty())
        || (filter instanceof Filter.Or or && !or.filters().isEmpty());
  }

  private void member(Filter filter, boolean inParentheses) {
    if (inParentheses) {
      out.append('(');
      filter(filter);
      out.append(')');
    } else {
      filter(filter);
    }
  }

  private void test(Filter test) {
    if (test instanceof Filter.Compare compare) {
      path(compare.path()).append(compare.operator().symbol()).append(' ');
      value(compare.value());
    } else if (test instanceof Filter.In in) {
      path(in.path()).append("in (");
      list(in.values(), this::value);
      out.append(')');
    } else if (test instanceof Filter.Between between) {
      path(between.path()).append("between ");
      value(between.low());
      out.append(" and ");
      value(between.high());
    } else if (test instanceof Filter.StartsWith startsWith) {
      path(startsWith.path()).append("startsWith ");
      string(startsWith.prefix());
    } else if (test instanceof Filter.Contains contains) {
      path(contains.path()).append("contains ");
      value(contains.value());
    } else if (test instanceof Filter.Exists exists) {
      path(exists.path()).append("exists");
    } else if (test instanceof Filter.Matches matches) {
      list(matches.paths(), out::append);
      out.append(" matches ");
      string(matches.text());
    } else {
      throw new IllegalStateException("not a test: " + test.getClass());
    }
  }

  private StringBuilder path(FieldPath path) {
    return out.append(path).append(' ');
  }

  private <T> void list(List<T> items, Consumer<T> writer) {
    Iterator<T> rest = items.iterator();
    writer.accept(rest.next());
    while (rest.hasNext()) {
      out.append(", ");
      writer.accept(rest.next());
    }
  }

  private void value(JsonNode value) {
    if (value.isString()) {
      string(value.stringValue());
    } else if (value.isDouble()) {
      // Double.toString was not always the shortest on JDK 17; this is, on every JDK.
      out.append(NumberOutput.toString(value.doubleValue(), true));
    } else {
      out.append(value.isNull() ? "null" : value.asString());
    }
  }

  private void string(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"', '\\' -> out.append('\\').append(c);
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          // Also what a terminal or an old JavaScript would take for a control or a new line.
          if (c < 0x20 || (c >= 0x7F && c <= 0x9F) || c == 0x2028 || c == 0x2029) {
            out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }
}
