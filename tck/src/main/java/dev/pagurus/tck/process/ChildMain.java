package dev.pagurus.tck.process;

import dev.pagurus.DocumentCollection;
import dev.pagurus.Store;
import dev.pagurus.StoreException;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.spi.OpenRequest.Mode;
import dev.pagurus.tck.model.Player;
import dev.pagurus.tck.stage.Opening;
import dev.pagurus.tck.stage.StoreSpec;
import dev.pagurus.tck.stage.Tally;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What a child process does; see {@link Role}. */
public final class ChildMain {

  private final StoreSpec spec;
  private final OutputStream out = new FileOutputStream(FileDescriptor.out);
  private final BufferedReader in =
      new BufferedReader(
          new InputStreamReader(new FileInputStream(FileDescriptor.in), StandardCharsets.UTF_8));

  private ChildMain(StoreSpec spec) {
    this.spec = spec;
  }

  /**
   * Starts.
   *
   * @param args the role, the store, and what the role needs beside
   * @throws Exception if something goes wrong that the role has no word for
   */
  public static void main(String[] args) throws Exception {
    ChildMain child = new ChildMain(SpecText.read(args[1]));
    switch (Role.valueOf(args[0])) {
      case HOLDER -> child.hold();
      case WRITER -> child.write();
      case RIVAL -> child.compete(Integer.parseInt(args[2]));
      case OPENER -> child.open(args[2]);
      case PLAYER -> new Player(child.spec, child::say).play(child.in);
    }
  }

  /** One write for each line, so that the parent never sees half of one. */
  private synchronized void say(String line) {
    try {
      out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      // The parent is gone; there is nobody left to write for.
      Runtime.getRuntime().halt(1);
    }
  }

  private Store openStore() {
    return Opening.open(spec, Mode.OPEN_OR_CREATE, InstantSource.system(), new Tally());
  }

  private void hold() throws IOException {
    try (Store store = openStore()) {
      store.users(null, 1);
      say("open");
      in.readLine();
    } catch (StoreException e) {
      say("error " + e.code() + " " + e.getMessage());
    }
  }

  private void write() throws InterruptedException {
    Store store = openStore();
    Workload.declare(store);
    say("open");
    List<Thread> threads = new ArrayList<>();
    for (String user : Workload.USERS) {
      Thread thread = new Thread(() -> write(store, user));
      threads.add(thread);
      thread.start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private void write(Store store, String user) {
    try {
      for (long next = store.user(user).revision() + 1; ; next++) {
        say("ack " + user + " " + Workload.commit(store, user, next));
      }
    } catch (StoreException e) {
      say("error " + user + " " + e);
      throw e;
    }
  }

  /**
   * Creates a counter unless it is there, adds 1 to it so often, creates each of as many documents,
   * and says how often each went well.
   */
  private void compete(int times) throws IOException {
    try (Store store = openStore()) {
      say("open");
      in.readLine();
      DocumentCollection<ObjectNode> docs = store.user("shared").collection("things");
      int made =
          attempt(() -> docs.create("counter", JsonNodeFactory.instance.objectNode().put("n", 0)));
      int added = 0;
      int created = 0;
      for (int i = 0; i < times; i++) {
        added +=
            attempt(
                () ->
                    docs.update("counter", old -> old.put("n", old.required("n").longValue() + 1)));
        String id = "seed" + i;
        created +=
            attempt(
                () ->
                    docs.create(
                        id,
                        JsonNodeFactory.instance
                            .objectNode()
                            .put("rival", ProcessHandle.current().pid())));
      }
      say("done " + made + " " + added + " " + created);
    }
  }

  /** What another process was faster at, or held up, does not count. */
  private static int attempt(Runnable call) {
    try {
      call.run();
      return 1;
    } catch (StoreException e) {
      if (e.code().nextMove() == ErrorCode.NextMove.READ_AGAIN
          || e.code().nextMove() == ErrorCode.NextMove.RETRY) {
        return 0;
      }
      throw e;
    }
  }

  private void open(String id) {
    long before = ReadBytes.ofThisProcess();
    try (Store store = openStore()) {
      boolean there = store.user("u").collection("things").get(id).isPresent();
      say(there + " " + (ReadBytes.ofThisProcess() - before));
    }
  }
}
