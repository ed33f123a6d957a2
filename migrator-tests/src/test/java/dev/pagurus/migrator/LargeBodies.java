package dev.pagurus.migrator;

import dev.pagurus.Store;
import dev.pagurus.document.Address;
import dev.pagurus.document.Body;
import dev.pagurus.document.FieldPath;
import dev.pagurus.spi.Batch;
import dev.pagurus.spi.CollectionDefinition;
import dev.pagurus.spi.Condition;
import dev.pagurus.spi.IndexDefinition;
import dev.pagurus.spi.Progress;
import dev.pagurus.spi.Write;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Stores of documents nearly as large as they may be, of shapes whose trees are much larger. */
final class LargeBodies {

  private static final int LARGEST = Body.DEFAULT_MAX_BYTES - 64;

  /** A document of one shape. */
  enum Shape {
    ONE_STRING("{\"n\":7,\"text\":\"", "word and \\n", "\"}"),
    WIDE_STRING("{\"n\":7,\"text\":\"", "\u6f22\u5b57", "\"}"),
    NUMBERS("{\"a\":[0", ",1", "],\"n\":7}"),
    NULLS("{\"a\":[0", ",null", "],\"n\":7}"),
    DEEP("{\"a\":[0", "," + "[".repeat(50) + "1.5" + "]".repeat(50), "],\"n\":7}"),
    OBJECTS("{\"a\":[0", ",{\"b\":\"x y\",\"c\":0.5,\"d\":{\"e\":true}}", "],\"n\":7}"),
    MEMBERS("{", "\"k%08d\":1,", "\"n\":7}");

    private final String start;
    private final String again;
    private final String end;

    Shape(String start, String again, String end) {
      this.start = start;
      this.again = again;
      this.end = end;
    }

    /** Canonical bytes, made without a tree. */
    Body body() {
      StringBuilder json = new StringBuilder(LARGEST).append(start);
      int size = again.getBytes(StandardCharsets.UTF_8).length;
      for (int i = 0; i < (LARGEST - 64) / Math.max(size, 13); i++) {
        json.append(this == MEMBERS ? String.format(again, i) : again);
      }
      return Body.stored(json.append(end).toString().getBytes(StandardCharsets.UTF_8));
    }
  }

  private LargeBodies() {}

  /** Fills a store with large documents between small ones, under an index. */
  static void fill(Store store, int users, List<Shape> shapes) {
    IndexDefinition index =
        new IndexDefinition(IndexDefinition.Kind.VALUE, List.of(FieldPath.of("n")));
    store.backend().define(new CollectionDefinition("things", List.of(index)), Progress.NONE);
    for (int i = 0; i < shapes.size(); i++) {
      String user = "user" + i % users;
      put(store, user, "large" + i, shapes.get(i).body());
      for (int small = 0; small < 100; small++) {
        put(store, user, "small" + i + "-" + small, Body.parse("{\"n\":" + small + "}"));
      }
    }
  }

  private static void put(Store store, String user, String id, Body body) {
    Write write = new Write.Put(new Address("things", id), body, Condition.NONE);
    store.backend().commit(user, Batch.of(write));
  }
}
