package dev.pagurus.tck.groups;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pagurus.AcrossUsers;
import dev.pagurus.Document;
import dev.pagurus.DocumentCollection;
import dev.pagurus.Page;
import dev.pagurus.query.Query;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.node.ObjectNode;

/** Walks through an answer page by page. */
final class Walk {

  private Walk() {}

  /** The ids of all pages; every page but the last must be full. */
  static List<String> ids(DocumentCollection<ObjectNode> docs, Query query, int limit) {
    Query limited = query.limit(limit);
    return pages(
            limit,
            cursor -> cursor.isPresent() ? docs.find(limited, cursor.get()) : docs.find(limited))
        .stream()
        .map(Document::id)
        .toList();
  }

  /** "user/id" of all pages across users. */
  static List<String> across(AcrossUsers<ObjectNode> docs, Query query, int limit) {
    Query limited = query.limit(limit);
    return pages(
            limit,
            cursor -> cursor.isPresent() ? docs.find(limited, cursor.get()) : docs.find(limited))
        .stream()
        .map(Walk::place)
        .toList();
  }

  /** "user/id" of a document. */
  static String place(Document<?> document) {
    return document.user() + "/" + document.id();
  }

  private static List<Document<ObjectNode>> pages(
      int limit, Function<Optional<String>, Page<ObjectNode>> read) {
    List<Document<ObjectNode>> all = new ArrayList<>();
    Optional<String> cursor = Optional.empty();
    do {
      Page<ObjectNode> page = read.apply(cursor);
      assertEquals(List.of(), page.damaged(), "damaged documents");
      // A backend that goes in circles must not keep the walk going for ever.
      assertTrue(all.size() < 20_000, "the walk comes to its end");
      all.addAll(page.documents());
      cursor = page.cursor();
      assertTrue(page.size() <= limit, "a page is no longer than its limit");
      cursor.ifPresent(
          text -> {
            assertEquals(limit, page.size(), "a page that is not the last is full");
            assertTrue(text.matches("[A-Za-z0-9_-]+"), "a cursor is safe in a URL");
          });
    } while (cursor.isPresent());
    return all;
  }
}
