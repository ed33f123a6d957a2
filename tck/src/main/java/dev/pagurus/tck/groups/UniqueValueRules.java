package dev.pagurus.tck.groups;

import static dev.pagurus.tck.stage.Expect.fails;
import static dev.pagurus.tck.stage.Expect.failsAt;
import static dev.pagurus.tck.stage.Expect.json;
import static dev.pagurus.tck.stage.TestStore.COLLECTION;
import static dev.pagurus.tck.stage.TestStore.USER;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pagurus.WriteBatch;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.tck.stage.Rule;
import dev.pagurus.tck.stage.TestStore;
import java.util.List;
import org.junit.jupiter.api.function.Executable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Unique indexes: what counts as the same, where, and when. */
final class UniqueValueRules {

  private static ObjectNode mail(JsonNode value) {
    ObjectNode body = json("{}");
    body.set("mail", value);
    return body;
  }

  private static void violates(String id, Executable call) {
    failsAt(ErrorCode.UNIQUE_VIOLATION, USER, COLLECTION, id, call);
  }

  @Rule("INDEX-2")
  void valuesAreTheSameAsEverywhere(TestStore test) {
    test.store().indexes(COLLECTION).unique("mail");
    List<JsonNode> different =
        Stock.values(
            "[1,0,-1,9007199254740993,9007199254740992,9007199254740994,1.5,true,false,'','1',"
                + "'x','X','x ','\u00e9','e\u0301','true','null']");
    for (JsonNode value : different) {
      test.docs().create("of " + value, mail(value));
    }
    List<JsonNode> same = Stock.values("[1.0,0.0,-1.0,9007199254740992.0,1.5,true,'','x']");
    for (JsonNode value : same) {
      violates("again", () -> test.docs().create("again", mail(value)));
    }
    assertEquals(different.size(), test.docs().count());
  }

  @Rule("INDEX-2")
  void arraysAndObjectsAreBoundToo(TestStore test) {
    test.store().indexes(COLLECTION).unique("mail");
    List<JsonNode> different = Stock.values("[[],{},[1],[1,2],[2,1],{'a':1},{'a':{}},[null]]");
    for (JsonNode value : different) {
      test.docs().create("of " + value, mail(value));
    }
    for (JsonNode value : Stock.values("[[],{},[1.0],[2,1],{'a':1.0}]")) {
      violates("again", () -> test.docs().create("again", mail(value)));
    }
    assertEquals(different.size(), test.docs().count());
  }

  @Rule("INDEX-2")
  void whatIsMissingOrNullIsFree(TestStore test) {
    test.store().indexes(COLLECTION).unique("deep.mail");
    for (String body : List.of("{}", "{'deep':null}", "{'deep':{}}", "{'deep':{'mail':null}}")) {
      test.docs().create(json(body));
      test.docs().create(json(body));
    }
    assertEquals(8, test.docs().count());
  }

  @Rule("INDEX-2")
  void otherCollectionsAndUsersAreFree(TestStore test) {
    test.store().indexes(COLLECTION).unique("mail");
    test.store().indexes("other").unique("mail");
    test.docs().create("a", json("{'mail':'x'}"));
    test.docs(USER, "other").create("a", json("{'mail':'x'}"));
    test.docs("bob", COLLECTION).create("b", json("{'mail':'x'}"));
    violates("c", () -> test.docs().create("c", json("{'mail':'x'}")));
  }

  @Rule("INDEX-2")
  void aValueIsFreeWhenItsDocumentIsGoneOrChanged(TestStore test) {
    test.store().indexes(COLLECTION).unique("mail");
    test.docs().create("a", json("{'mail':'x'}"));
    test.docs().put("a", json("{'mail':'x','n':1}"));
    test.docs().put("a", json("{'mail':'y'}"));
    test.docs().create("b", json("{'mail':'x'}"));
    test.docs().delete("b");
    test.docs().create("c", json("{'mail':'x'}"));
    violates("d", () -> test.docs().create("d", json("{'mail':'y'}")));
    violates("a", () -> test.docs().put("a", json("{'mail':'x'}")));
    assertEquals(2, test.docs().count());
  }

  @Rule({"INDEX-2", "BATCH-2"})
  void theStateAfterABatchIsJudged(TestStore test) {
    test.store().indexes(COLLECTION).unique("mail");
    test.docs().create("a", json("{'mail':'x'}"));
    test.docs().create("b", json("{'mail':'y'}"));
    test.user()
        .batch()
        .put(COLLECTION, "a", json("{'mail':'y'}"))
        .put(COLLECTION, "b", json("{'mail':'x'}"))
        .commit();
    test.user()
        .batch()
        .create(COLLECTION, "c", json("{'mail':'x'}"))
        .delete(COLLECTION, "b")
        .commit();
    WriteBatch twice =
        test.user()
            .batch()
            .create(COLLECTION, "d", json("{'mail':'z'}"))
            .create(COLLECTION, "e", json("{'mail':'z'}"));
    fails(ErrorCode.UNIQUE_VIOLATION, twice::commit);
    assertEquals(4, test.user().revision());
    assertEquals(2, test.docs().count());
  }
}
