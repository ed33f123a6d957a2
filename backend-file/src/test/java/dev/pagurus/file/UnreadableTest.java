package dev.pagurus.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pagurus.Document;
import dev.pagurus.DocumentCollection;
import dev.pagurus.Page;
import dev.pagurus.Store;
import dev.pagurus.StoreException;
import dev.pagurus.query.Query;
import dev.pagurus.spi.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** Records that are damaged when the index has to be made of them [DUR-4, LIFE-4]. */
final class UnreadableTest {

  private static final Logger LOGGER = Logger.getLogger("dev.pagurus.file");
  private static final int VICTIM = 12;
  private static final String ID = IndexStores.id(VICTIM);

  @TempDir Path temporary = Path.of("");
  private byte[] sound = new byte[0];
  private Path folder = temporary;
  private Path record = temporary;

  @BeforeEach
  void make() throws IOException {
    LOGGER.setLevel(Level.SEVERE);
    folder = temporary.resolve("store");
    IndexStores.make(folder);
    try (Stream<Path> files = Files.walk(folder.resolve("users/no"))) {
      record =
          files
              .filter(each -> each.getFileName().toString().startsWith(ID))
              .findFirst()
              .orElseThrow();
    }
    sound = Files.readAllBytes(record);
    FileTime time = Files.getLastModifiedTime(record);
    String text = Files.readString(record).replace("nr" + VICTIM, "nr99");
    Files.writeString(record, text);
    Files.setLastModifiedTime(record, time);
    forgetIndex();
  }

  @AfterEach
  void logAgain() {
    LOGGER.setLevel(null);
  }

  private void forgetIndex() throws IOException {
    UserRemoval.deleteTree(folder.resolve("index"));
  }

  private static List<String> allBut(String id) {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < IndexStores.DOCUMENTS; i++) {
      ids.add(IndexStores.id(i));
    }
    ids.remove(id);
    return ids;
  }

  @Test
  void everyFindOfTheCollectionTellsOfItAndAnswersTheRest() {
    for (int time = 0; time < 2; time++) { // also when the index is only opened
      try (Store store = IndexStores.open(folder)) {
        requireTold(store, "", true);
        requireTold(store, "n >= 0 order by n", false);
        requireTold(store, "order by note desc", false);
        requireTold(store, "kind = \"k0\"", false);
        DocumentCollection<ObjectNode> places = IndexStores.places(store, "no");
        corrupt(() -> places.count(Query.parse("kind = \"k0\"")));
        List<String> before = new ArrayList<>();
        corrupt(() -> places.stream().forEach(document -> before.add(document.id())));
        assertEquals(allBut(ID), before); // a stream tells of damage at its end
        assertEquals(9, IndexStores.found(store, "se", "").size());
        assertEquals(0, IndexStores.places(store, "se").find("").damaged().size());
        assertEquals(9, IndexStores.places(store, "se").count());
      }
    }
  }

  private static void requireTold(Store store, String query, boolean all) {
    Page<ObjectNode> page = IndexStores.places(store, "no").find(query);
    assertEquals(1, page.damaged().size(), query);
    assertEquals(ID, page.damaged().get(0).id().orElseThrow(), query);
    if (all) {
      assertEquals(allBut(ID), page.documents().stream().map(Document::id).toList());
    }
    assertTrue(page.documents().size() >= 14, query);
  }

  private static void corrupt(Runnable call) {
    StoreException e = assertThrows(StoreException.class, call::run);
    assertEquals(ErrorCode.CORRUPT, e.code());
    assertEquals(ID, e.id().orElseThrow());
  }

  @Test
  void pagesTellOfItOnce() {
    try (Store store = IndexStores.open(folder)) {
      for (String order : List.of("", "order by n ")) {
        List<String> ids = new ArrayList<>();
        int told = 0;
        Query query = Query.parse(order + "limit 7");
        Page<ObjectNode> page = IndexStores.places(store, "no").find(query);
        while (true) {
          page.documents().forEach(document -> ids.add(document.id()));
          told += page.damaged().size();
          if (page.cursor().isEmpty()) {
            break;
          }
          page = IndexStores.places(store, "no").find(query, page.cursor().get());
        }
        assertEquals(allBut(ID), ids, order);
        assertEquals(1, told, order);
      }
    }
  }

  @Test
  void whatIsSetRightByHandIsTakenIn() throws IOException {
    try (Store store = IndexStores.open(folder)) {
      assertEquals(1, IndexStores.places(store, "no").find("").damaged().size());
      Files.write(record, sound);
      assertEquals(0, IndexStores.places(store, "no").find("").damaged().size());
      store.reindex(finding -> {}, (done, all) -> {});
      assertEquals(List.of(ID), IndexStores.found(store, "no", "number = \"nr12\""));
      assertEquals(List.of(), IndexStores.verify(store));
    }
  }

  @Test
  void whatIsTakenAwayIsToldNoMore() throws IOException {
    try (Store store = IndexStores.open(folder)) {
      assertEquals(1, IndexStores.places(store, "no").find("").damaged().size());
      Files.delete(record);
      assertEquals(0, IndexStores.places(store, "no").find("").damaged().size());
      assertEquals(List.of(), IndexStores.verify(store));
    }
  }

  @Test
  void whatIsWrittenOverOrDeletedIsToldNoMore() {
    try (Store store = IndexStores.open(folder)) {
      assertEquals(1, IndexStores.places(store, "no").find("").damaged().size());
      IndexStores.places(store, "no").put(ID, IndexStores.place(VICTIM));
      assertEquals(0, IndexStores.places(store, "no").find("").damaged().size());
      assertEquals(IndexStores.DOCUMENTS, IndexStores.places(store, "no").count());
    }
    try (Store store = IndexStores.open(folder)) {
      assertEquals(0, IndexStores.places(store, "no").find("").damaged().size());
      assertEquals(List.of(ID), IndexStores.found(store, "no", "number = \"nr12\""));
    }
  }
}
