package dev.pagurus.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pagurus.document.Address;
import dev.pagurus.spi.Backend;
import dev.pagurus.spi.Batch;
import dev.pagurus.spi.Durability;
import dev.pagurus.spi.Write;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Interrupts threads at random while they work on a store: no call fails, nothing is damaged. */
final class InterruptTest {

  private static final boolean SOAK = Boolean.getBoolean("pagurus.soak");
  private static final int ROUNDS = SOAK ? 400 : 25;
  private static final int THREADS = 3;

  @TempDir Path temporary = Path.of("");

  private final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();

  @Test
  void anInterruptSpoilsNothing() throws InterruptedException {
    Path folder = temporary.resolve("store");
    PowerModel model = new PowerModel();
    Thread.currentThread().interrupt();
    Backend backend = PowerStores.open(folder, Durability.COMMIT);
    assertTrue(Thread.interrupted(), "opening takes the interrupt away");
    AtomicInteger running = new AtomicInteger(THREADS);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      String user = "user" + i;
      Thread thread = new Thread(() -> work(backend, model, user, running), user);
      threads.add(thread);
      thread.start();
    }
    Random random = new Random(7);
    while (running.get() > 0) {
      threads.get(random.nextInt(THREADS)).interrupt();
      Thread.sleep(random.nextInt(3));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertEquals(List.of(), List.copyOf(failures));
    PowerModel.Allowed allowed = model.allowed(model.promise(), false);
    PowerStores.check(backend, allowed);
    Thread.currentThread().interrupt();
    backend.close();
    assertTrue(Thread.interrupted(), "closing takes the interrupt away");
    try (Backend again = PowerStores.open(folder, Durability.COMMIT)) {
      PowerStores.check(again, allowed);
    }
  }

  private void work(Backend backend, PowerModel model, String user, AtomicInteger running) {
    try {
      PowerStores.Work work = new PowerStores.Work(backend, model, (what, call) -> call.run());
      for (int i = 1; i <= ROUNDS; i++) {
        Write put = PowerStores.put("notes", "n" + i % 7, i, i % 40);
        work.commit(user, put, PowerStores.put("tasks", "t" + i % 3, i, 1));
        Address address = new Address("notes", "n" + i % 7);
        assertTrue(backend.get(user, List.of(address)).found().get(0) != null);
        PowerStores.state(backend, user, model.allowed(model.promise(), false).addresses());
        if (i % 8 == 0) {
          backend.maintenance().compact(dev.pagurus.spi.Progress.NONE);
        }
        if (i % 5 == 0) {
          backend.commit(user, Batch.of(PowerStores.delete("notes", "absent")));
        }
      }
    } catch (RuntimeException | AssertionError e) {
      failures.add(e);
    } finally {
      running.decrementAndGet();
    }
  }
}
