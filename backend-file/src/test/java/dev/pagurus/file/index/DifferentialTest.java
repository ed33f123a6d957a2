package dev.pagurus.file.index;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pagurus.document.Body;
import dev.pagurus.document.FieldPath;
import dev.pagurus.query.Filter;
import dev.pagurus.query.Position;
import dev.pagurus.query.Query;
import dev.pagurus.query.Sort;
import dev.pagurus.spi.FindRequest;
import dev.pagurus.spi.IndexDefinition;
import dev.pagurus.spi.IndexDefinition.Kind;
import dev.pagurus.spi.StoredDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * QUERY, TEXT, INDEX: random filters, orders and positions over random documents and indexes, with
 * the plan's residual judged as the shared layer does, against the reference over the plain list.
 */
final class DifferentialTest {

  private static final String LONG = "x".repeat(40_000);
  private static final String NEARLY = "é".repeat(500);
  private static final String[] PATHS = {"a", "b", "c", "d.e", "`odd.key`", "l", "t"};
  private static final String[] WORDS = {
    "oslo", "Ås", "new-york", "東京都", "of", "the", "o", "w".repeat(1_200), "w".repeat(1_201)
  };
  private static final String[] VALUES = {
    "null",
    "false",
    "true",
    "0",
    "1",
    "1.0",
    "-1.5",
    "-0.0",
    "9007199254740992",
    "9007199254740993",
    "9007199254740992.0",
    "9223372036854775807",
    "9.223372036854775808e18",
    "1e300",
    "\"\"",
    "\"a\"",
    "\"A\"",
    "\"é\"",
    "\"\\uff5e\"",
    "\"😀\"",
    "\"ab\"",
    "\"\\u0001\"",
    "[]",
    "[1]",
    "{\"e\":1}",
    "-9223372036854775808",
    "\"" + LONG + "\"",
    "\"" + LONG + "y\"",
    "\"" + NEARLY + "\"",
    "\"" + NEARLY + "a\""
  };
  private static final List<IndexDefinition> CHOICE =
      List.of(
          Samples.index(Kind.VALUE, "a"),
          Samples.index(Kind.VALUE, "b", "a", "`odd.key`"),
          Samples.index(Kind.VALUE, "d.e"),
          Samples.index(Kind.UNIQUE, "c"),
          Samples.index(Kind.VALUE, "c", "b"),
          Samples.index(Kind.ARRAY, "l"),
          Samples.index(Kind.TEXT, "t", "u"),
          Samples.index(Kind.TEXT, "u"));
  private static final String[] USERS = {"ann", "ann!", "anna"};

  @Property(tries = 12, shrinking = ShrinkingMode.OFF)
  void everyFindAnswersWhatTheReferenceAnswers(@ForAll long seed) throws IOException {
    Path folder = Files.createTempDirectory("index");
    try {
      new Round(seed).run(folder);
    } finally {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  private static final class Round {

    private final long seed;
    private final Random random;
    private final boolean withLong;
    private final Map<String, Map<String, StoredDocument>> expected = new TreeMap<>();
    private List<IndexDefinition> indexes = List.of();
    private long revision;

    Round(long seed) {
      this.seed = seed;
      this.random = new Random(seed);
      this.withLong = random.nextBoolean();
      for (String user : USERS) {
        expected.put(user, new TreeMap<>());
      }
    }

    void run(Path folder) {
      indexes = CHOICE.stream().filter(index -> random.nextInt(3) > 0).toList();
      try (SearchIndex index = SearchIndex.create(folder)) {
        for (int i = 0; i < 4; i++) {
          write(index, 40);
          index.refresh().release(); // one more segment
        }
        View view = index.refresh();
        for (int i = 0; i < 60; i++) {
          check(view);
        }
        view.release();
      }
    }

    private void write(SearchIndex index, int count) {
      List<IndexChange> changes = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        String user = USERS[random.nextInt(USERS.length)];
        String id = (random.nextBoolean() ? "id" : "Ｉ😀") + random.nextInt(40);
        revision++;
        if (random.nextInt(6) == 0) {
          DocKey key = new DocKey(user, Samples.PLACES, id);
          StoredDocument at = Samples.document(id, revision, "{}");
          changes.add(new IndexChange.Tombstone(key, revision, at.updatedAt()));
          documents(user).remove(id);
        } else {
          StoredDocument document = Samples.document(id, revision, randomBody());
          changes.add(Samples.put(user, document));
          documents(user).put(id, document);
        }
      }
      index.apply(changes, collection -> indexes);
    }

    private Map<String, StoredDocument> documents(String user) {
      return expected.getOrDefault(user, new TreeMap<>());
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
      return VALUES[random.nextInt(withLong ? VALUES.length : VALUES.length - 4)];
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
        String text = VALUES[random.nextInt(VALUES.length)];
        JsonNode value = Body.parse("{\"v\":" + text + "}").root().get("v");
        if (!value.isContainer()) {
          return value;
        }
      }
    }

    private String randomPath() {
      return PATHS[random.nextInt(PATHS.length)];
    }

    private FindRequest randomRequest(String user, @Nullable Position after, List<Sort> order) {
      OptionalInt limit =
          random.nextBoolean() ? OptionalInt.empty() : OptionalInt.of(1 + random.nextInt(8));
      return new FindRequest(user, Samples.PLACES, randomFilter(3), order, after, limit);
    }

    private List<Sort> randomOrder() {
      List<Sort> order = new ArrayList<>();
      List<String> paths = new ArrayList<>(List.of(PATHS));
      for (int i = random.nextInt(4); i > 0; i--) {
        String path = paths.remove(random.nextInt(paths.size()));
        order.add(new Sort(FieldPath.parse(path), random.nextBoolean()));
      }
      return order;
    }

    private Filter randomFilter(int depth) {
      String path = randomPath();
      return switch (random.nextInt(depth == 0 ? 9 : 15)) {
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
                ? Query.where(path).startsWith(randomPrefix()).filter()
                : Query.where(path).exists().filter();
        case 7 -> Query.where("l").contains(randomScalar()).filter();
        case 8 -> randomMatches();
        case 9, 10, 11 -> Filter.allOf(List.of(randomFilter(depth - 1), randomFilter(depth - 1)));
        case 12 -> Filter.anyOf(List.of(randomFilter(depth - 1), randomFilter(depth - 1)));
        case 13 -> Filter.all();
        default -> new Filter.Not(randomFilter(depth - 1));
      };
    }

    private String randomPrefix() {
      String[] prefixes = {"", "a", "é", LONG.substring(0, 999), LONG, NEARLY, "\u0001"};
      return prefixes[random.nextInt(prefixes.length)];
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
        "\"the of\" o*",
        "o*",
        "\"the 東\"",
        "w".repeat(1_200),
        "w".repeat(1_300),
        "w".repeat(998) + "*",
        "w".repeat(999) + "*",
        "w".repeat(1_201) + "*"
      };
      String text = texts[random.nextInt(texts.length)];
      return switch (random.nextInt(3)) {
        case 0 -> Query.matches(List.of("t"), text).filter();
        case 1 -> Query.matches(List.of("u"), text).filter();
        default -> Query.matches(List.of("u", "t"), text).filter();
      };
    }

    private void check(View view) {
      String user = USERS[random.nextInt(USERS.length)];
      List<StoredDocument> documents = List.copyOf(documents(user).values());
      List<Sort> order = randomOrder();
      FindRequest bare = randomRequest(user, null, order);
      Position after =
          random.nextBoolean() || documents.isEmpty()
              ? null
              : Samples.order(bare).positionOf(documents.get(random.nextInt(documents.size())));
      FindRequest request =
          new FindRequest(user, Samples.PLACES, bare.filter(), order, after, bare.limit());
      Set<DocKey> hidden = new HashSet<>();
      for (StoredDocument document : documents) {
        if (random.nextInt(4) == 0) {
          hidden.add(DocKey.of(user, document.address()));
        }
      }
      boolean masks = random.nextInt(3) == 0;
      Predicate<DocKey> masked = masks ? hidden::contains : View.NOTHING;
      List<StoredDocument> seen =
          documents.stream()
              .filter(document -> !masked.test(DocKey.of(user, document.address())))
              .toList();
      String what = shortened("seed " + seed + " " + indexes + " " + request);
      assertEquals(
          Samples.reference(seen, request), Samples.answer(view, indexes, request, masked), what);
      checkCount(view, request, masked, seen, what);
    }

    private void checkCount(
        View view,
        FindRequest request,
        Predicate<DocKey> masked,
        List<StoredDocument> seen,
        String what) {
      OptionalLong count =
          view.count(indexes, request.user(), Samples.PLACES, request.filter(), masked);
      FindRequest all =
          new FindRequest(
              request.user(),
              Samples.PLACES,
              request.filter(),
              List.of(),
              null,
              OptionalInt.empty());
      if (count.isPresent()) {
        assertEquals(Samples.reference(seen, all).size(), count.getAsLong(), what);
      }
    }

    private static String shortened(String text) {
      return text.replaceAll("(x{10})x+", "$1..").replaceAll("(w{10})w+", "$1..");
    }
  }
}
