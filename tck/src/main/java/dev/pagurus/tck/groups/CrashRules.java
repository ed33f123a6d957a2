package dev.pagurus.tck.groups;

import static dev.pagurus.tck.stage.Expect.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pagurus.Store;
import dev.pagurus.WriteBatch;
import dev.pagurus.spi.Durability;
import dev.pagurus.tck.model.Duel;
import dev.pagurus.tck.process.Child;
import dev.pagurus.tck.process.KillableContestant;
import dev.pagurus.tck.process.Role;
import dev.pagurus.tck.stage.NeedsDisk;
import dev.pagurus.tck.stage.Rule;
import dev.pagurus.tck.stage.StoreSpec;
import dev.pagurus.tck.stage.TestStore;
import dev.pagurus.tck.stage.Unexercised;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * Processes that are killed (SIGKILL) while they write, and stores that are opened after it. Power
 * loss is not played.
 */
@NeedsDisk
final class CrashRules {

  private static final int DOCUMENT_BYTES = 1_000;

  @Rule({"DUR-1", "BATCH-2", "LIFE-1"})
  void whatWasAcknowledgedSurvivesKills(TestStore test) {
    killManyTimes(test.with("durability", "commit"), test.rounds(6));
  }

  @Rule({"DUR-2", "BATCH-2"})
  void whatWasAcknowledgedSurvivesKillsAtRelaxedDurabilityToo(TestStore test) {
    if (!test.traits().durabilities().contains(Durability.RELAXED)) {
      test.note(
          "the backend does not offer relaxed durability; its commit durability was tried again");
      killManyTimes(test.with("durability", "commit"), test.rounds(2));
      return;
    }
    killManyTimes(test.with("durability", "relaxed"), test.rounds(3));
  }

  private static void killManyTimes(TestStore test, int kills) {
    Map<String, Long> acknowledged = new HashMap<>();
    Aftermath aftermath = new Aftermath(test);
    for (int i = 0; i < kills; i++) {
      int acks = i % 4 == 3 ? 0 : 1 + test.random().nextInt(400);
      try (Child child = Child.start(Role.WRITER, test.spec())) {
        letWrite(child, acks, test, acknowledged);
        child.kill();
        for (Optional<String> line = child.read(); line.isPresent(); line = child.read()) {
          note(line.get(), acknowledged, test);
        }
      }
      aftermath.requireWhole(acknowledged);
    }
  }

  /**
   * Waits for so many acknowledgements, and then a little; for none, the kill hits wherever the
   * child is in starting.
   */
  private static void letWrite(
      Child child, int acks, TestStore test, Map<String, Long> acknowledged) {
    if (acks > 0) {
      assertEquals("open", child.mustRead());
      for (int i = 0; i < acks; i++) {
        note(child.mustRead(), acknowledged, test);
      }
    }
    try {
      Thread.sleep(test.random().nextInt(acks == 0 ? 700 : 10));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void note(String line, Map<String, Long> acknowledged, TestStore test) {
    String[] words = line.split(" ", -1);
    if (words[0].equals("ack")) {
      acknowledged.put(words[1], Long.parseLong(words[2]));
      test.tally().call(1);
    } else {
      assertEquals("open", line);
    }
  }

  @Rule({"DUR-1", "LIFE-1", "FEED-2"})
  void randomProgramsWithKillsAnswerAsTheReferenceDoes(TestStore test) {
    new Duel(test).crashing(test.rounds(2), 50, KillableContestant::new);
  }

  /**
   * The bytes that a process reads to open the store after a kill, with much in the store and with
   * little.
   */
  @Rule("DUR-3")
  void openingAfterAKillDoesNotReadTheWholeStore(TestStore test) {
    int documents = 6_000;
    long little = bytesToOpen(test, test.anotherSpec(), 1);
    long much = bytesToOpen(test, test.anotherSpec(), documents);
    if (little == 0) {
      throw new Unexercised(
          "this system does not tell how many bytes a process reads (/proc/self/io)");
    }
    test.note(
        "opening after a kill read "
            + little
            + " bytes with 1 document and "
            + much
            + " with "
            + documents);
    long half = (long) documents * DOCUMENT_BYTES / 2;
    assertTrue(
        much < little + half, "read " + much + " bytes, and " + little + " for an empty store");
  }

  private static long bytesToOpen(TestStore test, StoreSpec spec, int documents) {
    try (Store store = test.open(spec, test.clock())) {
      fill(store, documents);
    }
    // What is in flight at the kill is small and the same in both stores.
    try (Child child = Child.start(Role.WRITER, spec)) {
      for (int i = 0; i < 20; i++) {
        child.mustRead();
      }
      child.kill();
    }
    try (Child child = Child.start(Role.OPENER, spec, "id0")) {
      String[] words = child.mustRead().split(" ", -1);
      assertEquals("true", words[0], "whether the document is there");
      return Long.parseLong(words[1]);
    }
  }

  private static void fill(Store store, int documents) {
    ObjectNode body = json("{}").put("filler", "f".repeat(DOCUMENT_BYTES));
    WriteBatch batch = store.user("u").batch();
    for (int i = 0; i < documents; i++) {
      batch.put("things", "id" + i, body);
      if (i % 500 == 499 || i == documents - 1) {
        batch.commit();
        batch = store.user("u").batch();
      }
    }
  }
}
