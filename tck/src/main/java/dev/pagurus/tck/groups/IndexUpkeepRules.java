package dev.pagurus.tck.groups;

import static dev.pagurus.query.Query.where;
import static dev.pagurus.tck.groups.Stock.found;
import static dev.pagurus.tck.stage.Expect.json;
import static dev.pagurus.tck.stage.TestStore.COLLECTION;
import static dev.pagurus.tck.stage.TestStore.USER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pagurus.Store;
import dev.pagurus.query.Query;
import dev.pagurus.tck.stage.Rule;
import dev.pagurus.tck.stage.TestStore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import tools.jackson.databind.node.ObjectNode;

/** Index entries follow their documents, and paths lead where they say. */
final class IndexUpkeepRules {

  @Rule({"INDEX-3", "INDEX-1", "QUERY-6"})
  void entriesFollowTheirDocuments(TestStore test) {
    test.store().indexes(COLLECTION).value("v").unique("u").array("l").value("v", "l");
    List<Consumer<String>> changes =
        List.of(
            id -> test.docs().put(id, json("{'v':2,'u':'" + id + "2','l':[2]}")),
            id -> test.docs().replace(id, json("{'v':'2','u':'" + id + "2','l':['2']}")),
            id -> test.docs().put(id, json("{'v':null,'u':null,'l':[null]}")),
            id -> test.docs().put(id, json("{'v':[1],'u':[1],'l':1}")),
            id -> test.docs().put(id, json("{'w':1}")),
            id -> test.docs().patch(id, json("{'v':null,'u':null,'l':null}")),
            id -> test.docs().update(id, body -> body.put("v", 3).put("u", id).put("l", 3)),
            id -> test.docs().delete(id),
            id -> {
              test.docs().delete(id);
              test.docs().create(id, json("{'v':2,'u':'" + id + "2','l':[2]}"));
            },
            id ->
                test.user()
                    .batch()
                    .delete(COLLECTION, id)
                    .create(COLLECTION, id + "x", json("{'v':2,'l':[2]}"))
                    .commit(),
            id -> test.user().transaction(tx -> tx.collection(COLLECTION).delete(id)));
    for (int i = 0; i < changes.size(); i++) {
      String id = "d" + i;
      test.docs().create("keep" + i, json("{'v':1,'l':[1]}"));
      test.docs()
          .create(
              id,
              json("{}").put("v", 1).put("u", id + "u").set("l", json("{'l':[1,1,2]}").get("l")));
      changes.get(i).accept(id);
      List<String> kept = new ArrayList<>();
      for (int k = 0; k <= i; k++) {
        kept.add("keep" + k);
      }
      List<String> expected = Stock.sorted(kept.stream());
      assertEquals(expected, found(test.docs(), where("v").eq(1)));
      assertEquals(expected, found(test.docs(), where("l").contains(1)));
      assertEquals(List.of(), found(test.docs(), where("u").eq(id + "u")));
      test.docs().put("taker", json("{}").put("u", id + "u"));
      assertEquals(List.of("taker"), found(test.docs(), where("u").eq(id + "u")));
    }
    test.reopen();
    assertEquals(changes.size(), test.docs().count(where("v").eq(1)));
    assertTrue(test.docs().count(where("l").contains(2)) == 3);
    assertEquals(2, test.docs().count(where("v").eq(2)) - 1);
  }

  @Rule({"INDEX-3", "FEED-4", "USER-2"})
  void entriesFollowReplaysAndDeletedUsers(TestStore test) {
    Store source = test.another();
    test.store().indexes(COLLECTION).value("v").array("l").unique("u");
    var theirs = source.user(USER).collection(COLLECTION);
    theirs.create("a", json("{'v':1,'l':[1],'u':1}"));
    theirs.create("b", json("{'v':1,'l':[1],'u':2}"));
    test.user().replay(source.user(USER).changes(0, 10));
    assertEquals(List.of("a", "b"), found(test.docs(), where("v").eq(1)));
    theirs.put("a", json("{'v':2,'l':[2],'u':3}"));
    theirs.delete("b");
    theirs.create("c", json("{'v':1,'l':[1],'u':2}"));
    test.user().replay(source.user(USER).changes(2, 10));
    assertEquals(List.of("c"), found(test.docs(), where("v").eq(1)));
    assertEquals(List.of("c"), found(test.docs(), where("l").contains(1)));
    assertEquals(List.of("a"), found(test.docs(), where("l").contains(2)));
    assertEquals(List.of("a"), found(test.docs(), where("u").eq(3)));
    test.docs().put("d", json("{'u':1}"));
    test.user().delete();
    test.docs().put("x", json("{'v':9}"));
    for (Query query :
        List.of(where("v").eq(1), where("v").lt(9), where("l").contains(1), where("u").ge(0))) {
      assertEquals(List.of(), found(test.docs(), query));
      assertEquals(0, test.docs().count(query));
    }
  }

  @Rule({"QUERY-1", "INDEX-1"})
  void pathsLeadThroughObjectsOnly(TestStore test) {
    List<String> bodies =
        List.of(
            "{'a':{'b':1}}",
            "{'a':[{'b':1}]}",
            "{'a':'{\\'b\\':1}'}",
            "{'a.b':1}",
            "{'a':{'b':{'c':1}}}",
            "{'a':{'0':1}}",
            "{'a':[1]}",
            "{'a':{'$':1}}",
            "{'a':null}",
            "{'a':{'b':null}}",
            "{'a':{'B':1}}",
            "{'a':{'b ':1}}",
            "{'b':1}",
            "{'a':{'length':1}}",
            "{'a':{'#':1}}",
            "{'a':'null'}");
    for (String collection : List.of("none", "indexed")) {
      if (collection.equals("indexed")) {
        test.store()
            .indexes(collection)
            .value("a.b")
            .value("a.`0`")
            .value("`a.b`")
            .value("a")
            .value("a.`#`")
            .value("a.b.c");
      }
      Map<String, ObjectNode> all = new LinkedHashMap<>();
      bodies.forEach(body -> all.put(Stock.id(all.size()), json(body)));
      Stock.put(test.user(), collection, all);
      Map<Query, List<Integer>> expected = new LinkedHashMap<>();
      expected.put(where("a.b").eq(1), List.of(0));
      expected.put(where("a.b").exists(), List.of(0, 4, 9));
      expected.put(where("a.b").eq(null), List.of(9));
      expected.put(where("`a.b`").eq(1), List.of(3));
      expected.put(where("a.b.c").eq(1), List.of(4));
      expected.put(where("a.`0`").eq(1), List.of(5));
      expected.put(where("a.`0`").exists(), List.of(5));
      expected.put(where("a.`#`").exists(), List.of(14));
      expected.put(where("a.`$`").exists(), List.of(7));
      expected.put(where("a.length").exists(), List.of(13));
      expected.put(where("a").eq(null), List.of(8));
      expected.put(where("a").eq("null"), List.of(15));
      expected.put(where("a").contains(1), List.of(6));
      expected.put(where("a").startsWith("{"), List.of(2));
      expected.forEach(
          (query, numbers) ->
              assertEquals(
                  numbers.stream().map(Stock::id).toList(),
                  found(test.docs(USER, collection), query),
                  query::toString));
    }
  }
}
