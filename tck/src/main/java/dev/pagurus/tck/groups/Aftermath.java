package dev.pagurus.tck.groups;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pagurus.Document;
import dev.pagurus.Store;
import dev.pagurus.document.Body;
import dev.pagurus.query.Query;
import dev.pagurus.spi.Change;
import dev.pagurus.spi.Changes;
import dev.pagurus.spi.Finding;
import dev.pagurus.spi.Progress;
import dev.pagurus.tck.process.Workload;
import dev.pagurus.tck.stage.Broken;
import dev.pagurus.tck.stage.TestStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What must be true of a store in which the {@link Workload} was killed. */
final class Aftermath {

  private final TestStore test;
  private final Store reference;

  Aftermath(TestStore test) {
    this.test = test;
    this.reference = test.reference();
  }

  /**
   * Opens the store, compares it with what the revisions of its users say must be there, and closes
   * it.
   *
   * @param acknowledged the last revision of each user that was acknowledged
   */
  void requireWhole(Map<String, Long> acknowledged) {
    try {
      Store store = test.reopen();
      for (String user : Workload.USERS) {
        long revision = store.user(user).revision();
        long least = acknowledged.getOrDefault(user, 0L);
        // The commit that was under way may have happened, as a whole.
        if (revision < least) {
          throw new Broken(
              List.of("DUR-1", "DUR-2"),
              user + " is at revision " + revision + ", and " + least + " was acknowledged");
        }
        assertTrue(revision <= least + 1, user + " is at revision " + revision + " after " + least);
        acknowledged.put(user, revision);
        for (long next = reference.user(user).revision() + 1; next <= revision; next++) {
          Workload.commit(reference, user, next);
        }
        requireSame(store, user);
      }
      List<Finding> findings = new ArrayList<>();
      store.verify(findings::add, Progress.NONE);
      assertEquals(List.of(), findings, "what verify finds");
    } finally {
      test.closeStore();
    }
  }

  private void requireSame(Store store, String user) {
    assertEquals(feed(reference, user), feed(store, user), "the feed of " + user);
    for (String collection : Workload.COLLECTIONS) {
      for (Query query :
          List.of(
              Query.all(),
              Query.where("word").eq("crab").orderBy("n"),
              Query.where("n").gt(3).orderByDescending("n"),
              Query.where("list").contains("shell"),
              Query.where("serial").startsWith("1"))) {
        assertEquals(
            documents(reference, user, collection, query),
            documents(store, user, collection, query),
            () -> user + ": find " + collection + " " + query);
        assertEquals(
            reference.user(user).collection(collection).count(query),
            store.user(user).collection(collection).count(query),
            () -> user + ": count " + collection + " " + query);
      }
      requireText(store, user, collection);
    }
  }

  /** The index of words, if the child came to declare it, must agree with the documents. */
  private static void requireText(Store store, String user, String collection) {
    if (!store.indexes(collection).list().containsAll(Workload.indexes())) {
      return;
    }
    List<String> expected =
        store.user(user).collection(collection).find(Query.all()).documents().stream()
            .filter(document -> document.value().required("text").stringValue().contains("tide"))
            .map(Document::id)
            .toList();
    List<String> found =
        store
            .user(user)
            .collection(collection)
            .find(Query.where("text").matches("tide"))
            .documents()
            .stream()
            .map(Document::id)
            .toList();
    assertEquals(expected, found, () -> user + ": full text of " + collection);
  }

  private static List<String> documents(Store store, String user, String collection, Query query) {
    return store.user(user).collection(collection).find(query).documents().stream()
        .map(
            (Document<ObjectNode> document) ->
                document.id() + "@" + document.revision() + " " + text(document.value()))
        .toList();
  }

  private static List<String> feed(Store store, String user) {
    List<String> lines = new ArrayList<>();
    Instant last = Instant.MIN;
    long since = 0;
    Changes page;
    do {
      page = store.user(user).changes(since, 100);
      for (Change change : page.changes()) {
        assertTrue(!change.at().isBefore(last), "the times of the feed run backwards");
        last = change.at();
        boolean written = change instanceof Change.Written;
        lines.add(change.revision() + " " + change.address() + (written ? " written" : " deleted"));
      }
      since = page.upTo();
    } while (page.more());
    return lines;
  }

  /** With members in canonical order. */
  private static String text(JsonNode value) {
    return Body.of(value).toString();
  }
}
