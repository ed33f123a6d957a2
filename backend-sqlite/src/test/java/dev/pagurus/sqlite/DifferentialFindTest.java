package dev.pagurus.sqlite;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pagurus.document.Body;
import dev.pagurus.document.FieldPath;
import dev.pagurus.query.DocumentOrder;
import dev.pagurus.query.Evaluator;
import dev.pagurus.query.Filter;
import dev.pagurus.query.Position;
import dev.pagurus.query.Query;
import dev.pagurus.query.Sort;
import dev.pagurus.spi.Backend;
import dev.pagurus.spi.FindRequest;
import dev.pagurus.spi.Finding;
import dev.pagurus.spi.Found;
import dev.pagurus.spi.IndexDefinition.Kind;
import dev.pagurus.spi.Plan;
import dev.pagurus.spi.Progress;
import dev.pagurus.spi.StoredDocument;
import dev.pagurus.spi.Write;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * QUERY, TEXT, INDEX: random filters and orders over every kind of index, against the reference.
 */
final class DifferentialFindTest {

  private static final int ROUNDS = Boolean.getBoolean("pagurus.soak") ? 200 : 12;
  private static final int DOCUMENTS = 150;
  private static final int FINDS = 250;
  private static final String[] PATHS = {"a", "b", "c", "d.e", "`odd.key`"};
  private static final String[] WORDS = {"oslo", "Ås", "new-york", "東京都", "of", "the", "o"};

  @TempDir Path folder;

  @Test
  void everyFindAnswersWhatTheReferenceAnswers() {
    for (int round = 0; round < ROUNDS; round++) {
      new Round(round + 1).run(folder.resolve("round" + round + ".db"));
    }
  }

  /** One store, one seed. */
  private static final class Round {

    private final long seed;
    private final Random random;
    private final Map<String, Body> expected = new HashMap<>();

    Round(long seed) {
      this.seed = seed;
      this.random = new Random(seed);
    }

    void run(Path file) {
      try (Backend store = Stores.open(file)) {
        write(store, DOCUMENTS / 2);
        declare(store);
        write(store, DOCUMENTS);
        Stores.put(store, "bob", "id1", "{\"a\":1,\"t\":\"oslo\",\"l\":[1]}");
        for (int i = 0; i < FINDS; i++) {
          check(store, randomRequest());
        }
        List<Finding> findings = new ArrayList<>();
        store.maintenance().verify(findings::add, Progress.NONE);
        assertEquals(List.of(), findings, "seed " + seed);
      }
    }

    private void write(Backend store, int count) {
      for (int i = 0; i < count; i++) {
        String id = "id" + random.nextInt(DOCUMENTS);
        if (random.nextInt(6) == 0) {
          Stores.delete(store, id);
          expected.remove(id);
        } else {
          Write.Put put = Stores.putting(id, randomBody());
          Stores.commit(store, Stores.USER, List.of(put));
          expected.put(id, put.body());
        }
      }
    }

    private void declare(Backend store) {
      Stores.define(store, Kind.VALUE, "a");
      Stores.define(store, Kind.VALUE, "b", "a", "`odd.key`");
      Stores.define(store, Kind.VALUE, "d.e");
      Stores.define(store, Kind.ARRAY, "l");
      Stores.define(store, Kind.TEXT, "t", "u");
      if (random.nextBoolean()) {
        Stores.define(store, Kind.VALUE, "c", "b");
        Stores.define(store, Kind.TEXT, "u");
        store.drop(Stores.PLACES, Stores.index(Kind.VALUE, "d.e"));
        Stores.define(store, Kind.VALUE, "`odd.key`");
      }
    }

    private String randomBody() {
      StringBuilder body = new StringBuilder("{");
      for (String key : new String[] {"a", "b", "c", "odd.key"}) {
        if (random.nextInt(5) > 0) {
          body.append('"').append(key).append("\":").append(randomValue()).append(',');
        }
      }
      if (random.nextBoolean()) {
        body.append("\"d\":{\"e\":").append(randomValue()).append("},");
      }
      body.append("\"l\":[").append(randomValue()).append(',').append(randomValue()).append("],");
      body.append("\"u\":\"").append(randomText()).append("\",");
      return body.append("\"t\":\"").append(randomText()).append("\"}").toString();
    }

    private String randomValue() {
      String[] values = {
        "null",
        "false",
        "true",
        "0",
        "1",
        "1.0",
        "-1.5",
        "9007199254740992",
        "9007199254740993",
        "9007199254740992.0",
        "1e300",
        "\"\"",
        "\"a\"",
        "\"A\"",
        "\"é\"",
        "\"\\uff5e\"",
        "\"😀\"",
        "\"ab\"",
        "[]",
        "[1]",
        "{\"e\":1}",
        "-9223372036854775808"
      };
      return values[random.nextInt(values.length)];
    }

    private String randomText() {
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(4); i > 0; i--) {
        text.append(WORDS[random.nextInt(WORDS.length)]).append(' ');
      }
      return text.toString();
    }

    private JsonNode randomScalar() {
      while (true) {
        JsonNode value = Body.parse("{\"v\":" + randomValue() + "}").root().get("v");
        if (!value.isContainer()) {
          return value;
        }
      }
    }

    private FindRequest randomRequest() {
      List<Sort> order = new ArrayList<>();
      List<String> paths = new ArrayList<>(List.of(PATHS));
      for (int i = random.nextInt(3); i > 0; i--) {
        String path = paths.remove(random.nextInt(paths.size()));
        order.add(new Sort(FieldPath.parse(path), random.nextBoolean()));
      }
      return new FindRequest(
          Stores.USER, Stores.PLACES, randomFilter(3), order, null, OptionalInt.empty());
    }

    private Filter randomFilter(int depth) {
      int kind = random.nextInt(depth == 0 ? 9 : 13);
      String path = PATHS[random.nextInt(PATHS.length)];
      return switch (kind) {
        case 0, 1 -> Query.where(path).eq(randomScalar()).filter();
        case 2 -> Query.where(path).ne(randomScalar()).filter();
        case 3 ->
            Query.where(path).in(List.of(randomScalar(), randomScalar(), randomScalar())).filter();
        case 4 ->
            switch (random.nextInt(4)) {
              case 0 -> Query.where(path).lt(randomScalar()).filter();
              case 1 -> Query.where(path).le(randomScalar()).filter();
              case 2 -> Query.where(path).gt(randomScalar()).filter();
              default -> Query.where(path).ge(randomScalar()).filter();
            };
        case 5 -> Query.where(path).between(randomScalar(), randomScalar()).filter();
        case 6 ->
            random.nextBoolean()
                ? Query.where(path).startsWith(random.nextBoolean() ? "a" : "").filter()
                : Query.where(path).exists().filter();
        case 7 -> Query.where("l").contains(randomScalar()).filter();
        case 8 -> randomMatches();
        case 9, 10 -> Filter.allOf(List.of(randomFilter(depth - 1), randomFilter(depth - 1)));
        case 11 -> Filter.anyOf(List.of(randomFilter(depth - 1), randomFilter(depth - 1)));
        default -> new Filter.Not(randomFilter(depth - 1));
      };
    }

    private Filter randomMatches() {
      String[] texts = {
        "oslo",
        "os*",
        "\"of the\"",
        "東京",
        "京",
        "oslo the",
        "\"new york\"",
        "NEW york",
        "",
        "\" OR (",
        "{t} : x",
        "o",
        "as",
        "the of",
        "\"the of\" o*"
      };
      String text = texts[random.nextInt(texts.length)];
      return switch (random.nextInt(3)) {
        case 0 -> Query.matches(List.of("t"), text).filter();
        case 1 -> Query.matches(List.of("u"), text).filter();
        default -> Query.matches(List.of("u", "t"), text).filter();
      };
    }

    private void check(Backend store, FindRequest request) {
      List<String> wanted = reference(request);
      String what = "seed " + seed + ": " + request.filter() + " order by " + request.order();
      assertEquals(wanted, answer(store, request), what);
      long count = store.count(request.user(), request.collection(), request.filter()).count();
      assertEquals(wanted.size(), count, what);
      if (!wanted.isEmpty()) {
        int at = random.nextInt(wanted.size());
        FindRequest next = after(request, wanted.get(at));
        List<String> rest = wanted.subList(at + 1, wanted.size());
        assertEquals(rest, answer(store, next), what + " after " + next.after());
      }
    }

    private FindRequest after(FindRequest request, String id) {
      List<JsonNode> values = new ArrayList<>();
      for (Sort sort : request.order()) {
        values.add(sort.path().in(body(id).root()));
      }
      return new FindRequest(
          request.user(),
          request.collection(),
          request.filter(),
          request.order(),
          new Position(values, null, id),
          request.limit());
    }

    private Body body(String id) {
      return Objects.requireNonNull(expected.get(id));
    }

    private List<String> reference(FindRequest request) {
      Evaluator evaluator = Evaluator.of(request.filter());
      return expected.keySet().stream()
          .filter(id -> evaluator.test(body(id).root()))
          .sorted(order(request))
          .toList();
    }

    private DocumentOrder<String> order(FindRequest request) {
      return DocumentOrder.withinUser(request.order(), id -> body(id).root(), id -> id);
    }

    /** Finishes as the shared layer does. */
    private List<String> answer(Backend store, FindRequest request) {
      List<String> ids = new ArrayList<>();
      try (Found found = store.find(request)) {
        Plan plan = found.plan();
        assertEquals(plan, store.explain(request));
        Evaluator residual = Evaluator.of(plan.residual());
        for (StoredDocument row = found.next(); row != null; row = found.next()) {
          String id = row.address().id();
          boolean before =
              request.after() != null
                  && !plan.positioned()
                  && order(request).compareTo(id, request.after()) <= 0;
          if (!before && residual.test(row.body().root())) {
            ids.add(id);
          }
        }
        if (!plan.ordered()) {
          ids.sort(order(request));
        }
      }
      return ids;
    }
  }
}
