package dev.pagurus.sharded;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pagurus.Store;
import dev.pagurus.StoreException;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.spi.Quota;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.JsonNodeFactory;

/** A quota that several processes write under: two stores share no more than their files. */
final class QuotaTest {

  @TempDir Path folder;

  private Store open() {
    return Store.open("sharded-sqlite:" + folder.resolve("store") + "?durability=relaxed");
  }

  @Test
  void twoProcessesTogetherDoNotPassIt() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try (Store one = open();
        Store other = open()) {
      put(one);
      put(other);
      one.user("alice").setQuota(Quota.NONE.withDocuments(30));
      assertEquals(30, other.user("alice").quota().documents().orElse(0));
      List<Callable<Integer>> work = List.of(() -> putMany(one), () -> putMany(other));
      List<Integer> written = new ArrayList<>();
      for (Future<Integer> done : threads.invokeAll(work)) {
        written.add(done.get());
      }
      assertEquals(28, written.get(0) + written.get(1));
      assertEquals(30, one.user("alice").collection("things").count());
      other.user("alice").setQuota(Quota.NONE);
      put(one);
      assertEquals(31, other.user("alice").collection("things").count());
    } finally {
      threads.shutdown();
    }
  }

  private static void put(Store store) {
    store.user("alice").collection("things").create(JsonNodeFactory.instance.objectNode());
  }

  private static int putMany(Store store) {
    int written = 0;
    for (int i = 0; i < 40; i++) {
      try {
        put(store);
        written++;
      } catch (StoreException e) {
        assertEquals(ErrorCode.FULL, e.code());
      }
    }
    return written;
  }
}
