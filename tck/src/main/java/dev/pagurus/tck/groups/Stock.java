package dev.pagurus.tck.groups;

import static dev.pagurus.tck.stage.Expect.json;

import dev.pagurus.DocumentCollection;
import dev.pagurus.UserStore;
import dev.pagurus.WriteBatch;
import dev.pagurus.query.Filter;
import dev.pagurus.query.Query;
import dev.pagurus.tck.stage.Expect;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Documents for tests: made in bulk, put in few commits, and asked for in one line. */
final class Stock {

  /** What ADDR-4 says, in the kit's own words, so that the shared layer is proven too. */
  static final Comparator<String> BY_BYTES =
      (a, b) ->
          Arrays.compareUnsigned(
              a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));

  private static final int WRITES_PER_BATCH = 500;

  private Stock() {}

  /** Puts documents in the order of the map, in batches. */
  static void put(UserStore user, String collection, Map<String, ? extends JsonNode> bodies) {
    WriteBatch batch = user.batch();
    for (Map.Entry<String, ? extends JsonNode> body : bodies.entrySet()) {
      batch.put(collection, body.getKey(), body.getValue());
      if (batch.size() == WRITES_PER_BATCH) {
        batch.commit();
        batch = user.batch();
      }
    }
    if (batch.size() > 0) {
      batch.commit();
    }
  }

  /** Bodies {@code {"n":0}}, {@code {"n":1}}, ... under the ids 0000, 0001, ... */
  static Map<String, ObjectNode> numbered(int count) {
    Map<String, ObjectNode> bodies = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      bodies.put(id(i), json("{}").put("n", i));
    }
    return bodies;
  }

  /** 7 is 0007. */
  static String id(int number) {
    return String.format(Locale.ROOT, "%04d", number);
  }

  /** Bodies that hold each of some values at one key, under the ids 0000, 0001, ... */
  static Map<String, ObjectNode> holding(String key, List<? extends JsonNode> values) {
    Map<String, ObjectNode> bodies = new LinkedHashMap<>();
    for (JsonNode value : values) {
      ObjectNode body = json("{}");
      body.set(key, value);
      bodies.put(id(bodies.size()), body);
    }
    return bodies;
  }

  /** The values of a JSON array in which apostrophes stand for double quotes. */
  static List<JsonNode> values(String array) {
    return json("{'all':" + array + "}").get("all").valueStream().toList();
  }

  /** One of some bodies, which must be there. */
  static ObjectNode body(Map<String, ObjectNode> bodies, String id) {
    return Objects.requireNonNull(bodies.get(id), id);
  }

  /** The ids of the bodies that the reference evaluator finds, in order. */
  static List<String> matching(Map<String, ObjectNode> bodies, Filter filter) {
    return sorted(bodies.keySet().stream().filter(id -> filter.matches(body(bodies, id))));
  }

  /** The ids that a query finds, in order. */
  static List<String> found(DocumentCollection<ObjectNode> docs, Query query) {
    return Expect.ids(docs.find(query));
  }

  /** Names with tabs between them, which no name has. */
  static List<String> names(String joined) {
    return List.of(joined.split("\t", -1));
  }

  /** In the order of ADDR-4. */
  static List<String> sorted(Stream<String> names) {
    return names.sorted(BY_BYTES).toList();
  }
}
