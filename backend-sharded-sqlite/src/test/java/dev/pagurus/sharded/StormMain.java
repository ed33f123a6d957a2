package dev.pagurus.sharded;

import dev.pagurus.Store;
import dev.pagurus.StoreException;
import dev.pagurus.spi.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * A process that is going to be killed: it writes to many users, or moves them, until then.
 *
 * <p>Arguments: {@code write} or {@code move}; the locator; how many users; a seed; for {@code
 * move}, the volumes.
 */
public final class StormMain {

  private static final int THREADS = 4;

  private StormMain() {}

  /** Never ends by itself. */
  public static void main(String[] args) throws InterruptedException {
    Store store = Store.open(args[1]);
    int users = Integer.parseInt(args[2]);
    long seed = Long.parseLong(args[3]);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      Random random = new Random(seed * THREADS + i);
      int first = i;
      threads.add(
          new Thread(
              args[0].equals("write")
                  ? () -> write(store, users, first, random)
                  : () -> move(store, users, random, List.of(args).subList(4, args.length))));
    }
    say("open");
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
  }

  static String user(int number) {
    return "user-" + number;
  }

  private static synchronized void say(String line) {
    System.out.println(line);
    System.out.flush();
  }

  /** Each thread has users of its own, and counts in each of them. */
  private static void write(Store store, int users, int first, Random random) {
    while (true) {
      String user = user(random.nextInt(users / THREADS) * THREADS + first);
      try {
        long n = store.user(user).revision() + 1;
        store
            .user(user)
            .collection("counts")
            .put("n" + n, JsonNodeFactory.instance.objectNode().put("n", n));
        say("ack " + user + " " + n);
      } catch (StoreException e) {
        complainUnlessBusy(e);
      }
    }
  }

  private static void move(Store store, int users, Random random, List<String> volumes) {
    while (true) {
      try {
        store.place(user(random.nextInt(users)), volumes.get(random.nextInt(volumes.size())));
        say("moved");
      } catch (StoreException e) {
        complainUnlessBusy(e);
      }
    }
  }

  private static void complainUnlessBusy(StoreException e) {
    if (e.code() != ErrorCode.BUSY) {
      say("error " + e);
    }
  }
}
