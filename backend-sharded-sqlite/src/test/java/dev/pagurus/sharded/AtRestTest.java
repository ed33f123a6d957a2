package dev.pagurus.sharded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pagurus.Document;
import dev.pagurus.DocumentCollection;
import dev.pagurus.Store;
import dev.pagurus.StoreException;
import dev.pagurus.query.Query;
import dev.pagurus.spi.ErrorCode;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A file that nobody writes to is read without a log, and whoever writes is seen all the same. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class AtRestTest {

  @TempDir Path folder;

  private Store open() {
    return Store.builder("sharded-sqlite:" + folder.resolve("store"))
        .setting("upkeep", "0s")
        .setting("busy-timeout", "5s")
        .open();
  }

  private static DocumentCollection<ObjectNode> things(Store store, String user) {
    return store.user(user).collection("things");
  }

  private static ObjectNode body(int n) {
    return JsonNodeFactory.instance.objectNode().put("n", n);
  }

  private static int read(Store store, String user) {
    return things(store, user).get("a").orElseThrow().value().path("n").intValue();
  }

  private List<String> logs() throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("store").resolve("users"))) {
      return files.map(Path::toString).filter(file -> file.matches(".*-(wal|shm)")).toList();
    }
  }

  private void fill(int users) {
    try (Store store = open()) {
      for (int i = 0; i < users; i++) {
        things(store, "user" + i).put("a", body(i));
      }
    }
  }

  @Test
  void whatIsOnlyReadHasNoLog() throws IOException {
    fill(3);
    try (Store store = open()) {
      for (int i = 0; i < 3; i++) {
        String user = "user" + i;
        assertEquals(i, read(store, user));
        assertEquals(1, things(store, user).find("n = " + i).size());
        assertEquals(1, store.user(user).changes(0, 10).changes().size());
      }
      assertEquals(3, store.acrossUsers("things").count(Query.parse("n >= 0")));
      assertEquals(3, store.acrossUsers("things").find(Query.parse("n >= 0")).size());
      assertEquals(List.of(), logs());
      things(store, "user1").put("a", body(7));
      assertEquals(1, logs().stream().filter(file -> file.endsWith("-wal")).count());
      assertEquals(7, read(store, "user1"));
    }
    assertEquals(List.of(), logs());
  }

  /** As two processes: each store has its own files open. */
  @Test
  void whoReadsAtRestSeesWhatAnotherWritesThen() {
    fill(1);
    try (Store one = open();
        Store other = open()) {
      for (int i = 1; i <= 20; i++) {
        assertEquals(i - 1, read(one, "user0"));
        assertEquals(i - 1, read(other, "user0"));
        things(i % 2 == 0 ? one : other, "user0").put("a", body(i));
      }
      assertEquals(20, read(one, "user0"));
    }
  }

  @Test
  void readersAndWritersOfManyStoresAgree() throws Exception {
    int users = 6;
    fill(users);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try (Store one = open();
        Store other = open()) {
      List<Callable<Boolean>> work = new ArrayList<>();
      for (int thread = 0; thread < 4; thread++) {
        Store store = thread % 2 == 0 ? one : other;
        int first = thread;
        work.add(
            () -> {
              for (int i = 0; i < 120; i++) {
                String user = "user" + (i * 5 + first) % users;
                int before = read(store, user);
                if (i % 10 == first) {
                  things(store, user).update("a", a -> body(a.path("n").intValue() + users));
                  assertTrue(read(store, user) >= before + users);
                }
              }
              return true;
            });
      }
      for (Future<Boolean> done : threads.invokeAll(work)) {
        assertTrue(done.get());
      }
      int sum = 0;
      for (int i = 0; i < users; i++) {
        assertEquals(i, read(one, "user" + i) % users);
        sum += read(other, "user" + i) / users;
      }
      assertEquals(48, sum, "no update is lost");
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void whoWalksThroughRowsMayWriteMeanwhile() {
    int documents = 500;
    try (Store store = open()) {
      for (int i = 0; i < documents; i++) {
        things(store, "alice").put("d" + i, body(i).put("long", "x".repeat(1_000)));
      }
    }
    for (String query : List.of("n < 100", "n >= 0")) {
      try (Store store = open()) {
        int walked = 0;
        try (Stream<Document<ObjectNode>> found =
            things(store, "alice").stream(Query.parse(query))) {
          for (Iterator<Document<ObjectNode>> each = found.iterator(); each.hasNext(); ) {
            things(store, "alice").put("e" + walked++, body(-1));
            each.next();
          }
        }
        assertEquals(query.equals("n < 100") ? 100 : documents, walked);
      }
    }
  }

  @Test
  void rowsEndWithTheStoreAlsoThoseThatWereRead() {
    fill(1);
    Store store = open();
    try (Stream<Document<ObjectNode>> found =
        things(store, "user0").stream(Query.parse("n >= 0"))) {
      Iterator<Document<ObjectNode>> each = found.iterator();
      store.close();
      StoreException refused = assertThrows(StoreException.class, each::next);
      assertEquals(ErrorCode.CLOSED, refused.code());
    }
  }

  @Test
  void damageIsToldAsOfAFileThatIsWrittenTo() throws IOException {
    try (Store store = open()) {
      for (int i = 0; i < 3; i++) {
        things(store, "alice").put("d" + i, body(i).put("text", "findme" + i));
      }
    }
    Path file;
    try (Stream<Path> files = Files.walk(folder.resolve("store").resolve("users"))) {
      file = files.filter(each -> each.toString().endsWith(".db")).findFirst().orElseThrow();
    }
    byte[] content = Files.readAllBytes(file);
    int at = new String(content, StandardCharsets.ISO_8859_1).indexOf("findme1");
    try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
      out.seek(at);
      out.write('X');
    }
    try (Store store = open()) {
      StoreException told =
          assertThrows(StoreException.class, () -> things(store, "alice").get("d1"));
      assertEquals(ErrorCode.CORRUPT, told.code());
      assertEquals(2, things(store, "alice").get("d2").orElseThrow().value().path("n").intValue());
      assertFalse(things(store, "alice").get("d3").isPresent());
    }
  }
}
