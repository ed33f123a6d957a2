package dev.pagurus.tck.groups;

import static dev.pagurus.query.Query.not;
import static dev.pagurus.tck.groups.Stock.found;
import static dev.pagurus.tck.stage.Expect.json;
import static dev.pagurus.tck.stage.TestStore.USER;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pagurus.Document;
import dev.pagurus.DocumentCollection;
import dev.pagurus.Indexes;
import dev.pagurus.query.Query;
import dev.pagurus.tck.stage.Expect;
import dev.pagurus.tck.stage.TestStore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.node.ObjectNode;

/**
 * A few documents made by hand, and what must be found among them. They stand in several
 * collections with different indexes, since an index may change the cost of an answer and nothing
 * else.
 */
final class Table {

  private final TestStore test;
  private final Map<String, ObjectNode> bodies = new TreeMap<>(Stock.BY_BYTES);
  private final Map<String, DocumentCollection<ObjectNode>> copies = new LinkedHashMap<>();

  private Table(TestStore test) {
    this.test = test;
  }

  /**
   * Puts documents into collections without an index, with indexes that were there before, and with
   * indexes that came later.
   *
   * @param idsAndBodies each id followed by its body, in which apostrophes stand for double quotes
   */
  static Table of(TestStore test, List<String> indexed, String... idsAndBodies) {
    Map<String, ObjectNode> bodies = new LinkedHashMap<>();
    for (int i = 0; i < idsAndBodies.length; i += 2) {
      bodies.put(idsAndBodies[i], json(idsAndBodies[i + 1]));
    }
    return of(test, indexed, bodies);
  }

  static Table of(TestStore test, List<String> indexed, Map<String, ObjectNode> bodies) {
    Table table = new Table(test);
    table.bodies.putAll(bodies);
    table.put("plain");
    declare(test.store().indexes("before"), indexed);
    table.put("before");
    table.put("later");
    declare(test.store().indexes("later"), indexed);
    String[] together = indexed.toArray(new String[0]);
    if (together.length > 1) {
      test.store().indexes("together").value(together);
      table.put("together");
    }
    return table;
  }

  private static void declare(Indexes indexes, List<String> paths) {
    paths.forEach(path -> indexes.value(path).array(path));
  }

  /** The same documents under a unique index of a path at which every value stands once. */
  Table unique(String path) {
    test.store().indexes("unique").unique(path);
    put("unique");
    return this;
  }

  private void put(String collection) {
    Stock.put(test.user(), collection, bodies);
    copies.put(collection, test.docs(USER, collection));
  }

  /** A query must find these and its complement all others, however it is asked. */
  void finds(Query query, String... ids) {
    finds(query, List.of(ids));
  }

  void finds(Query query, List<String> ids) {
    List<String> expected = Stock.sorted(ids.stream());
    List<String> others = new ArrayList<>(bodies.keySet());
    others.removeAll(expected);
    copies.forEach(
        (collection, docs) -> {
          requireFound(collection, docs, query, expected);
          requireFound(collection, docs, not(query), others);
        });
  }

  private static void requireFound(
      String collection, DocumentCollection<ObjectNode> docs, Query query, List<String> expected) {
    String what = query + " in " + collection;
    assertEquals(expected, found(docs, query), what);
    assertEquals(expected.size(), docs.count(query), () -> "the count of " + what);
    assertEquals(expected, Expect.ids(docs.find(query.toString())), () -> "as text: " + what);
    assertEquals(
        expected.subList(0, Math.min(2, expected.size())),
        found(docs, query.limit(2)),
        () -> "the first two of " + what);
    assertEquals(
        expected, found(docs, query.orderByDescending("nowhere")), () -> "all equal: " + what);
  }

  /** A query with a limit must answer these, in this order. */
  void begins(Query query, List<String> expected) {
    copies.forEach(
        (collection, docs) -> {
          assertEquals(expected, found(docs, query), () -> query + " in " + collection);
          try (var stream = docs.stream(query)) {
            assertEquals(
                expected,
                stream.map(Document::id).toList(),
                () -> "as a stream: " + query + " in " + collection);
          }
        });
  }

  /** A query must answer these in this order, whole, page by page and as a beginning. */
  void sorts(Query query, List<String> expected) {
    copies.forEach(
        (collection, docs) -> {
          String what = query + " in " + collection;
          assertEquals(expected, found(docs, query), what);
          assertEquals(expected, Walk.ids(docs, query, 3), () -> "page by page: " + what);
          int half = Math.max(1, expected.size() / 2);
          assertEquals(
              expected.subList(0, half),
              found(docs, query.limit(half)),
              () -> "the first half of " + what);
        });
  }

  void sorts(Query query, String... expected) {
    sorts(query, List.of(expected));
  }
}
