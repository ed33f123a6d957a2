package dev.pagurus.tck.groups;

import static dev.pagurus.query.Query.where;
import static dev.pagurus.tck.stage.Expect.json;
import static dev.pagurus.tck.stage.TestStore.COLLECTION;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pagurus.Document;
import dev.pagurus.Page;
import dev.pagurus.Store;
import dev.pagurus.migrator.Difference;
import dev.pagurus.migrator.End;
import dev.pagurus.migrator.Migration;
import dev.pagurus.migrator.MigrationListener;
import dev.pagurus.migrator.MigrationOptions;
import dev.pagurus.migrator.MigrationReport;
import dev.pagurus.migrator.Outcome;
import dev.pagurus.query.Query;
import dev.pagurus.spi.Backend;
import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.Changes;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.spi.Progress;
import dev.pagurus.tck.stage.Rule;
import dev.pagurus.tck.stage.Stumbling;
import dev.pagurus.tck.stage.TestStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** Stores that are moved as a whole: into the reference, and out of it. */
final class MigrationRules {

  private static final List<String> USERS =
      List.of("alice", "A b/..", "\u00e9", "\ud83e\udd80", "emptied");

  private static final Query[] QUERIES = {
    where("n").ge(5).orderBy("n"), where("t").matches("even"), where("mail").eq("x3")
  };

  /** What is moved: the words of documents, deletions, and a feed that has forgotten some. */
  private static void fill(TestStore test, Store store) {
    store.indexes(COLLECTION).value("n").text("t").unique("mail");
    for (String user : USERS) {
      for (int i = 0; i < 15; i++) {
        ObjectNode body =
            json("{}").put("n", i).put("t", i % 2 == 0 ? "even" : "odd").put("mail", "x" + i);
        store.user(user).collection(COLLECTION).create("d" + i, body);
        test.clock().advance(Duration.ofSeconds(1));
      }
      store.user(user).collection(COLLECTION).delete("d4");
      store.user(user).collection("other-things").put("o", json("{'n':9007199254740993}"));
    }
    store.user("emptied").collection("other-things").delete("o");
    test.clock().advance(Duration.ofDays(20));
    for (int i = 0; i < 15; i++) {
      store.user("emptied").collection(COLLECTION).delete("d" + i);
    }
    store.user("alice").collection(COLLECTION).put("d7", json("{'n':70,'mail':'x4'}"));
    store.user("alice").collection(COLLECTION).delete("d8");
  }

  private static List<Portrait> portraits(Store store) {
    return USERS.stream().map(user -> Portrait.of(store.user(user), COLLECTION, QUERIES)).toList();
  }

  private static List<Changes> feeds(Store store) {
    return USERS.stream().map(user -> store.user(user).changes(0, 1_000)).toList();
  }

  private static MigrationReport move(Backend from, Backend to, MigrationOptions options) {
    return Migration.of(End.open("source", from), End.open("target", to), options)
        .run(MigrationListener.NONE);
  }

  private static void isMoved(Store from, Store to) {
    MigrationReport report = move(from.backend(), to.backend(), MigrationOptions.DEFAULT);
    isDone(report);
    assertEquals(portraits(from), portraits(to));
    assertEquals(USERS.size(), to.users().count(), "users, and none of the mover's");
    assertEquals(from.definitions().size(), to.definitions().size());
  }

  private static void isDone(MigrationReport report) {
    assertEquals(Outcome.DONE, report.outcome(), report::toMarkdown);
    assertEquals(report.sourceDigest(), report.targetDigest());
  }

  @Rule({"FEED-2", "FEED-4", "REV-2", "DOC-3"})
  void whatArrivesIsWhatLeft(TestStore test) {
    fill(test, test.store());
    Store reference = test.reference();
    isMoved(test.store(), reference);
    Store another = test.another();
    isMoved(reference, another);
    isMoved(test.store(), another);
  }

  @Rule({"FEED-3", "FEED-4"})
  void aFeedThatForgotArrives(TestStore test) {
    fill(test, test.store());
    test.clock().advance(Duration.ofDays(15));
    test.store().compact(Progress.NONE);
    Store reference = test.reference();
    isDone(move(test.store().backend(), reference.backend(), MigrationOptions.DEFAULT));
    Store another = test.another();
    isDone(move(reference.backend(), another.backend(), MigrationOptions.DEFAULT));
    for (String user : USERS) {
      assertEquals(test.store().user(user).collections(), another.user(user).collections(), user);
    }
  }

  /** Ends a move at its first steps, some times; the threads decide how far it comes. */
  private static void cutShort(Backend from, Backend to) {
    MigrationOptions one = MigrationOptions.DEFAULT.withThreads(1);
    for (int steps = 1; steps < 3; steps++) {
      Backend failing = new Stumbling(to, steps + 1, true);
      BackendException e =
          assertThrows(BackendException.class, () -> move(from, failing, one), "at " + steps);
      assertEquals(ErrorCode.FULL, e.code(), e::toString);
    }
  }

  @Rule({"FEED-4", "REV-4", "USER-2"})
  void whatWasCutShortGoesOn(TestStore test) {
    fill(test, test.store());
    Store reference = test.reference();
    Store another = test.another();
    cutShort(test.store().backend(), reference.backend());
    test.docs("alice", COLLECTION).delete("d1");
    test.docs("alice", COLLECTION).put("d2", json("{}"));
    test.user("A b/..").delete();
    test.docs("A b/..", COLLECTION).create("again", json("{}"));
    isMoved(test.store(), reference);
    cutShort(reference.backend(), another.backend());
    reference.user("alice").collection(COLLECTION).delete("d3");
    reference.user("\u00e9").delete();
    reference.user("\u00e9").collection(COLLECTION).create("d1", json("{'n':1}"));
    isMoved(reference, another);
  }

  @Rule("QUERY-5")
  void aCursorGoesOnWhereTheDataIsNow(TestStore test) {
    fill(test, test.store());
    Store reference = test.reference();
    Query query = where("n").ge(0).orderByDescending("t").orderBy("n").limit(4);
    List<String> whole = ids(test.docs().find(query.limit(100)));
    Page<ObjectNode> first = test.docs().find(query);
    isMoved(test.store(), reference);
    List<String> joined = new ArrayList<>(ids(first));
    Page<ObjectNode> page = first;
    while (page.cursor().isPresent()) {
      page = reference.user("alice").collection(COLLECTION).find(query, page.cursor().get());
      joined.addAll(ids(page));
    }
    assertEquals(whole, joined);
  }

  private static List<String> ids(Page<ObjectNode> page) {
    return page.documents().stream().map(Document::id).toList();
  }

  @Rule({"LIFE-4", "LIFE-5"})
  void aTargetThatIsSomebodysIsLeftAlone(TestStore test) {
    fill(test, test.store());
    Store reference = test.reference();
    reference.user("somebody").collection(COLLECTION).create("mine", json("{}"));
    for (boolean out : new boolean[] {true, false}) {
      Store from = out ? test.store() : reference;
      Store to = out ? reference : test.store();
      List<Changes> before = feeds(to);
      BackendException e =
          assertThrows(
              BackendException.class,
              () -> move(from.backend(), to.backend(), MigrationOptions.DEFAULT));
      assertEquals(ErrorCode.EXISTS, e.code(), e::toString);
      assertEquals(before, feeds(to));
      assertEquals(out ? 1 : USERS.size(), to.users().count());
    }
  }

  @Rule("FEED-2")
  void aComparisonTellsWhereStoresDiffer(TestStore test) {
    fill(test, test.store());
    Store reference = test.reference();
    isMoved(test.store(), reference);
    reference.user("alice").collection(COLLECTION).put("d2", json("{}"));
    reference.user("alice").collection(COLLECTION).delete("d3");
    reference.user("alice").collection(COLLECTION).create("more", json("{}"));
    MigrationReport report =
        Migration.of(
                End.open("source", test.store().backend()),
                End.open("target", reference.backend()),
                MigrationOptions.DEFAULT)
            .verify(MigrationListener.NONE);
    assertEquals(Outcome.DIFFERENT, report.outcome());
    List<Difference.Kind> kinds =
        report.differences().stream()
            .filter(one -> one.address().isPresent())
            .map(Difference::kind)
            .distinct()
            .toList();
    assertTrue(
        kinds.containsAll(
            List.of(Difference.Kind.CHANGED, Difference.Kind.MISSING, Difference.Kind.EXTRA)),
        report::toMarkdown);
  }
}
