package dev.pagurus.sqlite;

import static dev.pagurus.sqlite.Stores.USER;
import static dev.pagurus.sqlite.Stores.define;
import static dev.pagurus.sqlite.Stores.ids;
import static dev.pagurus.sqlite.Stores.index;
import static dev.pagurus.sqlite.Stores.put;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pagurus.document.Address;
import dev.pagurus.document.Body;
import dev.pagurus.spi.Backend;
import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.Batch;
import dev.pagurus.spi.Condition;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.spi.Found;
import dev.pagurus.spi.IndexDefinition.Kind;
import dev.pagurus.spi.OpenRequest;
import dev.pagurus.spi.Progress;
import dev.pagurus.spi.Rows;
import dev.pagurus.spi.StoredDocument;
import dev.pagurus.spi.Write;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a store remembers of users, indexes and statements is looked at again when it may be untrue:
 * when another opener of the file has changed it, and when a transaction was rolled back. A second
 * opener has connections of its own, and stands here for another process.
 */
final class RememberedStateTest {

  @TempDir Path folder;
  private Path file;
  private Backend store;
  private Backend other;

  @BeforeEach
  void openTwice() {
    file = folder.resolve("store.db");
    store = Stores.open(file, Map.of("busy-timeout", "100ms"));
    other = Stores.open(file);
  }

  @AfterEach
  void closeBoth() {
    store.close();
    other.close();
  }

  @Test
  void anIndexThatAnotherDroppedIsNotAskedAnyMore() {
    define(store, Kind.VALUE, "country");
    define(store, Kind.TEXT, "name");
    put(store, "oslo", "{\"country\":\"NO\",\"name\":\"Oslo\"}");
    assertEquals(List.of("oslo"), ids(store, "country = \"NO\""));
    assertEquals(List.of("oslo"), ids(store, "country = \"NO\" and name matches \"oslo\""));

    other.drop(Stores.PLACES, index(Kind.VALUE, "country"));

    try (Found found = store.find(Stores.request("country = \"NO\""))) {
      assertEquals(List.of(), found.plan().served());
      assertNotNull(found.rows().next());
    }
    other.drop(Stores.PLACES, index(Kind.TEXT, "name"));
    put(store, "oslo", "{\"country\":\"NO\",\"name\":\"Christiania\"}");
    define(store, Kind.TEXT, "name");
    assertEquals(List.of("oslo"), ids(store, "name matches \"christiania\""));
  }

  @Test
  void anIndexThatAnotherDeclaredIsMaintainedAndAsked() {
    put(store, "oslo", "{\"country\":\"NO\"}");
    assertEquals(List.of("oslo"), ids(store, "country = \"NO\""));

    define(other, Kind.VALUE, "country");
    define(other, Kind.UNIQUE, "code");
    put(store, "bergen", "{\"country\":\"NO\",\"code\":1}");

    try (Found found = store.find(Stores.request("country = \"NO\""))) {
      assertEquals(1, found.plan().served().size());
      assertEquals(List.of("bergen", "oslo"), ids(found.rows()));
    }
    BackendException refused =
        assertThrows(BackendException.class, () -> put(store, "lund", "{\"code\":1}"));
    assertEquals(ErrorCode.UNIQUE_VIOLATION, refused.code());
    assertEquals(0, verify());
  }

  @Test
  void aUserThatAnotherDeletedAndMadeAgainIsTheNewOne() {
    define(store, Kind.VALUE, "n");
    for (int i = 0; i < 3; i++) {
      put(store, "d" + i, "{\"n\":" + i + "}");
    }
    assertEquals(List.of("d0", "d1", "d2"), ids(store, "n >= 0"));

    other.deleteUser(USER);
    assertEquals(List.of(), ids(store, "n >= 0"));
    put(other, "new", "{\"n\":9}");

    assertEquals(List.of("new"), ids(store, "n >= 0"));
    assertEquals(2, put(store, "newer", "{\"n\":10}").revision());
    assertEquals(List.of("new", "newer"), ids(store, "n >= 0"));
    assertEquals(0, verify());
  }

  @Test
  void writersWhoTakeTurnsCountRevisionsTogether() {
    for (int i = 1; i <= 20; i += 2) {
      assertEquals(i, put(store, "a" + i % 6, "{\"n\":" + i + "}").revision());
      assertEquals(i + 1, put(other, "a" + i % 4, "{\"n\":" + i + "}").revision());
    }
    assertEquals(0, verify());
  }

  @Test
  void aWriterThatWaitedInVainRemembersNothingUntrue() throws SQLException {
    put(store, "a", "{}");
    try (Connection holder = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = holder.createStatement()) {
      statement.execute("BEGIN IMMEDIATE");
      BackendException busy = assertThrows(BackendException.class, () -> put(store, "b", "{}"));
      assertEquals(ErrorCode.BUSY, busy.code());
      statement.execute("ROLLBACK");
    }
    put(other, "c", "{}");
    assertEquals(3, put(store, "b", "{}").revision());
    assertEquals(0, verify());
  }

  @Test
  void rowsKeepTheStateThatTheyBeganWith() {
    define(store, Kind.VALUE, "n");
    for (int i = 0; i < 5; i++) {
      put(store, "d" + i, "{\"n\":" + i + "}");
    }
    assertEquals(5, ids(store, "n >= 0").size()); // from here on the user is known
    try (Found found = store.find(Stores.request("n >= 0"))) {
      StoredDocument first = found.rows().next();
      assertNotNull(first);
      put(store, "d3", "{\"n\":33}");
      put(other, "d4", "{\"n\":44}");
      put(other, "d5", "{\"n\":55}");
      assertEquals(List.of("d1", "d2", "d3", "d4"), ids(found.rows()));
      assertEquals(5, found.rows().revision());
      assertEquals(List.of("d3", "d4", "d5"), ids(store, "n >= 33"));
    }
    assertEquals(List.of("d3", "d4", "d5"), ids(store, "n >= 33"));
  }

  private List<String> idsOf(String collection) {
    try (Rows rows = store.scan(USER, collection, null)) {
      return ids(rows);
    }
  }

  private long verify() {
    List<Object> findings = new ArrayList<>();
    store.maintenance().verify(findings::add, Progress.NONE);
    return findings.size();
  }

  /** Batches that share a transaction with work that the engine fails, and that comes later. */
  @Test
  void batchesDoNotSufferFromOneThatFails() throws SQLException {
    try (Shared shared = new Shared(file)) {
      GroupCommit.Job<?> first = shared.putting("towns", "a", Condition.NONE);
      GroupCommit.Job<?> refused = shared.putting("towns", "a", Condition.ABSENT);
      GroupCommit.Job<?> failing =
          new GroupCommit.Job<>(
              tx -> {
                tx.enter(tx.owner(USER));
                tx.collection("villages");
                tx.link().runOnce("INSERT INTO no_such_table VALUES(1)");
                return true;
              });
      GroupCommit.Job<?> last = shared.putting("villages", "b", Condition.ABSENT);

      shared.writer.commit(
          new ArrayList<>(List.of(first, refused)),
          group -> group.size() == 2 && group.addAll(List.of(failing, last)));

      assertFalse(first.isFailed());
      assertTrue(refused.isFailed());
      assertTrue(failing.isFailed());
      assertFalse(last.isFailed());
    }
    assertEquals(List.of("a"), idsOf("towns"));
    assertEquals(List.of("b"), idsOf("villages"));
    assertEquals(3, put(store, "c", "{}").revision());
    assertEquals(0, verify());
  }

  /** The one connection that writes, without the queue before it. */
  private static final class Shared implements AutoCloseable {

    private final Catalogs catalogs;
    final Writer writer;

    Shared(Path file) throws SQLException {
      Connector connector =
          new Connector(
              file, SqliteSettings.of(Stores.request(file, Map.of(), MODE, CLOCK).settings()));
      Link link = connector.writer();
      catalogs = new Catalogs();
      catalogs.now(link);
      writer = new Writer(connector, link, new Errors(file), catalogs, CLOCK);
    }

    GroupCommit.Job<?> putting(String collection, String id, Condition condition) {
      Write put = new Write.Put(new Address(collection, id), Body.parse("{\"n\":1}"), condition);
      return new GroupCommit.Job<>(new BatchWriter(USER, Batch.of(put), catalogs.latest()));
    }

    @Override
    public void close() {
      writer.close();
    }
  }

  private static final OpenRequest.Mode MODE = OpenRequest.Mode.MUST_EXIST;
  private static final InstantSource CLOCK = InstantSource.system();
}
