package dev.pagurus.sharded;

import dev.pagurus.document.FieldPath;
import dev.pagurus.query.KeyRange;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Between what the values lie that a user's documents have at the declared paths: for each kind of
 * value (null, booleans, numbers, strings, arrays and objects) that is there, the least and the
 * greatest key ({@link dev.pagurus.query.SortKey}). By kind, because no comparison reaches across
 * kinds: a single null would else make a span of all numbers.
 *
 * <p>A span is written as the least key, and the greatest behind a dash if it is another, both in
 * hexadecimal digits, which sort as the bytes do: so they are compared as they are. The key of a
 * long string is cut, and stands for all that begins with it.
 */
final class Spans {

  private static final HexFormat HEX = HexFormat.of();
  private static final char TO = '-';

  private final Map<String, List<String>> spans;

  /**
   * Takes spans.
   *
   * @param spans by {@link #place}; of a path without values none
   */
  Spans(Map<String, List<String>> spans) {
    this.spans = spans;
  }

  static String place(String collection, FieldPath path) {
    return collection + "/" + path; // no collection has a slash in its name
  }

  static String text(byte[] least, byte[] greatest) {
    String from = HEX.formatHex(least);
    String to = HEX.formatHex(greatest);
    return from.equals(to) ? from : from + TO + to;
  }

  /** What is looked for: a range of values at a path. */
  static final class Wanted {

    private final String place;
    private final boolean nothing;
    private final String from;
    private final String to;

    Wanted(String collection, FieldPath path, KeyRange range) {
      this.place = place(collection, path);
      this.nothing = range.isEmpty();
      this.from = HEX.formatHex(range.from());
      this.to = HEX.formatHex(range.to());
    }

    private boolean meets(String span) {
      int dash = span.indexOf(TO);
      String least = dash < 0 ? span : span.substring(0, dash);
      String greatest = span.substring(dash + 1);
      return least.compareTo(to) < 0
          && (from.compareTo(greatest) <= 0 || from.startsWith(greatest));
    }
  }

  /** Whether one of the values can be in a range. */
  boolean meet(Wanted wanted) {
    return !wanted.nothing
        && spans.getOrDefault(wanted.place, List.of()).stream().anyMatch(wanted::meets);
  }

  void write(ObjectNode to) {
    spans.forEach(
        (place, all) -> {
          ArrayNode written = to.putArray(place);
          all.forEach(written::add);
        });
  }

  static Spans read(JsonNode written) {
    Map<String, List<String>> spans = new TreeMap<>();
    for (Map.Entry<String, JsonNode> place : written.properties()) {
      List<String> all = new ArrayList<>();
      place.getValue().forEach(span -> all.add(span.stringValue()));
      spans.put(place.getKey(), all);
    }
    return new Spans(spans);
  }
}
