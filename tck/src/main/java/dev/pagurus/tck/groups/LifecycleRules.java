package dev.pagurus.tck.groups;

import static dev.pagurus.tck.stage.Expect.fails;
import static dev.pagurus.tck.stage.Expect.json;
import static dev.pagurus.tck.stage.Expect.same;
import static dev.pagurus.tck.stage.Expect.there;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pagurus.Document;
import dev.pagurus.DocumentCollection;
import dev.pagurus.Store;
import dev.pagurus.UserStore;
import dev.pagurus.query.Query;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.spi.Progress;
import dev.pagurus.tck.stage.Rule;
import dev.pagurus.tck.stage.TestStore;
import java.util.List;
import org.junit.jupiter.api.function.Executable;
import tools.jackson.databind.node.ObjectNode;

/** Opening and closing. */
final class LifecycleRules {

  @Rule("LIFE-1")
  void closeIsIdempotent(TestStore test) {
    Store store = test.store();
    test.docs().create("a", json("{}"));
    store.close();
    store.close();
  }

  @Rule({"LIFE-1", "LIFE-4"})
  void everyCallAfterCloseFailsAsClosed(TestStore test) {
    Store store = test.store();
    UserStore user = test.user();
    DocumentCollection<ObjectNode> docs = test.docs();
    docs.create("a", json("{}"));
    test.closeStore();
    List<Executable> calls =
        List.of(
            () -> docs.create("b", json("{}")),
            () -> docs.put("a", json("{}")),
            () -> docs.delete("a"),
            () -> docs.get("a"),
            () -> docs.find(Query.all()),
            () -> docs.count(),
            () -> docs.stream().count(),
            () -> user.changes(0, 1),
            () -> user.info(),
            () -> user.collections(),
            () -> user.delete(),
            () -> user.batch().delete("things", "a").commit(),
            () -> user.transaction(tx -> tx.collection("things").get("a")),
            () -> store.users(null, 1),
            () -> store.definitions(),
            () -> store.indexes("things").value("n"),
            () -> store.verify(finding -> {}, Progress.NONE),
            () -> store.statistics());
    for (Executable call : calls) {
      fails(ErrorCode.CLOSED, call);
    }
  }

  @Rule({"LIFE-1", "DOC-3"})
  void whatWasAcknowledgedIsThereAfterReopening(TestStore test) {
    Document<ObjectNode> kept =
        test.docs().create("a", json("{'n':1,'deep':{'list':[1,null,'x']}}"));
    test.docs().create("b", json("{}"));
    test.docs().delete("b");
    test.docs("bob", "other").put("c", json("{'n':2}"));
    test.reopen();
    Document<ObjectNode> read = there(test.docs().get("a"));
    same(json("{'n':1,'deep':{'list':[1,null,'x']}}"), read.value());
    assertEquals(kept.revision(), read.revision());
    assertEquals(kept.createdAt(), read.createdAt());
    assertEquals(3, test.user().revision());
    assertEquals(1, test.docs().count());
    assertEquals(2, test.user().changes(0, 10).changes().size());
    assertEquals(1, test.user("bob").revision());
  }

  @Rule({"LIFE-1", "INDEX-1"})
  void declaredIndexesAreThereAfterReopening(TestStore test) {
    test.store().indexes("things").value("n").unique("u").array("tags").text("title", "text");
    List<?> declared = test.store().definitions();
    test.reopen();
    assertEquals(declared, test.store().definitions());
    assertEquals(4, test.store().indexes("things").list().size());
  }
}
