package dev.pagurus.migrator;

import dev.pagurus.Store;
import dev.pagurus.document.Address;
import dev.pagurus.document.Body;
import dev.pagurus.document.FieldPath;
import dev.pagurus.spi.Backend;
import dev.pagurus.spi.Batch;
import dev.pagurus.spi.CollectionDefinition;
import dev.pagurus.spi.Condition;
import dev.pagurus.spi.IndexDefinition;
import dev.pagurus.spi.IndexDefinition.Kind;
import dev.pagurus.spi.Progress;
import dev.pagurus.spi.Write;
import java.util.List;
import java.util.Random;

/**
 * Stores full of what is hard to move: odd names and bodies, deletions, users without documents.
 */
final class Hostile {

  private static final List<String> NAMES =
      List.of(
          "alice",
          "A",
          "a",
          "..",
          "a/b",
          "CON",
          "x.",
          "x",
          "é",
          "e\u0301",
          "\uD83E\uDD80",
          "z".repeat(255),
          "7248787");

  private static final List<String> BODIES =
      List.of(
          "{}",
          "{\"\":{\"\":null}}",
          "{\"a\":9007199254740993,\"b\":-9223372036854775808,\"c\":9223372036854775807}",
          "{\"a\":0.1,\"b\":1.0,\"c\":-0.0,\"d\":1e300,\"e\":5e-324,\"f\":100000000000000000000.0}",
          "{\"a.b\":1,\"$c\":[1,[2,[3,null]]],\"q\\\"\":\"\\\\ \\u2028 \\n\"}",
          "{\"t\":\"line 1\\nline 2\\r\\n'''\\\"\\\"\\\"\",\"x\":true,\"y\":false,\"z\":null}",
          deep(62));

  private Hostile() {}

  private static String deep(int levels) {
    return "{\"a\":" + "[".repeat(levels) + "1" + "]".repeat(levels) + "}";
  }

  /** Fills a store; the same seed makes the same documents. */
  static void fill(Store store, int documents, long seed) {
    Backend backend = store.backend();
    Random random = new Random(seed);
    backend.define(
        new CollectionDefinition(
            "things",
            List.of(
                new IndexDefinition(Kind.VALUE, List.of(FieldPath.of("n"))),
                new IndexDefinition(Kind.UNIQUE, List.of(FieldPath.of("u"))),
                new IndexDefinition(Kind.TEXT, List.of(FieldPath.of("t"))))),
        Progress.NONE);
    for (int i = 0; i < documents; i++) {
      String user = NAMES.get(random.nextInt(NAMES.size()));
      Address address =
          new Address(
              random.nextBoolean() ? "things" : "other-things",
              NAMES.get(random.nextInt(NAMES.size())));
      Write write =
          random.nextInt(5) == 0
              ? new Write.Delete(address, Condition.NONE)
              : new Write.Put(address, body(random), Condition.NONE);
      backend.commit(user, Batch.of(write));
    }
    Address only = new Address("things", "gone");
    backend.commit("emptied", Batch.of(new Write.Put(only, Body.parse("{}"), Condition.NONE)));
    backend.commit("emptied", Batch.of(new Write.Delete(only, Condition.NONE)));
  }

  private static Body body(Random random) {
    return random.nextBoolean()
        ? Body.parse(BODIES.get(random.nextInt(BODIES.size())))
        : Body.parse(
            "{\"n\":"
                + random.nextInt(100)
                + ",\"u\":"
                + random.nextInt()
                + ",\"t\":\"Some words\"}");
  }
}
