package dev.pagurus.tck.groups;

import static dev.pagurus.tck.stage.Expect.failsAt;
import static dev.pagurus.tck.stage.Expect.json;
import static dev.pagurus.tck.stage.Expect.same;
import static dev.pagurus.tck.stage.Expect.there;
import static dev.pagurus.tck.stage.TestStore.COLLECTION;
import static dev.pagurus.tck.stage.TestStore.USER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pagurus.Document;
import dev.pagurus.DocumentCollection;
import dev.pagurus.StoreException;
import dev.pagurus.WriteBatch;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.tck.stage.Expect;
import dev.pagurus.tck.stage.Rule;
import dev.pagurus.tck.stage.TestStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** One document at a time: create, get, put, replace, patch, update, delete. */
final class CrudRules {

  @Rule("CRUD-1")
  void createWritesWhatGetAnswers(TestStore test) {
    Document<ObjectNode> created = test.docs().create("a", json("{'n':1}"));
    Document<ObjectNode> read = there(test.docs().get("a"));
    same(json("{'n':1}"), read.value());
    assertEquals(created.revision(), read.revision());
    assertEquals(created.createdAt(), read.createdAt());
    assertEquals(created.updatedAt(), read.updatedAt());
    assertEquals(
        List.of(USER, COLLECTION, "a"), List.of(read.user(), read.collection(), read.id()));
  }

  @Rule({"CRUD-1", "LIFE-4"})
  void createFailsIfTheAddressIsTaken(TestStore test) {
    test.docs().create("a", json("{'n':1}"));
    StoreException error =
        failsAt(
            ErrorCode.EXISTS,
            USER,
            COLLECTION,
            "a",
            () -> test.docs().create("a", json("{'n':2}")));
    assertEquals(ErrorCode.NextMove.READ_AGAIN, error.code().nextMove());
    same(json("{'n':1}"), there(test.docs().get("a")).value());
    assertEquals(1, test.user().revision());
  }

  @Rule("CRUD-1")
  void createWorksAgainAfterDelete(TestStore test) {
    test.docs().create("a", json("{'n':1}"));
    assertTrue(test.docs().delete("a"));
    test.docs().create("a", json("{'n':2}"));
    same(json("{'n':2}"), there(test.docs().get("a")).value());
  }

  @Rule({"CRUD-1", "ADDR-6"})
  void createWithoutAnIdMakesOne(TestStore test) {
    String one = test.docs().create(json("{'n':1}")).id();
    String two = test.docs().create(json("{'n':2}")).id();
    assertNotEquals(one, two);
    same(json("{'n':1}"), there(test.docs().get(one)).value());
    same(json("{'n':2}"), there(test.docs().get(two)).value());
  }

  @Rule("CRUD-2")
  void putWritesWhetherThereWasADocumentOrNot(TestStore test) {
    test.docs().put("a", json("{'n':1,'gone':true}"));
    same(json("{'n':1,'gone':true}"), there(test.docs().get("a")).value());
    test.docs().put("a", json("{'n':2}"));
    same(json("{'n':2}"), there(test.docs().get("a")).value());
    assertEquals(1, test.docs().count());
  }

  @Rule("CRUD-3")
  void replaceWritesOverADocument(TestStore test) {
    test.docs().create("a", json("{'n':1}"));
    long second = test.docs().replace("a", json("{'n':2}")).revision();
    same(json("{'n':2}"), there(test.docs().get("a")).value());
    test.docs().replace("a", json("{'n':3}"), second);
    same(json("{'n':3}"), there(test.docs().get("a")).value());
  }

  @Rule({"CRUD-3", "REV-3"})
  void replaceOfNothingIsAConflict(TestStore test) {
    failsAt(ErrorCode.CONFLICT, USER, COLLECTION, "a", () -> test.docs().replace("a", json("{}")));
    failsAt(
        ErrorCode.CONFLICT, USER, COLLECTION, "a", () -> test.docs().replace("a", json("{}"), 1));
    assertEquals(Optional.empty(), test.docs().get("a"));
    assertEquals(0, test.user().revision());
  }

  @Rule({"CRUD-3", "REV-3"})
  void replaceAtAnotherRevisionIsAConflict(TestStore test) {
    long first = test.docs().create("a", json("{'n':1}")).revision();
    test.docs().put("a", json("{'n':2}"));
    failsAt(
        ErrorCode.CONFLICT,
        USER,
        COLLECTION,
        "a",
        () -> test.docs().replace("a", json("{'n':3}"), first));
    failsAt(
        ErrorCode.CONFLICT,
        USER,
        COLLECTION,
        "a",
        () -> test.docs().replace("a", json("{'n':3}"), 99));
    same(json("{'n':2}"), there(test.docs().get("a")).value());
    assertEquals(2, test.user().revision());
  }

  @Rule("CRUD-3")
  void deleteTakesTheDocumentAway(TestStore test) {
    test.docs().create("a", json("{'n':1}"));
    test.docs().create("b", json("{'n':2}"));
    assertTrue(test.docs().delete("a"));
    assertEquals(Optional.empty(), test.docs().get("a"));
    assertEquals(1, test.docs().count());
    assertEquals(List.of("b"), Expect.ids(test.docs().list(10)));
  }

  @Rule({"CRUD-3", "REV-3"})
  void deleteAtARevisionDemandsIt(TestStore test) {
    long first = test.docs().create("a", json("{'n':1}")).revision();
    long second = test.docs().put("a", json("{'n':2}")).revision();
    failsAt(ErrorCode.CONFLICT, USER, COLLECTION, "a", () -> test.docs().delete("a", first));
    same(json("{'n':2}"), there(test.docs().get("a")).value());
    assertTrue(test.docs().delete("a", second));
    failsAt(ErrorCode.CONFLICT, USER, COLLECTION, "a", () -> test.docs().delete("a", second));
    assertEquals(3, test.user().revision());
  }

  @Rule({"CRUD-4", "REV-1"})
  void deleteOfNothingAnswersFalseAndTakesNoRevision(TestStore test) {
    assertFalse(test.docs().delete("a"));
    assertEquals(0, test.user().revision());
    test.docs().create("b", json("{}"));
    assertFalse(test.docs().delete("a"));
    assertTrue(test.docs().delete("b"));
    assertFalse(test.docs().delete("b"));
    assertEquals(2, test.user().revision());
  }

  @Rule("CRUD-5")
  void getOfManyAnswersInTheAskedOrder(TestStore test) {
    DocumentCollection<ObjectNode> docs = test.docs();
    for (String id : List.of("c", "a", "b")) {
      docs.create(id, json("{}").put("id", id));
    }
    docs.delete("b");
    List<Optional<Document<ObjectNode>>> found = docs.get(List.of("x", "c", "b", "a", "c"));
    assertEquals(
        List.of("", "c", "", "a", "c"),
        found.stream()
            .map(one -> one.map(document -> document.value().get("id").stringValue()).orElse(""))
            .toList());
    assertEquals(List.of(), docs.get(List.of()));
  }

  @Rule("CRUD-5")
  void getOfAThousandIsOneAnswer(TestStore test) {
    DocumentCollection<ObjectNode> docs = test.docs();
    List<String> ids = new ArrayList<>();
    WriteBatch batch = test.user().batch();
    for (int i = 0; i < 1_000; i++) {
      ids.add("id" + i);
      if (i % 3 != 0) {
        batch.put(COLLECTION, "id" + i, json("{}").put("n", i));
      }
    }
    batch.commit();
    List<Optional<Document<ObjectNode>>> found = docs.get(ids);
    assertEquals(1_000, found.size());
    for (int i = 0; i < 1_000; i++) {
      assertEquals(i % 3 != 0, found.get(i).isPresent(), "document " + i);
      int n = i;
      found.get(i).ifPresent(document -> assertEquals(n, document.value().get("n").intValue()));
    }
  }

  @Rule("CRUD-3")
  void patchMergesAsRfc7396Says(TestStore test) {
    test.docs().create("a", json("{'keep':1,'drop':2,'deep':{'x':1,'y':2},'list':[1,2]}"));
    test.docs()
        .patch(
            "a", json("{'drop':null,'deep':{'y':null,'z':3},'list':[9],'new':{'n':null,'m':1}}"));
    same(
        json("{'keep':1,'deep':{'x':1,'z':3},'list':[9],'new':{'m':1}}"),
        there(test.docs().get("a")).value());
    assertEquals(2, test.user().revision());
  }

  @Rule({"CRUD-3", "REV-3"})
  void patchAndUpdateOfNothingAreConflicts(TestStore test) {
    failsAt(
        ErrorCode.CONFLICT, USER, COLLECTION, "a", () -> test.docs().patch("a", json("{'n':1}")));
    failsAt(ErrorCode.CONFLICT, USER, COLLECTION, "a", () -> test.docs().update("a", old -> old));
    assertEquals(0, test.user().revision());
  }

  @Rule({"CRUD-3", "REV-3"})
  void updateStartsOverIfSomebodyWasFaster(TestStore test) {
    test.docs().create("a", json("{'n':1}"));
    test.docs()
        .update(
            "a",
            old -> {
              if (old.get("n").intValue() == 1) {
                test.docs().put("a", json("{'n':10}"));
              }
              return old.put("n", old.get("n").intValue() + 1);
            });
    same(json("{'n':11}"), there(test.docs().get("a")).value());
  }

  @Rule({"CRUD-2", "ADDR-1"})
  void collectionsOfOneUserAreApart(TestStore test) {
    test.docs(USER, "one").create("a", json("{'n':1}"));
    test.docs(USER, "two").create("a", json("{'n':2}"));
    assertTrue(test.docs(USER, "one").delete("a"));
    same(json("{'n':2}"), there(test.docs(USER, "two").get("a")).value());
    assertEquals(0, test.docs(USER, "one").count());
    assertEquals(
        List.of("two"), test.user().collections().stream().map(info -> info.collection()).toList());
    assertEquals(List.of("two"), test.store().backend().collectionNames(USER));
    assertEquals(List.of(), test.store().backend().collectionNames("nobody"));
  }
}
