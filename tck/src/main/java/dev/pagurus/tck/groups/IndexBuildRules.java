package dev.pagurus.tck.groups;

import static dev.pagurus.tck.stage.Expect.fails;
import static dev.pagurus.tck.stage.Expect.json;
import static dev.pagurus.tck.stage.TestStore.COLLECTION;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pagurus.document.FieldPath;
import dev.pagurus.query.Query;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.spi.IndexDefinition;
import dev.pagurus.spi.IndexDefinition.Kind;
import dev.pagurus.spi.Progress;
import dev.pagurus.tck.stage.Rule;
import dev.pagurus.tck.stage.TestStore;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/** Indexes declared, built over what is there, and kept in step with it. */
final class IndexBuildRules {

  private static IndexDefinition index(Kind kind, String... paths) {
    return new IndexDefinition(kind, List.of(paths).stream().map(FieldPath::parse).toList());
  }

  private static void declare(TestStore test) {
    test.store().indexes(COLLECTION).value("n").unique("mail").array("tags").text("title");
  }

  /** Which documents each index finds, by what they hold. */
  private static List<List<String>> found(TestStore test, int n) {
    return List.of(
        Stock.found(test.docs(), Query.where("n").eq(n)),
        Stock.found(test.docs(), Query.where("mail").eq("m" + n)),
        Stock.found(test.docs(), Query.where("tags").contains("t" + n)),
        Stock.found(test.docs(), Query.where("title").matches("w" + n)));
  }

  private static void put(TestStore test, String id, int n) {
    test.docs()
        .put(
            id,
            json("{'n':%d,'mail':'m%d','tags':['t%d'],'title':'the w%d'}".formatted(n, n, n, n)));
  }

  private static List<List<String>> all(String... ids) {
    List<String> one = List.of(ids);
    return List.of(one, one, one, one);
  }

  @Rule("INDEX-1")
  void declaringAddsAndIsIdempotent(TestStore test) {
    List<IndexDefinition> declared =
        List.of(
            index(Kind.VALUE, "z", "a"),
            index(Kind.VALUE, "a", "z"),
            index(Kind.UNIQUE, "u"),
            index(Kind.ARRAY, "u"),
            index(Kind.TEXT, "z", "b"));
    for (IndexDefinition one : declared) {
      test.store().indexes(COLLECTION).declare(one, Progress.NONE);
    }
    for (IndexDefinition one : declared) {
      test.store().indexes(COLLECTION).declare(one, Progress.NONE);
    }
    assertEquals(Set.copyOf(declared), Set.copyOf(test.store().indexes(COLLECTION).list()));
    assertEquals(declared.size(), test.store().indexes(COLLECTION).list().size());
    assertEquals(List.of(), test.store().indexes("other").list());
    assertEquals(1, test.store().definitions().size());
  }

  @Rule("INDEX-1")
  void oneIndexIsDroppedAndTheOthersStay(TestStore test) {
    declare(test);
    test.store().indexes(COLLECTION).drop(index(Kind.ARRAY, "tags"));
    test.store().indexes(COLLECTION).drop(index(Kind.ARRAY, "tags"));
    test.store().indexes("other").drop(index(Kind.VALUE, "n"));
    assertEquals(
        Set.of(index(Kind.VALUE, "n"), index(Kind.UNIQUE, "mail"), index(Kind.TEXT, "title")),
        Set.copyOf(test.store().indexes(COLLECTION).list()));
  }

  @Rule("INDEX-3")
  void whatIsThereIsFoundByANewIndex(TestStore test) {
    put(test, "a", 1);
    put(test, "b", 2);
    declare(test);
    put(test, "c", 3);
    assertEquals(all("a"), found(test, 1));
    assertEquals(all("b"), found(test, 2));
    assertEquals(all("c"), found(test, 3));
    test.reopen();
    assertEquals(all("a"), found(test, 1));
  }

  @Rule("INDEX-3")
  void anIndexFollowsItsDocuments(TestStore test) {
    declare(test);
    put(test, "a", 1);
    put(test, "b", 2);
    put(test, "a", 3);
    test.docs().delete("b");
    assertEquals(all(), found(test, 1));
    assertEquals(all(), found(test, 2));
    assertEquals(all("a"), found(test, 3));
    put(test, "b", 1);
    assertEquals(all("b"), found(test, 1));
  }

  @Rule({"INDEX-3", "BATCH-2"})
  void whatWasRefusedIsInNoIndex(TestStore test) {
    declare(test);
    put(test, "a", 1);
    fails(
        ErrorCode.EXISTS,
        () ->
            test.user()
                .batch()
                .put(COLLECTION, "b", json("{'n':2,'mail':'m2','tags':['t2'],'title':'w2'}"))
                .create(COLLECTION, "a", json("{}"))
                .commit());
    assertEquals(all(), found(test, 2));
    assertEquals(all("a"), found(test, 1));
  }

  @Rule({"INDEX-3", "INDEX-2"})
  void aUniqueIndexThatCannotBeBuiltIsNotThere(TestStore test) {
    test.docs().create("a", json("{'mail':'x'}"));
    test.docs().create("b", json("{'mail':'x'}"));
    fails(ErrorCode.UNIQUE_VIOLATION, () -> test.store().indexes(COLLECTION).unique("mail"));
    assertEquals(List.of(), test.store().indexes(COLLECTION).list());
    test.docs().create("c", json("{'mail':'x'}"));
    test.docs().delete("a");
    test.docs().put("b", json("{'mail':'y'}"));
    test.store().indexes(COLLECTION).unique("mail");
    fails(ErrorCode.UNIQUE_VIOLATION, () -> test.docs().create("d", json("{'mail':'x'}")));
  }

  @Rule("INDEX-3")
  void theProgressOfBuildingIsTold(TestStore test) {
    Stock.put(test.user(), COLLECTION, Stock.numbered(50));
    AtomicLong most = new AtomicLong();
    test.store()
        .indexes(COLLECTION)
        .declare(index(Kind.VALUE, "n"), (done, total) -> most.accumulateAndGet(done, Math::max));
    assertTrue(most.get() > 0, "nothing was told");
  }
}
