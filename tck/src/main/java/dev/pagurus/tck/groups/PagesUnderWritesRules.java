package dev.pagurus.tck.groups;

import static dev.pagurus.tck.stage.Expect.json;
import static dev.pagurus.tck.stage.TestStore.COLLECTION;
import static dev.pagurus.tck.stage.TestStore.USER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pagurus.AcrossUsers;
import dev.pagurus.Document;
import dev.pagurus.DocumentCollection;
import dev.pagurus.Page;
import dev.pagurus.WriteBatch;
import dev.pagurus.query.Query;
import dev.pagurus.tck.stage.Rule;
import dev.pagurus.tck.stage.TestStore;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/** Pages and streams while others write: what is not touched comes exactly once. */
final class PagesUnderWritesRules {

  private static final int DOCUMENTS = 60;

  private static final List<Query> QUERIES =
      List.of(
          Query.all(),
          Query.all().orderBy("n"),
          Query.all().orderByDescending("n"),
          Query.where("n").ge(0).orderBy("k").orderByDescending("n"));

  /** The documents whose numbers divide by 3 are never touched. */
  private static void prepare(TestStore test, String user, boolean indexed) {
    if (indexed) {
      test.store().indexes(COLLECTION).value("n").value("k", "n");
    }
    var bodies = Stock.numbered(DOCUMENTS);
    bodies.values().forEach(body -> body.put("k", body.get("n").intValue() % 4));
    Stock.put(test.user(user), COLLECTION, bodies);
  }

  private static List<String> untouched(List<String> ids) {
    return ids.stream().filter(id -> id.length() == 4 && Integer.parseInt(id) % 3 == 0).toList();
  }

  /** Adds, moves and deletes others, everywhere. */
  private static void disturb(TestStore test, String user, SplittableRandom random, int round) {
    WriteBatch batch = test.user(user).batch();
    Set<String> ids = new HashSet<>();
    for (int i = 0; i < 8; i++) {
      int number = random.nextInt(DOCUMENTS);
      String id = Stock.id(number);
      ObjectNode body = json("{}").put("n", random.nextInt(DOCUMENTS)).put("k", random.nextInt(4));
      if (number % 3 == 0) {
        batch.put(COLLECTION, id + "-" + round + "-" + i, body);
      } else if (ids.add(id)) {
        if (random.nextBoolean()) {
          batch.put(COLLECTION, id, body);
        } else {
          batch.delete(COLLECTION, id);
        }
      }
    }
    batch.commit();
  }

  @Rule("QUERY-5")
  void whatIsNotTouchedIsOnAPageOnce(TestStore test) {
    SplittableRandom random = test.random();
    for (boolean indexed : new boolean[] {false, true}) {
      for (int which = 0; which < QUERIES.size(); which++) {
        String user = "user" + indexed + which;
        prepare(test, user, indexed);
        DocumentCollection<ObjectNode> docs = test.docs(user, COLLECTION);
        Query query = QUERIES.get(which).limit(7);
        List<String> expected = untouched(Stock.found(docs, QUERIES.get(which)));
        List<String> seen = new ArrayList<>();
        Optional<String> cursor = Optional.empty();
        int round = 0;
        do {
          Page<ObjectNode> page =
              cursor.isPresent() ? docs.find(query, cursor.get()) : docs.find(query);
          page.forEach(document -> seen.add(document.id()));
          cursor = page.cursor();
          disturb(test, user, random, round++);
        } while (cursor.isPresent());
        assertEquals(20, expected.size());
        assertEquals(expected, untouched(seen), query::toString);
      }
    }
  }

  @Rule({"QUERY-5", "QUERY-8"})
  void whatIsNotTouchedIsOnAPageAcrossUsersOnce(TestStore test) {
    SplittableRandom random = test.random();
    for (Query query : QUERIES) {
      List<String> users = List.of("b", "c", "e");
      users.forEach(user -> prepare(test, user, query.order().size() == 2));
      AcrossUsers<ObjectNode> across = test.store().acrossUsers(COLLECTION);
      List<String> expected = places(across.find(query).documents(), users);
      List<String> seen = new ArrayList<>();
      Optional<String> cursor = Optional.empty();
      int round = 0;
      do {
        Query limited = query.limit(19);
        Page<ObjectNode> page =
            cursor.isPresent() ? across.find(limited, cursor.get()) : across.find(limited);
        seen.addAll(places(page.documents(), users));
        cursor = page.cursor();
        disturb(test, users.get(random.nextInt(3)), random, round++);
        // Users come and go as well.
        disturb(test, List.of("a", "d", "f").get(random.nextInt(3)), random, round);
        test.user(List.of("a", "d", "f").get(random.nextInt(3))).delete();
      } while (cursor.isPresent());
      assertEquals(60, expected.size());
      assertEquals(expected, seen, query::toString);
      users.forEach(user -> test.user(user).delete());
    }
  }

  private static List<String> places(List<Document<ObjectNode>> all, List<String> users) {
    return all.stream()
        .filter(document -> users.contains(document.user()))
        .filter(document -> !untouched(List.of(document.id())).isEmpty())
        .map(Walk::place)
        .toList();
  }

  @Rule({"QUERY-5", "BATCH-3"})
  void whatIsNotTouchedIsInAStreamOnce(TestStore test) {
    test.store().indexes(COLLECTION).value("n");
    var bodies = Stock.numbered(2_300);
    Stock.put(test.user(), COLLECTION, bodies);
    for (Query query : List.of(Query.all(), Query.all().orderByDescending("n"))) {
      List<String> seen = new ArrayList<>();
      try (Stream<Document<ObjectNode>> stream = test.docs().stream(query)) {
        Iterator<Document<ObjectNode>> rows = stream.iterator();
        for (int row = 0; rows.hasNext(); row++) {
          seen.add(rows.next().id());
          if (row % 400 == 0) {
            test.docs().put("added" + row, json("{}").put("n", row));
            test.docs().put(Stock.id(row), json("{}").put("n", 2_300 - row));
          }
        }
      }
      List<String> kept =
          seen.stream().filter(id -> id.length() == 4 && Integer.parseInt(id) % 400 != 0).toList();
      assertEquals(2_300 - 6, kept.size());
      assertEquals(2_300 - 6, new HashSet<>(kept).size());
    }
  }

  @Rule({"QUERY-5", "LIFE-1"})
  void pagesAreWholeWhileAnotherThreadWrites(TestStore test) throws InterruptedException {
    prepare(test, USER, true);
    AtomicBoolean done = new AtomicBoolean();
    SplittableRandom random = test.random().split();
    Thread writer =
        new Thread(
            () -> {
              for (int round = 0; round < test.rounds(40); round++) {
                disturb(test, USER, random, round);
              }
              done.set(true);
            });
    writer.start();
    int walks = 0;
    do {
      for (Query query : QUERIES) {
        List<String> seen = Walk.ids(test.docs(), query, 9);
        Set<String> once = new HashSet<>(untouched(seen));
        assertEquals(20, untouched(seen).size(), query::toString);
        assertEquals(20, once.size(), query::toString);
      }
      walks++;
    } while (!done.get());
    writer.join();
    assertTrue(walks > 0);
  }

  @Rule({"QUERY-5", "QUERY-6"})
  void streamsKeepOrderAndLimit(TestStore test) {
    test.store().indexes(COLLECTION).value("n");
    Stock.put(test.user(), COLLECTION, Stock.numbered(1_250));
    for (Query query :
        List.of(
            Query.all(),
            Query.all().orderByDescending("n"),
            Query.where("n").lt(1_200).orderBy("m"))) {
      List<String> all = Stock.found(test.docs(), query);
      for (int limit : new int[] {1, 999, 1_000, 1_001, 1_250, 9_999}) {
        try (Stream<Document<ObjectNode>> stream = test.docs().stream(query.limit(limit))) {
          assertEquals(
              all.subList(0, Math.min(all.size(), limit)), stream.map(Document::id).toList());
        }
      }
    }
    // What is not read to its end holds nobody up.
    for (int i = 0; i < 50; i++) {
      assertEquals("0000", test.docs().stream().iterator().next().id());
    }
    test.docs().delete("0000");
    assertEquals("0001", test.docs().stream().findFirst().orElseThrow().id());
  }
}
