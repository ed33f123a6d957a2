package dev.pagurus.tck.groups;

import static dev.pagurus.query.Query.where;
import static dev.pagurus.tck.stage.Expect.fails;
import static dev.pagurus.tck.stage.Expect.json;
import static dev.pagurus.tck.stage.Expect.same;
import static dev.pagurus.tck.stage.Expect.there;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pagurus.Document;
import dev.pagurus.DocumentCollection;
import dev.pagurus.Locator;
import dev.pagurus.Store;
import dev.pagurus.UserStore;
import dev.pagurus.query.Query;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.spi.Finding;
import dev.pagurus.spi.Progress;
import dev.pagurus.tck.stage.Rule;
import dev.pagurus.tck.stage.StoreSpec;
import dev.pagurus.tck.stage.TestStore;
import java.nio.file.Path;
import java.util.ArrayList;
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

  @Rule({"FEED-2", "DUR-1"})
  void aBackupIsRestoredElsewhereAsItWas(TestStore test) {
    test.store().indexes("things").value("n").text("t");
    Query[] queries = {where("n").ge(5).orderBy("n"), where("t").matches("even")};
    List<String> users = List.of("a", "A b", "\ud83e\udd80");
    for (String user : users) {
      for (int i = 0; i < 12; i++) {
        ObjectNode body = json("{}").put("n", i).put("t", i % 2 == 0 ? "even" : "odd");
        test.docs(user, "things").create("d" + i, body);
      }
      test.docs(user, "things").delete("d3");
      test.docs(user, "things").put("d4", json("{'n':40,'t':'even'}"));
    }
    List<Portrait> before =
        users.stream().map(user -> Portrait.of(test.user(user), "things", queries)).toList();
    Path backup = test.directory().resolve("backup");
    test.store().backup(backup, Progress.NONE);
    test.docs("a", "things").put("later", json("{'n':7}"));
    StoreSpec elsewhere = test.anotherSpec();
    Locator locator = new Locator(elsewhere.provider(), elsewhere.location(), elsewhere.settings());
    Path none = test.directory().resolve("no-backup");
    fails(ErrorCode.NO_STORE, () -> Store.restore(none, locator.toString()));
    Store.restore(backup, locator.toString());
    Store restored = test.open(elsewhere, test.clock());
    assertEquals(users.size(), restored.users().count());
    assertEquals(
        before,
        users.stream().map(user -> Portrait.of(restored.user(user), "things", queries)).toList());
    assertEquals(test.store().definitions(), restored.definitions());
    List<Finding> findings = new ArrayList<>();
    restored.verify(findings::add, Progress.NONE);
    assertEquals(List.of(), findings);
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
