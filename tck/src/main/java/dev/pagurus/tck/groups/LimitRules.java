package dev.pagurus.tck.groups;

import static dev.pagurus.query.Query.where;
import static dev.pagurus.tck.stage.Expect.fails;
import static dev.pagurus.tck.stage.Expect.failsAt;
import static dev.pagurus.tck.stage.Expect.ids;
import static dev.pagurus.tck.stage.Expect.json;
import static dev.pagurus.tck.stage.Expect.same;
import static dev.pagurus.tck.stage.Expect.there;
import static dev.pagurus.tck.stage.TestStore.COLLECTION;
import static dev.pagurus.tck.stage.TestStore.USER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.pagurus.WriteBatch;
import dev.pagurus.document.FieldPath;
import dev.pagurus.query.Query;
import dev.pagurus.spi.Changes;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.spi.IndexDefinition;
import dev.pagurus.tck.stage.Rule;
import dev.pagurus.tck.stage.TestStore;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.function.Executable;
import tools.jackson.databind.node.ObjectNode;

/** As large as allowed, and one more. */
final class LimitRules {

  private static final int MIB = 1 << 20;

  /** A body of so many canonical bytes. */
  private static ObjectNode sized(int bytes) {
    return json("{}").put("s", "x".repeat(bytes - "{\"s\":\"\"}".length()));
  }

  @Rule({"BATCH-1", "LIFE-5"})
  void aBatchHoldsAThousandWrites(TestStore test) {
    WriteBatch batch = test.user().batch();
    for (int i = 0; i < 1_000; i++) {
      batch.create(i % 2 == 0 ? COLLECTION : "other", "id" + i, json("{}"));
    }
    assertEquals(1, batch.commit().revision());
    assertEquals(500, test.docs().count());
    assertEquals(1_000, test.user().changes(0, 1).changes().size());
    fails(ErrorCode.INVALID, () -> batch.create(COLLECTION, "one more", json("{}")).commit());
    WriteBatch deletes = test.user().batch();
    IntStream.range(0, 1_001).forEach(i -> deletes.delete(COLLECTION, "id" + i));
    fails(ErrorCode.INVALID, deletes::commit);
    fails(
        ErrorCode.INVALID,
        () ->
            test.user()
                .transaction(
                    tx ->
                        IntStream.range(0, 1_001)
                            .forEach(i -> tx.collection(COLLECTION).delete("id" + i))));
    assertEquals(500, test.docs().count());
    assertEquals(1, test.user().revision());
  }

  @Rule({"BATCH-1", "LIFE-5"})
  void aBatchHolds64MiB(TestStore test) {
    ObjectNode eight = sized(8 * MIB);
    WriteBatch full = test.user().batch();
    IntStream.range(0, 7).forEach(i -> full.put(COLLECTION, "id" + i, eight));
    full.put(COLLECTION, "rest", sized(8 * MIB - 2)).put(COLLECTION, "small", json("{}"));
    assertEquals(1, full.commit().revision());
    assertEquals(64L * MIB, test.user().info().orElseThrow().bytes());
    assertEquals(9, test.docs().count());
    assertEquals(8 * MIB - 2, size(test, "rest"));
    fails(ErrorCode.INVALID, full.put(COLLECTION, "more", json("{}"))::commit);
    assertEquals(1, test.user().revision());
    assertEquals(9, test.docs().count());
  }

  private static int size(TestStore test, String id) {
    return there(test.docs().get(id)).value().toString().length();
  }

  @Rule({"DOC-1", "DOC-3"})
  void aBodyHolds8MiB(TestStore test) {
    ObjectNode largest = sized(8 * MIB);
    test.docs().create("a", largest);
    test.reopen();
    same(largest, there(test.docs().get("a")).value());
    same(largest, test.docs().find(where("s").startsWith("xxx")).documents().get(0).value());
    assertEquals(1, test.docs().count(where("s").exists()));
    Changes changes = test.user().changes(0, 10);
    assertEquals(1, changes.changes().size());
    test.user("copy").replay(changes);
    same(largest, there(test.docs("copy", COLLECTION).get("a")).value());
  }

  @Rule({"DOC-1", "LIFE-5"})
  void aBodyHoldsNotOneByteMore(TestStore test) {
    ObjectNode tooLarge = sized(8 * MIB + 1);
    // Half as many characters: it is bytes that count.
    ObjectNode twoByteLetters = json("{}").put("s", "\u00e9".repeat(4 * MIB - 3));
    test.docs().put("a", json("{'n':1}"));
    List<Executable> calls =
        List.of(
            () -> test.docs().create("b", tooLarge),
            () -> test.docs().put("a", twoByteLetters),
            () -> test.docs().patch("a", json("{}").put("s", "x".repeat(8 * MIB - 12))),
            () -> test.docs().update("a", old -> tooLarge),
            () -> test.user().batch().delete(COLLECTION, "a").put(COLLECTION, "b", tooLarge));
    calls.forEach(call -> fails(ErrorCode.INVALID, call));
    same(json("{'n':1}"), there(test.docs().get("a")).value());
    assertEquals(1, test.user().revision());
  }

  @Rule("DOC-1")
  void theLargestBodyIsASetting(TestStore test) {
    test.docs().put("old", sized(2_000));
    test.closeStore();
    test.with("max-document-bytes", "1KiB").store();
    test.docs().put("a", sized(1_024));
    failsAt(ErrorCode.INVALID, USER, COLLECTION, "b", () -> test.docs().put("b", sized(1_025)));
    failsAt(
        ErrorCode.INVALID,
        USER,
        COLLECTION,
        "old",
        () -> test.docs().patch("old", json("{'n':1}")));
    assertEquals(2_000, size(test, "old"));
    test.closeStore();
    test.with("max-document-bytes", "9MiB").store();
    test.docs().put("b", sized(9 * MIB));
    assertEquals(9 * MIB, size(test, "b"));
  }

  @Rule({"CRUD-5", "LIFE-5"})
  void aThousandDocumentsAreReadAtOnce(TestStore test) {
    test.docs().create("a", json("{}"));
    List<String> ids = new ArrayList<>(Collections.nCopies(999, "none"));
    ids.add("a");
    assertEquals(1, test.docs().get(ids).stream().filter(found -> found.isPresent()).count());
    ids.add("a");
    fails(ErrorCode.INVALID, () -> test.docs().get(ids));
  }

  @Rule({"QUERY-4", "QUERY-5", "INDEX-1"})
  void sixteenPathsSortAndOneMoreDoesNot(TestStore test) {
    List<String> paths = IntStream.range(0, 16).mapToObj(i -> "p" + i).toList();
    test.store().indexes(COLLECTION).value(paths.toArray(String[]::new));
    Map<String, ObjectNode> bodies = Stock.numbered(40);
    bodies.forEach(
        (id, body) -> {
          paths.forEach(path -> body.put(path, 0));
          body.put("p15", 39 - body.get("n").intValue());
        });
    Stock.put(test.user(), COLLECTION, bodies);
    Query all = Query.all();
    Query down = Query.all();
    for (String path : paths) {
      all = all.orderBy(path);
      down = down.orderByDescending(path);
    }
    List<String> ids = List.copyOf(bodies.keySet());
    assertEquals(Stock.sorted(ids.stream()), Walk.ids(test.docs(), down, 7));
    List<String> turned = new ArrayList<>(ids);
    Collections.reverse(turned);
    assertEquals(turned, Walk.ids(test.docs(), all, 7));
    Query most = all;
    fails(ErrorCode.INVALID, () -> test.docs().find(most + ", p16"));
    fails(ErrorCode.INVALID, () -> test.docs().find("order by n, n"));
  }

  @Rule({"INDEX-1", "LIFE-5"})
  void indexesHaveTheirBounds(TestStore test) {
    String[] sixteen = IntStream.range(0, 16).mapToObj(i -> "p" + i).toArray(String[]::new);
    String[] more = IntStream.range(0, 17).mapToObj(i -> "p" + i).toArray(String[]::new);
    test.store().indexes(COLLECTION).value(sixteen).text(sixteen);
    fails(ErrorCode.INVALID, () -> test.store().indexes(COLLECTION).value(more));
    fails(ErrorCode.INVALID, () -> test.store().indexes(COLLECTION).text(more));
    fails(ErrorCode.INVALID, () -> test.store().indexes(COLLECTION).value());
    fails(ErrorCode.INVALID, () -> test.store().indexes(COLLECTION).value("a", "a"));
    fails(ErrorCode.INVALID, () -> test.store().indexes(COLLECTION).value("a..b"));
    assertEquals(2, test.store().indexes(COLLECTION).list().size());
  }

  @Rule({"LIFE-5", "QUERY-5", "USER-3", "FEED-1"})
  void limitsAreOneOrMore(TestStore test) {
    Stock.put(test.user(), COLLECTION, Stock.numbered(3));
    List<Executable> calls =
        List.of(
            () -> test.docs().list(0),
            () -> test.docs().list(-1),
            () -> test.docs().find("limit 0"),
            () -> test.store().users(null, 0),
            () -> test.store().users(null, -1),
            () -> test.user().changes(0, 0),
            () -> test.user().changes(0, -1),
            () -> test.user().changes(-1, 1),
            () -> test.docs().replace("0000", json("{}"), 0),
            () -> test.docs().delete("0000", -1),
            () -> test.user().batch().expect(-1).commit());
    calls.forEach(call -> fails(ErrorCode.INVALID, call));
    int most = Integer.MAX_VALUE;
    assertEquals(3, ids(test.docs().list(most)).size());
    assertEquals(3, test.docs().find(Query.all().orderBy("n").limit(most)).size());
    assertEquals(1, test.store().users(null, most).size());
    assertEquals(3, test.user().changes(0, most).changes().size());
    assertEquals(
        3, test.store().acrossUsers(COLLECTION).find(Query.all().orderBy("n").limit(most)).size());
    assertEquals(1, test.user().revision());
  }

  @Rule({"INDEX-1", "LIFE-5"})
  void kindsOfOnePathTakeOne(TestStore test) {
    for (IndexDefinition.Kind kind :
        List.of(IndexDefinition.Kind.UNIQUE, IndexDefinition.Kind.ARRAY)) {
      assertThrows(
          IllegalArgumentException.class,
          () -> new IndexDefinition(kind, List.of(FieldPath.of("a"), FieldPath.of("b"))));
    }
    assertEquals(List.of(), test.store().definitions());
  }
}
