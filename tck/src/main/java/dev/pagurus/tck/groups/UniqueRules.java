package dev.pagurus.tck.groups;

import static dev.pagurus.query.Query.where;
import static dev.pagurus.tck.groups.Stock.found;
import static dev.pagurus.tck.stage.Expect.fails;
import static dev.pagurus.tck.stage.Expect.failsAt;
import static dev.pagurus.tck.stage.Expect.json;
import static dev.pagurus.tck.stage.TestStore.COLLECTION;
import static dev.pagurus.tck.stage.TestStore.USER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pagurus.DocumentCollection;
import dev.pagurus.Store;
import dev.pagurus.StoreException;
import dev.pagurus.query.Query;
import dev.pagurus.spi.Changes;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.tck.stage.Rule;
import dev.pagurus.tck.stage.TestStore;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Unique indexes. */
final class UniqueRules {

  private static ObjectNode u(String json) {
    return json("{'u':" + json + "}");
  }

  private static void refused(TestStore test, String id, ObjectNode body) {
    failsAt(ErrorCode.UNIQUE_VIOLATION, USER, COLLECTION, id, () -> test.docs().put(id, body));
  }

  @Rule({"INDEX-2", "LIFE-4"})
  void aViolationNamesTheIndexAndTheHolder(TestStore test) {
    test.store().indexes(COLLECTION).unique("mail").unique("deep.phone").value("mail");
    test.docs().create("the-holder", json("{'mail':'x','deep':{'phone':1}}"));
    for (String body : List.of("{'mail':'x'}", "{'deep':{'phone':1.0}}")) {
      StoreException error =
          failsAt(
              ErrorCode.UNIQUE_VIOLATION,
              USER,
              COLLECTION,
              "the-other",
              () -> test.docs().create("the-other", json(body)));
      // No text is looked for, only the names that INDEX-2 asks for.
      String told = String.valueOf(error.getMessage());
      assertTrue(told.contains("the-holder"), told);
      assertTrue(
          told.contains(body.contains("mail") ? "unique(mail)" : "unique(deep.phone)"), told);
      assertEquals(ErrorCode.NextMove.READ_AGAIN, error.code().nextMove());
    }
    assertEquals(1, test.user().revision());
  }

  @Rule({"INDEX-2", "USER-1"})
  void itBindsWithinOneUserAndOneCollection(TestStore test) {
    test.store().indexes(COLLECTION).unique("u");
    for (String user : List.of(USER, "bob", "Alice", "alice ", "a")) {
      test.docs(user, COLLECTION).create("a", u("'x'"));
      test.docs(user, "other").create("a", u("'x'"));
      test.docs(user, "other").create("b", u("'x'"));
    }
    refused(test, "b", u("'x'"));
    test.docs().delete("a");
    test.docs().create("b", u("'x'"));
    fails(ErrorCode.UNIQUE_VIOLATION, () -> test.docs("bob", COLLECTION).create("b", u("'x'")));
  }

  @Rule("INDEX-2")
  void missingAndNullAreNotBound(TestStore test) {
    test.store().indexes(COLLECTION).unique("u").unique("deep.u");
    List<String> free =
        List.of(
            "{}",
            "{'u':null}",
            "{'deep':null}",
            "{'deep':{}}",
            "{'deep':{'u':null}}",
            "{'deep':[{'u':1}]}",
            "{'deep':'u'}");
    for (int twin = 0; twin < 2; twin++) {
      for (String body : free) {
        test.docs().create(json(body));
      }
    }
    assertEquals(14, test.docs().count());
    assertEquals(2, test.docs().count(where("u").eq(null)));
  }

  @Rule({"INDEX-2", "QUERY-3", "DOC-3"})
  void valuesAreTheSameAsTheContractSays(TestStore test) {
    test.store().indexes(COLLECTION).unique("u");
    List<JsonNode> distinct =
        Stock.values(
            "[1,'1',true,'true',false,0,'',' ','a','A','a ','\u00e9','e\u0301','\u00df','ss',"
                + "9007199254740993,9007199254740992.0,9007199254740994,9223372036854775807,"
                + "9223372036854775808.0,-9223372036854775808,0.1,0.30000000000000004,0.3,5e-324,"
                + "'null','\uffff','\ud83e\udd80',10,100,'10','%','_','a_b','axb']");
    Stock.put(test.user(), COLLECTION, Stock.holding("u", distinct));
    List<String> taken =
        List.of(
            "1",
            "1.0",
            "'1'",
            "true",
            "false",
            "0",
            "0.0",
            "-0.0",
            "''",
            "'a'",
            "'\u00e9'",
            "9007199254740993",
            "9007199254740992",
            "9007199254740992.0",
            "9007199254740994.0",
            "9223372036854775807",
            "9.223372036854775808e18",
            "-9223372036854775808.0",
            "0.1",
            "1e1",
            "1e2",
            "'\ud83e\udd80'");
    for (String value : taken) {
      refused(test, "new", u(value));
    }
    List<String> free =
        List.of(
            "2",
            "'b'",
            "'1.0'",
            "0.10000000000000002",
            "9007199254740991",
            "9223372036854774784.0",
            "'a  '",
            "'FALSE'",
            "-1",
            "'z'");
    for (String value : free) {
      test.docs().create("free", u(value));
      test.docs().delete("free");
    }
    assertEquals(distinct.size(), test.docs().count());
  }

  @Rule({"INDEX-2", "DOC-3"})
  void arraysAndObjectsAreValuesToo(TestStore test) {
    test.store().indexes(COLLECTION).unique("u");
    List<JsonNode> distinct =
        Stock.values(
            "[[],{},[1],[1,1],[[1]],{'a':1},{'a':2},{'b':1},{'a':1,'b':2},[null],{'a':null},"
                + "['1'],[true],[1,2],[2,1],{'a':{}},{'a':[]}]");
    Stock.put(test.user(), COLLECTION, Stock.holding("u", distinct));
    for (String taken :
        List.of("[]", "{}", "[1.0]", "{'a':1.0}", "{'b':2.0,'a':1}", "[null]", "{'a':null}")) {
      refused(test, "new", u(taken));
    }
    test.docs().create("new", u("[1,2,3]"));
    test.docs().create("newer", u("{'a':3}"));
  }

  @Rule("INDEX-2")
  void aValueIsFreeAgainWhenItsHolderLetsGo(TestStore test) {
    test.store().indexes(COLLECTION).unique("u");
    test.docs().create("a", u("1"));
    test.docs().put("a", u("1"));
    test.docs().replace("a", json("{'u':1.0,'more':true}"));
    test.docs().put("a", u("2"));
    test.docs().create("b", u("1"));
    refused(test, "a", u("1"));
    test.docs().delete("b");
    test.docs().put("a", u("1"));
    test.docs().put("a", u("null"));
    test.docs().create("c", u("1"));
    test.docs().patch("c", u("null"));
    test.docs().create("d", u("1"));
    test.reopen();
    refused(test, "e", u("1"));
    test.docs().update("d", body -> body.put("u", 5));
    test.docs().create("e", u("1"));
    refused(test, "e", u("5"));
    assertEquals(List.of("e"), found(test.docs(), where("u").eq(1)));
    test.user().delete();
    test.docs().create("z", u("1"));
  }

  @Rule({"INDEX-2", "BATCH-2"})
  void aBatchIsJudgedByWhatItLeaves(TestStore test) {
    test.store().indexes(COLLECTION).unique("u");
    test.docs().create("a", u("1"));
    test.docs().create("b", u("2"));
    test.docs().create("c", u("3"));
    // Two swap their values.
    test.user().batch().put(COLLECTION, "a", u("2")).put(COLLECTION, "b", u("1")).commit();
    // Three turn in a circle.
    test.user()
        .batch()
        .put(COLLECTION, "a", u("3"))
        .put(COLLECTION, "c", u("1"))
        .replace(COLLECTION, "b", u("2"))
        .commit();
    // One takes what another gives away, before and after it in the batch.
    test.user().batch().create(COLLECTION, "d", u("3")).delete(COLLECTION, "a").commit();
    test.user().batch().put(COLLECTION, "d", u("4")).create(COLLECTION, "e", u("3")).commit();
    test.user().batch().put(COLLECTION, "f", u("4")).put(COLLECTION, "d", json("{}")).commit();
    assertEquals(List.of("c", "b", "e", "f"), found(test.docs(), where("u").exists().orderBy("u")));
    fails(
        ErrorCode.UNIQUE_VIOLATION,
        () ->
            test.user().batch().put(COLLECTION, "b", u("1")).put(COLLECTION, "c", u("1")).commit());
    fails(
        ErrorCode.UNIQUE_VIOLATION,
        () -> test.user().batch().delete(COLLECTION, "b").create(COLLECTION, "n", u("1")).commit());
    assertEquals(8, test.user().revision());
    refused(test, "n", u("2"));
  }

  @Rule({"INDEX-2", "INDEX-1"})
  void everyUniqueIndexBinds(TestStore test) {
    test.store().indexes(COLLECTION).unique("a").unique("b").unique("x.a");
    test.docs().create("one", json("{'a':1,'b':1,'x':{'a':1}}"));
    test.docs().create("two", json("{'a':2,'b':2,'x':{'a':2}}"));
    refused(test, "new", json("{'a':1,'b':3,'x':{'a':3}}"));
    refused(test, "new", json("{'a':3,'b':2,'x':{'a':3}}"));
    refused(test, "new", json("{'a':3,'b':3,'x':{'a':2}}"));
    refused(test, "two", json("{'a':2,'b':1,'x':{'a':2}}"));
    test.docs().create("new", json("{'a':3,'b':3,'x':{'a':3}}"));
    assertEquals(3, test.docs().count());
    assertEquals(List.of("one"), found(test.docs(), where("x.a").lt(2)));
  }

  @Rule({"FEED-4", "INDEX-2"})
  void aReplayIsNotJudgedButCommitsAre(TestStore test) {
    Store source = test.another();
    DocumentCollection<ObjectNode> theirs = source.user(USER).collection(COLLECTION);
    theirs.create("a", u("1"));
    Changes first = source.user(USER).changes(0, 10);
    theirs.put("a", u("2"));
    theirs.create("b", u("1"));
    theirs.create("c", u("9"));
    test.store().indexes(COLLECTION).unique("u");
    test.user().replay(first);
    // The page that frees the value comes after the one that takes it.
    test.user().replay(source.user(USER).changes(2, 1));
    assertEquals(List.of("a", "b"), found(test.docs(), where("u").eq(1)));
    assertEquals(2, test.docs().count(where("u").eq(1)));
    refused(test, "n", u("1"));
    refused(test, "b", json("{'u':1,'more':1}"));
    test.docs().put("b", u("7"));
    test.docs().create("n", u("8"));
    refused(test, "n", u("1"));
    test.docs().put("b", u("1.5"));
    assertEquals(List.of("a"), found(test.docs(), where("u").eq(1)));
    test.user().replay(new Changes(first.changes(), 1, false));
    Store whole = test.another();
    whole.indexes(COLLECTION).unique("u");
    whole.user(USER).replay(source.user(USER).changes(0, 10));
    assertEquals(
        List.of("b", "a", "c"),
        found(whole.user(USER).collection(COLLECTION), Query.all().orderBy("u")));
    fails(
        ErrorCode.UNIQUE_VIOLATION,
        () -> whole.user(USER).collection(COLLECTION).create("n", u("2")));
  }

  @Rule({"INDEX-2", "FEED-4"})
  void twoHoldersOfAReplayCanBeSetRight(TestStore test) {
    Store source = test.another();
    DocumentCollection<ObjectNode> theirs = source.user(USER).collection(COLLECTION);
    theirs.create("a", u("1"));
    theirs.create("b", u("1"));
    theirs.create("c", u("1"));
    test.store().indexes(COLLECTION).unique("u");
    test.user().replay(source.user(USER).changes(0, 10));
    test.docs().delete("a");
    refused(test, "d", u("1"));
    test.docs().put("b", u("2"));
    refused(test, "d", u("1"));
    test.docs().put("c", u("1"));
    test.docs().delete("c");
    test.docs().create("d", u("1"));
    refused(test, "c", u("1"));
    assertEquals(List.of("d", "b"), found(test.docs(), Query.all().orderBy("u")));
  }
}
