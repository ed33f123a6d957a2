package dev.pagurus.tck.groups;

import static dev.pagurus.tck.stage.Expect.ids;
import static dev.pagurus.tck.stage.Expect.json;
import static dev.pagurus.tck.stage.TestStore.COLLECTION;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pagurus.Document;
import dev.pagurus.DocumentCollection;
import dev.pagurus.WriteBatch;
import dev.pagurus.query.Query;
import dev.pagurus.spi.Change;
import dev.pagurus.spi.UserInfo;
import dev.pagurus.tck.stage.Rule;
import dev.pagurus.tck.stage.TestStore;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/** The order of names, and names that are made. */
final class OrderOfAddressRules {

  @Rule("ADDR-4")
  void idsAreOrderedByTheirBytes(TestStore test) {
    // UTF-16 would put the last two before U+E000; a locale would mix case, digits and accents.
    List<String> ids =
        List.of(
            " ",
            "!",
            "-",
            "0",
            "10",
            "9",
            "A",
            "B",
            "Z",
            "_",
            "a",
            "a ",
            "a!",
            "a-b",
            "a0",
            "a10",
            "a9",
            "aB",
            "ab",
            "a\u00e4",
            "b",
            "z",
            "\u00a0",
            "\u00c4",
            "\u00e4",
            "\u0416",
            "\u6771",
            "\ud7ff",
            "\ue000",
            "\ufffd",
            "\uffff",
            "\ud800\udc00",
            "\udbff\udfff");
    test.store().indexes(COLLECTION).value("same");
    Map<String, ObjectNode> bodies = new LinkedHashMap<>();
    for (int i = 0; i < ids.size(); i++) {
      bodies.put(ids.get(i * 14 % ids.size()), json("{'same':1,'odd':2}"));
    }
    Stock.put(test.user(), COLLECTION, bodies);
    DocumentCollection<ObjectNode> docs = test.docs();
    assertEquals(ids, Stock.found(docs, Query.all()));
    assertEquals(ids, Walk.ids(docs, Query.all(), 1));
    assertEquals(ids, docs.stream().map(Document::id).toList());
    assertEquals(ids, Walk.ids(docs, Query.all().orderBy("same"), 2));
    assertEquals(ids, Walk.ids(docs, Query.all().orderByDescending("same"), 3));
    assertEquals(ids, Walk.ids(docs, Query.all().orderBy("odd"), 4));
    assertEquals(ids, Walk.ids(docs, Query.where("same").eq(1), 5));
    assertEquals(
        ids,
        test.user().changes(0, 100).changes().stream()
            .map(Change::address)
            .map(address -> address.id())
            .toList());
  }

  @Rule({"ADDR-4", "USER-3", "QUERY-8"})
  void usersAreOrderedByTheirBytes(TestStore test) {
    List<String> users =
        List.of(
            " ",
            "10",
            "9",
            "A",
            "Z",
            "a",
            "a b",
            "a-b",
            "aB",
            "ab",
            "b",
            "\u00c4",
            "\u00e4",
            "\ud7ff",
            "\ue000",
            "\uffff",
            "\ud800\udc00",
            "\udbff\udfff");
    for (int i = 0; i < users.size(); i++) {
      test.docs(users.get(i * 7 % users.size()), COLLECTION).create("x", json("{'same':1}"));
    }
    assertEquals(users, test.store().users().map(UserInfo::user).toList());
    List<String> byOne = new ArrayList<>();
    for (List<UserInfo> page = test.store().users(null, 1);
        !page.isEmpty();
        page = test.store().users(byOne.get(byOne.size() - 1), 1)) {
      assertEquals(1, page.size());
      byOne.add(page.get(0).user());
    }
    assertEquals(users, byOne);
    List<String> places = users.stream().map(user -> user + "/x").toList();
    assertEquals(places, Walk.across(test.store().acrossUsers(COLLECTION), Query.all(), 2));
    assertEquals(
        places, Walk.across(test.store().acrossUsers(COLLECTION), Query.all().orderBy("same"), 5));
  }

  @Rule({"ADDR-6", "CRUD-1"})
  void generatedIdsAreIncreasingUuids(TestStore test) {
    List<String> ids = new ArrayList<>();
    WriteBatch batch = test.user().batch();
    for (int i = 0; i < 200; i++) {
      ids.add(batch.create(COLLECTION, json("{}")));
    }
    batch.commit();
    test.user().transaction(tx -> ids.add(tx.collection(COLLECTION).create(json("{}"))));
    ids.add(test.docs().create(json("{}")).id());
    test.reopen();
    ids.add(test.docs("bob", COLLECTION).create(json("{}")).id());
    for (int i = 0; i < ids.size(); i++) {
      assertTrue(
          ids.get(i).matches("[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"),
          ids.get(i));
      assertTrue(i == 0 || ids.get(i - 1).compareTo(ids.get(i)) < 0, "increasing at " + i);
    }
    assertEquals(ids.subList(0, 202), ids(test.docs().list(1_000)));
  }

  @Rule("ADDR-6")
  void generatedIdsOfManyThreadsAreDistinct(TestStore test) throws InterruptedException {
    Map<Integer, List<String>> ofThread = new ConcurrentHashMap<>();
    List<Thread> threads = new ArrayList<>();
    test.store();
    for (int t = 0; t < 4; t++) {
      int number = t;
      threads.add(
          new Thread(
              () -> {
                WriteBatch batch = test.user("user" + number).batch();
                ofThread.put(
                    number,
                    Stream.generate(() -> batch.create(COLLECTION, json("{}")))
                        .limit(250)
                        .toList());
                batch.commit();
              }));
    }
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
    assertEquals(4, ofThread.size());
    ofThread.values().forEach(ids -> assertEquals(Stock.sorted(ids.stream()), ids));
    assertEquals(
        1_000,
        new HashSet<>(ofThread.values().stream().flatMap(List::stream).collect(Collectors.toList()))
            .size());
    assertEquals(1_000, test.store().acrossUsers(COLLECTION).count(Query.all()));
  }
}
