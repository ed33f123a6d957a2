package dev.pagurus.sharded;

import static dev.pagurus.query.Query.where;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pagurus.Store;
import dev.pagurus.WriteBatch;
import dev.pagurus.query.Query;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Who is asked when users are looked for by what they have [QUERY-8]. */
final class MarksTest {

  private static final int USERS = 30;

  @TempDir Path temporary = Path.of("");
  private Path folder = temporary;

  private Store open() {
    return Store.open("sharded-sqlite:" + folder + "?max-open=8");
  }

  private static String user(int number) {
    return "user" + (100 + number);
  }

  private static ObjectNode body(int number) {
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("k", "k" + number % 5);
    body.put("n", number).putArray("tags").add("t" + number % 3);
    return body;
  }

  private static List<String> users(int first, int step) {
    return IntStream.iterate(first, i -> i < USERS, i -> i + step)
        .mapToObj(MarksTest::user)
        .toList();
  }

  @BeforeEach
  void make() {
    folder = temporary.resolve("store");
    try (Store store = open()) {
      store.indexes("docs").value("k").value("n").array("tags");
      for (int i = 0; i < USERS; i++) {
        store.user(user(i)).collection("docs").create("d", body(i));
      }
    }
  }

  private static List<String> asked(Store store, Query query) {
    Iterator<String> users =
        Objects.requireNonNull(store.backend().usersWith("docs", query.filter(), null));
    List<String> all = new ArrayList<>();
    users.forEachRemaining(all::add);
    return all;
  }

  @Test
  void ofUsersAtRestOnlyThoseAreAskedWhoHaveIt() {
    try (Store store = open()) {
      assertEquals(users(2, 5), asked(store, where("k").eq("k2")));
      assertEquals(List.of(user(7)), asked(store, where("n").eq(7.0)));
      assertEquals(users(1, 3), asked(store, where("tags").contains("t1")));
      assertEquals(List.of(), asked(store, where("k").eq("k9")));
      assertEquals(List.of(user(7)), asked(store, where("n").eq(7).and("k").eq("k2")));
      assertEquals(
          List.of(user(3), user(8)), asked(store, where("n").in(8, 3).and("k").startsWith("k")));
      assertEquals(List.of(user(3), user(7)), asked(store, where("n").eq(7).or("n").eq(3)));
      assertNull(store.backend().usersWith("docs", where("x").gt(7).filter(), null));
      assertNull(store.backend().usersWith("docs", where("n").eq(7).or("x").eq(3).filter(), null));
      assertNull(store.backend().usersWith("docs", Query.all().filter(), null));
      Iterator<String> rest =
          Objects.requireNonNull(
              store.backend().usersWith("docs", where("k").eq("k2").filter(), user(12)));
      assertEquals(user(17), rest.next());
    }
  }

  @Test
  void whoeverWroteIsAskedUntilItIsAtRest() {
    try (Store store = open()) {
      store.user(user(0)).collection("docs").put("d", body(2));
      assertTrue(asked(store, where("k").eq("k2")).contains(user(0)));
      store.user("new").collection("docs").put("d", body(3));
      assertTrue(asked(store, where("k").eq("k2")).contains("new"));
      assertEquals(7, store.acrossUsers("docs").count(where("k").eq("k2")));
    }
    try (Store store = open()) {
      List<String> now = new ArrayList<>(users(2, 5));
      now.add(0, user(0));
      assertEquals(now, asked(store, where("k").eq("k2")));
      assertEquals(List.of(), asked(store, where("n").eq(0)));
      store.user(user(0)).delete();
      store.user(user(2)).collection("docs").delete("d");
    }
    try (Store store = open()) {
      assertEquals(users(7, 5), asked(store, where("k").eq("k2")));
    }
  }

  @Test
  void anIndexThatIsDeclaredLaterIsMarkedToo() {
    try (Store store = open()) {
      assertNull(store.backend().usersWith("docs", where("other").eq(1).filter(), null));
      store.user(user(4)).collection("docs").create("e", body(4).put("other", 1));
      store.indexes("docs").value("other");
      assertTrue(asked(store, where("other").eq(1)).contains(user(4)));
    }
    try (Store store = open()) {
      // Its file was open while the index was declared, so it is asked once more.
      assertTrue(asked(store, where("k").eq("k2")).contains(user(4)));
      assertEquals(1, store.acrossUsers("docs").count(where("other").eq(1)));
    }
    try (Store store = open()) {
      assertEquals(List.of(user(4)), asked(store, where("other").eq(1)));
      assertEquals(users(2, 5), asked(store, where("k").eq("k2")));
    }
  }

  @Test
  void aUserOfManyDocumentsIsAlwaysAsked() {
    try (Store store = open()) {
      WriteBatch batch = store.user("large").batch();
      for (int i = 0; i < 1_000; i++) {
        batch.create("docs", "d" + i, body(2));
      }
      batch.commit();
      store.user("large").collection("docs").create("one more", body(2));
    }
    try (Store store = open()) {
      assertEquals(List.of("large"), asked(store, where("k").eq("k9")));
      assertEquals(6 + 1_001, store.acrossUsers("docs").count(where("k").eq("k2")));
    }
  }

  /** Its figures are kept all the same, and every find is told. */
  @Test
  void aUserOfADamagedDocumentIsAlwaysAsked() throws Exception {
    Path file;
    try (Stream<Path> files = Files.walk(folder)) {
      file = files.filter(each -> each.endsWith(user(7) + ".db")).findFirst().orElseThrow();
    }
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.executeUpdate("UPDATE document SET body = replace(body, 'k2', 'k3')");
    }
    try (Store store = open()) {
      store.user(user(7)).collection("docs").create("e", body(4));
    }
    try (Store store = open()) {
      assertEquals(List.of(user(7)), asked(store, where("k").eq("k9")));
      assertEquals(
          List.of(user(7)),
          store.acrossUsers("docs").find(where("k").eq("k2")).damaged().stream()
              .map(error -> error.user().orElseThrow())
              .toList());
    }
    try (Store registry = Store.open("sqlite:" + folder.resolve("registry.db"))) {
      assertEquals(
          0, registry.user("users").collection("users").find(where("hot").eq(true)).size());
    }
  }

  @Test
  void whoHasTheFileOpenLastTakesTheFigures() {
    try (Store one = open()) {
      try (Store other = open()) {
        one.user(user(0)).collection("docs").put("e", body(1));
        other.user(user(0)).collection("docs").put("f", body(2));
      }
      assertTrue(asked(one, where("k").eq("k9")).contains(user(0)));
      one.user(user(0)).collection("docs").put("g", body(3));
    }
    try (Store store = open()) {
      assertEquals(4, store.users().findFirst().orElseThrow().documents());
      for (int k = 0; k < 4; k++) {
        assertTrue(asked(store, where("k").eq("k" + k)).contains(user(0)));
      }
      assertEquals(users(4, 5), asked(store, where("k").eq("k4")));
    }
  }
}
