package dev.pagurus.tck.groups;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pagurus.DocumentCollection;
import dev.pagurus.Store;
import dev.pagurus.query.Query;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.spi.Traits.Sharing;
import dev.pagurus.tck.process.Child;
import dev.pagurus.tck.process.Role;
import dev.pagurus.tck.stage.Expect;
import dev.pagurus.tck.stage.NeedsDisk;
import dev.pagurus.tck.stage.Rule;
import dev.pagurus.tck.stage.TestStore;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** Two processes on one store: either both are right, or the second is refused. */
final class ProcessRules {

  @Rule({"LIFE-2", "LIFE-4"})
  void aSecondOpenerInTheProcessIsRefusedOrRight(TestStore test) {
    Store first = test.store();
    if (test.traits().sharing() == Sharing.ONE_PROCESS) {
      Expect.fails(ErrorCode.LOCKED, () -> test.open(test.spec(), test.clock()));
      test.docs().create("a", Expect.json("{}"));
      return;
    }
    try (Store second = test.open(test.spec(), test.clock())) {
      first.user("alice").collection("things").create("a", Expect.json("{'n':1}"));
      Expect.there(second.user("alice").collection("things").get("a"));
      assertEquals(
          2, second.user("alice").collection("things").put("a", Expect.json("{'n':2}")).revision());
      assertEquals(2, Expect.there(first.user("alice").collection("things").get("a")).revision());
    }
    assertEquals(2, first.user("alice").revision());
  }

  @NeedsDisk
  @Rule({"LIFE-2", "LIFE-4"})
  void aSecondProcessIsRefusedOrRight(TestStore test) {
    test.docs().create("a", Expect.json("{}"));
    try (Child second = Child.start(Role.HOLDER, test.spec())) {
      String answer = second.mustRead();
      if (test.traits().sharing() == Sharing.ONE_PROCESS) {
        String holder = Long.toString(ProcessHandle.current().pid());
        assertTrue(answer.startsWith("error LOCKED "), answer);
        assertTrue(
            answer.contains(holder), "the holder, process " + holder + ", is not named: " + answer);
      } else {
        assertEquals("open", answer);
        second.say("end");
        assertEquals(0, second.await());
      }
    }
    test.docs().create("b", Expect.json("{}"));
    assertEquals(2, test.user().revision());
  }

  @NeedsDisk
  @Rule({"LIFE-2", "DUR-1"})
  void aKilledHolderHoldsNothing(TestStore test) {
    try (Child holder = Child.start(Role.HOLDER, test.spec())) {
      assertEquals("open", holder.mustRead());
      if (test.traits().sharing() == Sharing.ONE_PROCESS) {
        Expect.fails(ErrorCode.LOCKED, test::store);
      }
      holder.kill();
    }
    test.docs().create("a", Expect.json("{}"));
    assertEquals(1, test.user().revision());
  }

  @NeedsDisk
  @Rule({"LIFE-2", "REV-3", "CRUD-1"})
  void rivalsEndWithoutDuplicatesOrLostUpdates(TestStore test) {
    boolean shared = test.traits().sharing() != Sharing.ONE_PROCESS;
    int times = test.rounds(60);
    int made = 0;
    int added = 0;
    int created = 0;
    List<Child> rivals = new ArrayList<>();
    try {
      for (int i = 0; i < (shared ? 3 : 1); i++) {
        rivals.add(Child.start(Role.RIVAL, test.spec(), Integer.toString(times)));
      }
      rivals.forEach(rival -> assertEquals("open", rival.mustRead()));
      rivals.forEach(rival -> rival.say("go"));
      for (Child rival : rivals) {
        String[] done = rival.mustRead().split(" ", -1);
        assertEquals("done", done[0]);
        made += Integer.parseInt(done[1]);
        added += Integer.parseInt(done[2]);
        created += Integer.parseInt(done[3]);
        assertEquals(0, rival.await());
      }
    } finally {
      rivals.forEach(Child::close);
    }
    DocumentCollection<ObjectNode> docs = test.docs("shared", "things");
    assertEquals(1, made, "how many made the counter");
    assertEquals(
        added, Expect.there(docs.get("counter")).value().required("n").intValue(), "the counter");
    assertEquals(created, docs.count(Query.where("rival").exists()), "documents created");
    assertEquals(made + added + created, test.user("shared").revision(), "commits");
  }
}
