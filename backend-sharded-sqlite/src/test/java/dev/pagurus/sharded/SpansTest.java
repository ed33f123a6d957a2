package dev.pagurus.sharded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pagurus.Document;
import dev.pagurus.Store;
import dev.pagurus.StoreException;
import dev.pagurus.WriteBatch;
import dev.pagurus.document.FieldPath;
import dev.pagurus.query.Filter;
import dev.pagurus.query.Query;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.spi.IndexDefinition;
import dev.pagurus.spi.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Who is asked when users are looked for by a range [QUERY-8]. */
final class SpansTest {

  private static final int USERS = 30;

  @TempDir Path temporary = Path.of("");
  private Path folder = temporary;

  private Store open() {
    return Store.open(
        "sharded-sqlite:" + folder + "?max-open=8&undelete=1d&upkeep=0s&durability=relaxed");
  }

  private static String user(int number) {
    return "user" + (100 + number);
  }

  private static List<String> users(int from, int to) {
    return IntStream.range(from, to).mapToObj(SpansTest::user).toList();
  }

  private static ObjectNode body(int n) {
    return JsonNodeFactory.instance.objectNode().put("n", n).put("k", "k" + n % 5).put("x", n);
  }

  /** User i has i and i + 1. */
  @BeforeEach
  void make() {
    folder = temporary.resolve("store");
    try (Store store = open()) {
      store.indexes("docs").value("n").value("k");
      for (int i = 0; i < USERS; i++) {
        WriteBatch batch = store.user(user(i)).batch();
        batch.create("docs", "d", body(i)).create("docs", "e", body(i + 1)).commit();
      }
    }
  }

  private static List<String> asked(Store store, String query) {
    return asked(store, query, null);
  }

  private static List<String> asked(Store store, String query, @Nullable String after) {
    Iterator<String> users =
        Objects.requireNonNull(
            store.backend().usersWith("docs", Query.parse(query).filter(), after), query);
    List<String> all = new ArrayList<>();
    users.forEachRemaining(all::add);
    return all;
  }

  @Test
  void ofUsersAtRestOnlyThoseAreAskedWhoseValuesMeetTheRange() {
    try (Store store = open()) {
      assertEquals(users(25, 30), asked(store, "n > 25"));
      assertEquals(users(24, 30), asked(store, "n >= 25"));
      assertEquals(users(0, 2), asked(store, "n < 2"));
      assertEquals(users(9, 13), asked(store, "n between 10 and 12.5"));
      assertEquals(users(9, 13), asked(store, "n >= 10 and n <= 12.5 and x = 11"));
      assertEquals(List.of(), asked(store, "n > \"\""));
      assertEquals(users(0, 30), asked(store, "k startsWith \"k\""));
      assertEquals(
          List.of(user(4), user(5), user(9), user(10)),
          asked(store, "k = \"k0\" and n between 4 and 11"));
      assertEquals(List.of(user(2), user(3), user(29)), asked(store, "n = 3 or n > 29"));
      assertEquals(users(27, 30), asked(store, "n > 25", user(26)));
      assertNull(store.backend().usersWith("docs", Query.parse("x > 25").filter(), null));
      assertNull(store.backend().usersWith("docs", Query.parse("not n > 25").filter(), null));
      assertEquals(9, store.acrossUsers("docs").count(Query.parse("n > 25")));
    }
  }

  private void removeFile(String user) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      Files.delete(files.filter(each -> each.endsWith(user + ".db")).findFirst().orElseThrow());
    }
  }

  /** They are away, and are not missed until they are needed. */
  @Test
  void filesOfUsersOutsideTheRangeAreNotOpened() throws IOException {
    for (String user : users(0, 20)) {
      removeFile(user);
    }
    try (Store store = open()) {
      assertEquals(9, store.acrossUsers("docs").count(Query.parse("n > 25")));
      Query ordered = Query.parse("n >= 21 order by n desc limit 3");
      assertEquals(
          List.of("user129/e", "user128/e", "user129/d"),
          store.acrossUsers("docs").find(ordered).documents().stream()
              .map(SpansTest::place)
              .toList());
      StoreException missed =
          assertThrows(
              StoreException.class,
              () -> store.acrossUsers("docs").count(Query.parse("n between 19 and 20")));
      assertEquals(user(18), missed.user().orElseThrow());
      assertTrue(
          missed.code() == ErrorCode.UNAVAILABLE || missed.code() == ErrorCode.CORRUPT,
          missed.toString());
    }
  }

  private static String place(Document<?> document) {
    return document.user() + "/" + document.id();
  }

  /** As an earlier build wrote them, with nothing else that is due of their users. */
  private void takeSpansFrom(List<String> users) {
    try (Store registry = Store.open("sqlite:" + folder.resolve("registry.db"))) {
      var rows = registry.user("users").collection("users");
      for (String user : users) {
        ObjectNode row = rows.get(user).orElseThrow().value();
        assertTrue(row.remove("spans") != null, "it had spans");
        rows.put(user, row.put("kept", row.get("used").longValue()));
      }
    }
  }

  @Test
  void aUserWithoutSpansIsAskedUntilItWasWrittenTo() {
    takeSpansFrom(List.of(user(3), user(28)));
    try (Store store = open()) {
      assertEquals(List.of(user(3), user(28), user(29)), asked(store, "n > 29"));
      assertEquals(1, store.acrossUsers("docs").count(Query.parse("n > 29")));
      store.user(user(3)).collection("docs").put("d", body(4));
    }
    try (Store store = open()) {
      assertEquals(List.of(user(28), user(29)), asked(store, "n > 29"));
    }
  }

  @Test
  void theUpkeepTakesSpansThatAreNotThere() throws InterruptedException {
    takeSpansFrom(List.of(user(3), user(28)));
    try (Store store = Store.open("sharded-sqlite:" + folder + "?upkeep=100ms&max-open=8")) {
      await(() -> asked(store, "n > 29").equals(List.of(user(29))));
    }
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    Instant deadline = Instant.now().plus(Duration.ofMinutes(2));
    while (!condition.getAsBoolean()) {
      assertTrue(Instant.now().isBefore(deadline), "it never happens");
      Thread.sleep(20);
    }
  }

  @Test
  void spansFollowTheUser() {
    try (Store store = open()) {
      store.relayout("1/2/2", finding -> {}, Progress.NONE);
      assertEquals(List.of(user(29)), asked(store, "n > 29"), "moved");
      store.user(user(29)).rename("renamed");
      store.user(user(28)).delete();
      assertEquals(List.of("renamed"), asked(store, "n > 28"));
      store.user(user(28)).undelete();
      assertEquals(3, store.acrossUsers("docs").count(Query.parse("n > 28")));
    }
    try (Store store = open()) {
      // Both are hot until their files were opened and came to rest.
      assertEquals(3, store.acrossUsers("docs").count(Query.parse("n >= 29")));
      assertEquals(2, store.user(user(28)).collection("docs").count(Query.all()));
    }
    try (Store store = open()) {
      assertEquals(List.of("renamed"), asked(store, "n > 29"));
      assertEquals(List.of("renamed", user(28)), asked(store, "n = 29 or n > 29"));
      assertEquals(List.of(user(0)), asked(store, "n < 1"));
    }
  }

  @Test
  void anIndexThatIsDroppedAndDeclaredAgainTellsOfWhatWasWrittenMeanwhile() {
    IndexDefinition n = new IndexDefinition(IndexDefinition.Kind.VALUE, List.of(FieldPath.of("n")));
    try (Store store = open()) {
      store.indexes("docs").drop(n);
      assertNull(store.backend().usersWith("docs", Query.parse("n > 29").filter(), null));
      store.user(user(1)).collection("docs").put("d", body(99));
    }
    try (Store store = open()) {
      store.indexes("docs").value("n");
      assertTrue(asked(store, "n > 29").contains(user(1)));
      assertEquals(2, store.acrossUsers("docs").count(Query.parse("n > 29")));
    }
    try (Store store = open()) {
      assertTrue(asked(store, "n > 29").contains(user(1)));
      assertEquals(2, store.acrossUsers("docs").count(Query.parse("n > 29")));
    }
  }

  /** Its row changes between any two looks at the registry. */
  @Test
  void whoHeatsAndCoolsAllTheTimeIsAlwaysAsked() throws Exception {
    AtomicBoolean ended = new AtomicBoolean();
    ExecutorService other = Executors.newSingleThreadExecutor();
    try (Store store = open()) {
      Future<?> writing =
          other.submit(
              () -> {
                for (int i = 0; !ended.get(); i++) {
                  store.user(user(29)).collection("docs").put("e", body(30));
                  for (int j = 0; j < 8; j++) {
                    store.user(user((i + j) % 20)).collection("docs").put("e", body(j));
                  }
                }
              });
      String values =
          IntStream.range(30, 230).mapToObj(Integer::toString).collect(Collectors.joining(", "));
      for (int round = 0; round < 8; round++) {
        assertTrue(asked(store, "n > 29").contains(user(29)), "by its span");
        assertTrue(asked(store, "n in (" + values + ")").contains(user(29)), "by its mark");
      }
      ended.set(true);
      writing.get();
    } finally {
      ended.set(true);
      other.shutdown();
    }
  }

  /** Some of the users are at rest, and some were just written to. */
  @Test
  void asManyAreFoundAsIfAllWereAsked() {
    Random random = new Random(7);
    RandomFilters filters = new RandomFilters(random, List.of("n", "k", "deep.er", "other"));
    Map<String, ObjectNode> all = new TreeMap<>();
    try (Store store = open()) {
      store.indexes("docs").value("deep.er").array("k");
      for (int i = 0; i < USERS; i++) {
        for (String id : List.of("d", "e")) {
          put(store, all, user(i), id, filters.body());
        }
      }
    }
    int narrowed = 0;
    for (int opening = 0; opening < 2; opening++) {
      try (Store store = open()) {
        for (int round = 0; round < 12; round++) {
          filters.draw();
          if (round % 4 == 0) {
            put(store, all, user(random.nextInt(USERS)), "d", filters.body());
          }
          Filter filter = filters.filter();
          List<String> expected =
              all.entrySet().stream()
                  .filter(one -> filter.matches(one.getValue()))
                  .map(Map.Entry::getKey)
                  .toList();
          assertEquals(
              expected,
              store.acrossUsers("docs").find(Query.of(filter)).documents().stream()
                  .map(SpansTest::place)
                  .toList(),
              filter::toString);
          assertEquals(
              expected.size(), store.acrossUsers("docs").count(Query.of(filter)), filter::toString);
          Iterator<String> asked = store.backend().usersWith("docs", filter, null);
          narrowed += asked != null && isShorterThan(USERS, asked) ? 1 : 0;
        }
      }
    }
    assertTrue(narrowed > 3, narrowed + " were narrowed");
  }

  private static boolean isShorterThan(int most, Iterator<String> users) {
    int count = 0;
    while (users.hasNext()) {
      users.next();
      count++;
    }
    return count < most;
  }

  private static void put(
      Store store, Map<String, ObjectNode> all, String user, String id, ObjectNode body) {
    store.user(user).collection("docs").put(id, body);
    all.put(user + "/" + id, body);
  }
}
