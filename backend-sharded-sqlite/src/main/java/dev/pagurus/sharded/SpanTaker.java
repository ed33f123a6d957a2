package dev.pagurus.sharded;

import dev.pagurus.document.FieldPath;
import dev.pagurus.query.SortKey;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** Takes {@link Spans} of documents: each widens the spans of the paths where it has a value. */
final class SpanTaker {

  /** As long as an instant to the millisecond. A longer string counts by its beginning. */
  static final int MOST_STRING_BYTES = 24;

  /** The half of a key's first byte that tells the kind; both booleans are one. */
  private static final int KIND = 0xF0;

  /** What was met so far of one kind: nothing sorts before the one, nor after the other. */
  private static final class Ends {

    private byte[] least;
    private byte[] greatest;

    Ends(byte[] key) {
      this.least = beginningOf(key);
      this.greatest = key;
    }

    void widen(byte[] key) {
      byte[] beginning = beginningOf(key);
      if (Arrays.compareUnsigned(beginning, least) < 0) {
        least = beginning;
      }
      if (Arrays.compareUnsigned(key, greatest) > 0) {
        greatest = key;
      }
    }

    String text() {
      return Spans.text(least, beginningOf(greatest));
    }
  }

  private final Map<String, Map<Integer, Ends>> places = new TreeMap<>();

  void add(String collection, List<Declared> declared, JsonNode body) {
    for (Declared one : declared) {
      if (Marks.isOfValues(one.index())) {
        for (FieldPath path : one.index().paths()) {
          JsonNode value = path.in(body);
          if (value != null) {
            add(Spans.place(collection, path), SortKey.encode(value, MOST_STRING_BYTES));
          }
        }
      }
    }
  }

  private void add(String place, byte[] key) {
    places
        .computeIfAbsent(place, none -> new TreeMap<>())
        .computeIfAbsent(key[0] & KIND, none -> new Ends(key))
        .widen(key);
  }

  /**
   * What the keys of all values begin with that share a key. The key of a cut string ends in what
   * sorts after all of them, so it may be their greatest, but not their least.
   */
  private static byte[] beginningOf(byte[] key) {
    return SortKey.isExact(key) ? key : Arrays.copyOf(key, key.length - 1);
  }

  Spans all() {
    Map<String, List<String>> spans = new TreeMap<>();
    places.forEach(
        (place, kinds) -> spans.put(place, kinds.values().stream().map(Ends::text).toList()));
    return new Spans(spans);
  }
}
