package dev.pagurus.tck.groups;

import static dev.pagurus.tck.stage.Expect.json;
import static dev.pagurus.tck.stage.Expect.same;
import static dev.pagurus.tck.stage.Expect.there;
import static dev.pagurus.tck.stage.TestStore.COLLECTION;
import static dev.pagurus.tck.stage.TestStore.USER;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pagurus.Document;
import dev.pagurus.DocumentCollection;
import dev.pagurus.Store;
import dev.pagurus.document.Address;
import dev.pagurus.migrator.End;
import dev.pagurus.migrator.Migration;
import dev.pagurus.migrator.MigrationListener;
import dev.pagurus.migrator.MigrationOptions;
import dev.pagurus.migrator.MigrationReport;
import dev.pagurus.migrator.Outcome;
import dev.pagurus.migrator.SetAside;
import dev.pagurus.tck.stage.NeedsDisk;
import dev.pagurus.tck.stage.Rule;
import dev.pagurus.tck.stage.TestStore;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** What is damaged in a store that is moved. */
@NeedsDisk
final class SetAsideRules {

  private static final String VICTIM = "victim";

  @Rule({"DUR-4", "LIFE-4"})
  void aDamagedDocumentIsSetAsideAndAllOthersMove(TestStore test) {
    String marker = Tampering.marker(test);
    ObjectNode written = json("{'n':1}").put("marker", marker);
    test.docs().create("before", json("{'n':0}"));
    test.docs().create(VICTIM, written);
    test.docs().create("will go on", json("{'n':2}"));
    test.docs("zoe", COLLECTION).create("d", json("{'n':3}"));
    test.closeStore();
    Tampering.damage(test, marker);
    MigrationOptions options =
        MigrationOptions.DEFAULT.withQuarantine(test.directory().resolve("aside.jsonl"), 10);
    Store to = test.reference();
    MigrationReport report = move(test.store(), to, options);
    DocumentCollection<ObjectNode> moved = to.user(USER).collection(COLLECTION);
    same(json("{'n':0}"), there(moved.get("before")).value());
    same(json("{'n':2}"), there(moved.get("will go on")).value());
    same(json("{'n':3}"), there(to.user("zoe").collection(COLLECTION).get("d")).value());
    Optional<Document<ObjectNode>> victim = moved.get(VICTIM);
    if (victim.isPresent()) { // from another copy that is whole, such as an index's
      same(written, victim.get().value());
      assertEquals(Outcome.DONE, report.outcome(), report::toMarkdown);
      return;
    }
    assertEquals(Outcome.SET_ASIDE, report.outcome(), report::toMarkdown);
    assertEquals(1, report.quarantined(), report::toMarkdown);
    assertEquals(
        List.of(Optional.of(new Address(COLLECTION, VICTIM))),
        report.setAside().stream().map(SetAside::address).toList());
    MigrationReport accepted = move(test.store(), to, options.withQuarantineAccepted());
    assertEquals(Outcome.DONE, accepted.outcome(), accepted::toMarkdown);
  }

  private static MigrationReport move(Store from, Store to, MigrationOptions options) {
    return Migration.of(
            End.open("source", from.backend()), End.open("target", to.backend()), options)
        .run(MigrationListener.NONE);
  }
}
