package dev.pagurus.tck.groups;

import static dev.pagurus.query.Query.not;
import static dev.pagurus.query.Query.where;
import static dev.pagurus.tck.stage.Expect.json;
import static dev.pagurus.tck.stage.TestStore.COLLECTION;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pagurus.AcrossUsers;
import dev.pagurus.DocumentCollection;
import dev.pagurus.query.Query;
import dev.pagurus.tck.stage.Rule;
import dev.pagurus.tck.stage.TestStore;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import tools.jackson.databind.node.ObjectNode;

/** Whoever has what is looked for across users is found, at every moment. */
final class UsersWithRules {

  private static final List<String> USERS =
      List.of("A", "a", "a b", "ab", "b", "c", "d", "\uffff", "\ud83e\udd80");

  private static final List<Query> QUERIES =
      List.of(
          where("k").eq("x"),
          where("k").in("y", "z"),
          where("k").startsWith("lo"),
          where("n").eq(3),
          where("n").eq(3.0),
          where("n").between(2, 4).orderByDescending("n"),
          where("n").gt(6).and("k").eq("x"),
          where("n").lt(1).or("k").eq("z"),
          where("k").eq(true),
          where("tags").contains("t1"),
          not(where("k").eq("x")),
          where("k").exists(),
          where("k").eq(null),
          where("other").eq(1),
          Query.all().orderBy("n"));

  private static void declare(TestStore test) {
    test.store().indexes(COLLECTION).value("k").value("n").array("tags");
  }

  private static ObjectNode body(SplittableRandom random) {
    ObjectNode body = json("{}");
    switch (random.nextInt(8)) {
      case 0 -> body.put("k", true);
      case 1 -> body.putNull("k");
      case 2 -> body.put("other", 1);
      case 3 -> body.put("k", "lo" + "n".repeat(random.nextInt(3_000)) + "g");
      default -> body.put("k", List.of("x", "y", "z").get(random.nextInt(3)));
    }
    if (random.nextBoolean()) {
      body.put("n", random.nextInt(8));
    } else {
      body.put("n", (double) random.nextInt(8));
    }
    body.putArray("tags").add("t" + random.nextInt(3));
    return body;
  }

  private static void change(TestStore test, SplittableRandom random) {
    String user = USERS.get(random.nextInt(USERS.size()));
    DocumentCollection<ObjectNode> docs = test.docs(user, COLLECTION);
    String id = "d" + random.nextInt(3);
    switch (random.nextInt(10)) {
      case 0 -> test.user(user).delete();
      case 1, 2, 3 -> docs.delete(id);
      case 4 -> test.reopen();
      default -> docs.put(id, body(random));
    }
  }

  /** What each user answers, put together by hand. */
  private static List<String> union(TestStore test, Query query) {
    List<String> all = new ArrayList<>();
    for (String user : USERS) {
      test.docs(user, COLLECTION).find(query).documents().stream()
          .map(Walk::place)
          .forEach(all::add);
    }
    return all.stream().sorted().toList();
  }

  private static void requireAll(TestStore test) {
    AcrossUsers<ObjectNode> across = test.store().acrossUsers(COLLECTION);
    for (Query query : QUERIES) {
      List<String> found =
          across.find(query).documents().stream().map(Walk::place).sorted().toList();
      assertEquals(union(test, query), found, query::toString);
      assertEquals(found.size(), across.count(query), query::toString);
    }
  }

  @Rule({"QUERY-8", "QUERY-6"})
  void whoHasWhatIsKnownAfterEveryCommit(TestStore test) {
    declare(test);
    for (int round = 0; round < 25; round++) {
      for (int changes = 1 + test.random().nextInt(4); changes > 0; changes--) {
        change(test, test.random());
      }
      requireAll(test);
    }
  }

  @Rule({"QUERY-8", "INDEX-3"})
  void anIndexThatIsDeclaredLaterKnowsEverybody(TestStore test) {
    for (int changes = 0; changes < 30; changes++) {
      change(test, test.random());
    }
    test.reopen();
    declare(test);
    requireAll(test);
    test.reopen();
    requireAll(test);
    for (int changes = 0; changes < 5; changes++) {
      change(test, test.random());
    }
    requireAll(test);
  }

  @Rule({"QUERY-8", "QUERY-5"})
  void pagesOfUsersWhoHaveItLeadToTheEnd(TestStore test) {
    declare(test);
    for (String user : USERS) {
      for (int i = 0; i < 3; i++) {
        test.docs(user, COLLECTION).create("d" + i, json("{'k':'x'}").put("n", i));
      }
    }
    test.reopen();
    AcrossUsers<ObjectNode> across = test.store().acrossUsers(COLLECTION);
    for (Query query : List.of(where("k").eq("x"), where("n").ge(1).orderBy("n"))) {
      List<String> all = across.find(query).documents().stream().map(Walk::place).toList();
      for (int limit : List.of(1, 2, 4, 100)) {
        assertEquals(all, Walk.across(across, query, limit), query::toString);
      }
    }
  }
}
