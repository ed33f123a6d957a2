package dev.pagurus.sqlite;

import static dev.pagurus.sqlite.Stores.USER;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pagurus.spi.Backend;
import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.spi.FindRequest;
import dev.pagurus.spi.Found;
import dev.pagurus.spi.IndexDefinition.Kind;
import dev.pagurus.spi.StoredDocument;
import dev.pagurus.spi.Write;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A find that SQLite sorts keeps no more rows than it was said will be read. A limit is a hint: who
 * meets damaged rows reads on, and still reads one state (DUR-4, BATCH-3).
 */
final class LimitedFindTest {

  private static final int DOCUMENTS = 60;
  private static final int LIMIT = 10;

  @TempDir Path folder;

  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("store.db");
  }

  private Backend filled() {
    Backend store = Stores.open(file);
    Stores.define(store, Kind.TEXT, "title");
    Stores.define(store, Kind.VALUE, "rank");
    List<Write.Put> writes =
        IntStream.range(0, DOCUMENTS)
            .mapToObj(i -> Stores.putting(id(i), body(i, "harbour")))
            .toList();
    Stores.commit(store, USER, writes);
    return store;
  }

  private static String id(int i) {
    return String.format("p%03d", i);
  }

  private static String body(int i, String word) {
    return "{\"title\":\"old " + word + "\",\"rank\":" + (DOCUMENTS - i) + "}";
  }

  private static FindRequest byId() {
    return Stores.request("title matches \"harbour\" limit " + LIMIT);
  }

  /** Ids that go down as the ranks go up. */
  private static FindRequest byRank() {
    return Stores.request("title matches \"harbour\" order by rank limit " + LIMIT);
  }

  private void damage(String ids) throws SQLException {
    try (Connection stranger = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = stranger.createStatement()) {
      statement.executeUpdate("UPDATE document SET checksum = 0 WHERE id " + ids);
    }
  }

  /** Reads to the end, over damaged rows, which are told as {@code !id}. */
  private static List<String> readAll(Found found) {
    List<String> ids = new ArrayList<>();
    while (true) {
      try {
        StoredDocument row = found.next();
        if (row == null) {
          return ids;
        }
        ids.add(row.address().id());
      } catch (BackendException e) {
        assertEquals(ErrorCode.CORRUPT, e.code());
        ids.add("!" + Objects.requireNonNull(e.address()).id());
      }
    }
  }

  private static List<String> ids(IntStream numbers) {
    return numbers.mapToObj(LimitedFindTest::id).toList();
  }

  @Test
  void whoReadsOnGetsAllTheRest() {
    try (Backend store = filled()) {
      for (int again = 0; again < 3; again++) { // anew, then with what is known
        try (Found found = store.find(byId())) {
          assertEquals(ids(IntStream.range(0, DOCUMENTS)), readAll(found));
        }
        try (Found found = store.find(byRank())) {
          assertEquals(
              ids(IntStream.rangeClosed(1, DOCUMENTS).map(i -> DOCUMENTS - i)), readAll(found));
        }
      }
    }
  }

  @Test
  void damagedRowsHideNone() throws SQLException {
    try (Backend store = filled()) {
      damage("< 'p015'");
      List<String> expected =
          Stream.concat(
                  IntStream.range(0, 15).mapToObj(i -> "!" + id(i)),
                  IntStream.range(15, DOCUMENTS).mapToObj(LimitedFindTest::id))
              .toList();
      for (int again = 0; again < 3; again++) {
        try (Found found = store.find(byId())) {
          assertEquals(expected, readAll(found));
        }
      }
    }
  }

  @Test
  void whatIsReadBeyondTheLimitIsOfTheSameState() {
    try (Backend store = filled()) {
      for (int again = 0; again < 3; again++) {
        try (Found found = store.find(byId())) {
          for (int i = 0; i < LIMIT; i++) {
            assertEquals(id(i), Objects.requireNonNull(found.next()).address().id());
          }
          long before = found.rows().revision();
          Stores.put(store, id(LIMIT), body(LIMIT, "lighthouse"));
          Stores.put(store, id(LIMIT + 1), body(LIMIT + 1, "lighthouse"));
          assertEquals(ids(IntStream.range(LIMIT, DOCUMENTS)), readAll(found));
          assertEquals(before, found.rows().revision());
        }
        Stores.put(store, id(LIMIT), body(LIMIT, "harbour"));
        Stores.put(store, id(LIMIT + 1), body(LIMIT + 1, "harbour"));
      }
    }
  }
}
