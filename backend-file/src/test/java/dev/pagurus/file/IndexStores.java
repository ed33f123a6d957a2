package dev.pagurus.file;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pagurus.Document;
import dev.pagurus.DocumentCollection;
import dev.pagurus.Store;
import dev.pagurus.query.Query;
import dev.pagurus.spi.Change;
import dev.pagurus.spi.CollectionDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Stores whose every answer is known, for tests of what becomes of their indexes. */
final class IndexStores {

  static final int DOCUMENTS = 90;
  private static final int KINDS = 6;

  private IndexStores() {}

  static Store open(Path folder) {
    return Store.open("file:" + folder);
  }

  /** Makes a store with an index of several segments. */
  static void make(Path folder) {
    try (Store store = open(folder)) {
      store.indexes("places").value("kind").value("n").text("note").unique("number");
      fill(store, 0, DOCUMENTS / 2);
    }
    try (Store store = open(folder)) {
      fill(store, DOCUMENTS / 2, DOCUMENTS);
      places(store, "se").create("gone", place(-1));
      places(store, "se").delete("gone");
      places(store, "no").create("gone", place(-1));
      places(store, "no").delete("gone");
    }
  }

  private static void fill(Store store, int from, int to) {
    for (int i = from; i < to; i++) {
      places(store, "no").create(id(i), place(i));
      if (i % 10 == 0) {
        places(store, "se").create(id(i), place(i));
      }
    }
  }

  static String id(int i) {
    return "p" + (1_000 + i);
  }

  static ObjectNode place(int i) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("kind", "k" + Math.floorMod(i, KINDS))
        .put("n", i)
        .put("number", "nr" + i)
        .put("note", "the note of number" + i + " in group" + Math.floorMod(i, KINDS));
  }

  static DocumentCollection<ObjectNode> places(Store store, String user) {
    return store.user(user).collection("places");
  }

  /** Demands the known answer of every kind of question that the index is asked. */
  static void requireExact(Store store) {
    List<String> all = ids(0, DOCUMENTS, 1);
    assertEquals(all, found(store, "no", "n >= 0 order by n"));
    assertEquals(all, found(store, "no", ""));
    for (int kind = 0; kind < KINDS; kind++) {
      List<String> alike = ids(kind, DOCUMENTS, KINDS);
      assertEquals(alike, found(store, "no", "kind = \"k" + kind + "\""));
      assertEquals(alike, found(store, "no", "note matches \"group" + kind + "\""));
      assertEquals(
          alike.size(), places(store, "no").count(Query.parse("kind = \"k" + kind + "\"")));
    }
    for (int i = 0; i < DOCUMENTS; i += 7) {
      assertEquals(List.of(id(i)), found(store, "no", "number = \"nr" + i + "\""));
      assertEquals(place(i), places(store, "no").get(id(i)).orElseThrow().value());
    }
    assertEquals(ids(0, DOCUMENTS, 10), found(store, "se", "n >= 0 order by n"));
    assertEquals(DOCUMENTS + 1, store.user("no").changes(0, 10_000).changes().size(), "feed of no");
    assertEquals(
        1,
        store.user("se").changes(0, 10_000).changes().stream()
            .filter(change -> change instanceof Change.Deleted)
            .count());
    assertEquals(List.of("no", "se"), store.users().map(user -> user.user()).toList());
    assertEquals(4, declared(store));
  }

  private static int declared(Store store) {
    return store.definitions().stream()
        .map(CollectionDefinition::indexes)
        .mapToInt(List::size)
        .sum();
  }

  private static List<String> ids(int from, int to, int step) {
    List<String> ids = new ArrayList<>();
    for (int i = from; i < to; i += step) {
      ids.add(id(i));
    }
    return ids;
  }

  static List<String> found(Store store, String user, String query) {
    return places(store, user).find(query).documents().stream().map(Document::id).toList();
  }

  static List<String> verify(Store store) {
    List<String> findings = new ArrayList<>();
    store.verify(finding -> findings.add(finding.problem()), (done, all) -> {});
    return findings;
  }

  static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path each : (Iterable<Path>) all::iterator) {
        Path target = to.resolve(from.relativize(each).toString());
        if (Files.isDirectory(each)) {
          Files.createDirectories(target);
        } else {
          Files.copy(each, target, StandardCopyOption.COPY_ATTRIBUTES);
        }
      }
    }
  }

  static List<Path> indexFiles(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder.resolve("index"))) {
      return all.sorted().toList();
    }
  }
}
