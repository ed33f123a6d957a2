package dev.pagurus.tck.groups;

import static dev.pagurus.tck.stage.Expect.fails;
import static dev.pagurus.tck.stage.Expect.failsAt;
import static dev.pagurus.tck.stage.Expect.json;
import static dev.pagurus.tck.stage.Expect.same;
import static dev.pagurus.tck.stage.Expect.there;
import static dev.pagurus.tck.stage.TestStore.COLLECTION;
import static dev.pagurus.tck.stage.TestStore.USER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pagurus.Document;
import dev.pagurus.Page;
import dev.pagurus.StoreException;
import dev.pagurus.document.Address;
import dev.pagurus.query.Query;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.spi.Finding;
import dev.pagurus.spi.Progress;
import dev.pagurus.tck.stage.Directories;
import dev.pagurus.tck.stage.NeedsDisk;
import dev.pagurus.tck.stage.Rule;
import dev.pagurus.tck.stage.TestStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** Documents whose stored bytes are not what was written any more. */
@NeedsDisk
final class DamageRules {

  private static final String VICTIM = "victim";
  private static final Address ADDRESS = new Address(COLLECTION, VICTIM);
  private static final ObjectNode BEFORE = json("{'n':0,'words':'no harbour'}");

  @Rule({"DUR-4", "LIFE-4"})
  void aDamagedDocumentIsReportedAndHidesNoOther(TestStore test) {
    String marker = Tampering.marker(test);
    ObjectNode body = json("{'n':1,'words':'a harbour'}").put("marker", marker);
    test.store().indexes(COLLECTION).text("words");
    test.docs().create("before", BEFORE);
    test.docs().create(VICTIM, body);
    test.docs().create("will go on", json("{'n':2,'words':'the harbour'}"));
    test.closeStore();
    Tampering.damage(test, marker);
    StoreException error =
        failsAt(ErrorCode.CORRUPT, USER, COLLECTION, VICTIM, () -> test.docs().get(VICTIM));
    assertEquals(ErrorCode.NextMove.REPAIR, error.code().nextMove());
    requireOthers(test, body);
    List<Finding> findings = new ArrayList<>();
    test.store().verify(findings::add, Progress.NONE);
    assertTrue(
        findings.stream().anyMatch(finding -> ADDRESS.equals(finding.address())),
        () -> "verify found " + findings);
    repair(test);
  }

  /**
   * A find may answer from another copy that is whole, such as an index's; but then with what was
   * written and nothing else.
   */
  private static void requireOthers(TestStore test, ObjectNode written) {
    same(BEFORE, there(test.docs().get("before")).value());
    Page<ObjectNode> page = test.docs().find(Query.all());
    assertEquals(
        List.of("before", "will go on"),
        page.documents().stream().map(Document::id).filter(id -> !id.equals(VICTIM)).toList(),
        "what is not damaged");
    for (String query : List.of("", "words matches \"harbour\"", "order by n")) {
      requireOthersPageByPage(test, Query.parse(query));
    }
    boolean isServed = page.documents().size() == 3;
    if (isServed) {
      same(written, page.documents().get(1).value());
      assertEquals(List.of(), page.damaged());
      assertEquals(3, test.docs().stream().count());
    } else {
      assertEquals(
          List.of(ErrorCode.CORRUPT), page.damaged().stream().map(StoreException::code).toList());
      assertEquals(VICTIM, page.damaged().get(0).id().orElseThrow());
      fails(ErrorCode.CORRUPT, () -> test.docs().stream().forEach(document -> {}));
    }
  }

  /** A page of one asks a backend for two rows; one that is damaged is not one of them. */
  private static void requireOthersPageByPage(TestStore test, Query query) {
    List<String> ids = new ArrayList<>();
    Query limited = query.limit(1);
    Page<ObjectNode> page = test.docs().find(limited);
    while (true) {
      page.documents().forEach(document -> ids.add(document.id()));
      if (page.cursor().isEmpty() || ids.size() > 3) {
        break;
      }
      page = test.docs().find(limited, page.cursor().get());
    }
    ids.remove(VICTIM); // from a copy that is whole, or not at all
    assertEquals(List.of("before", "will go on"), ids, () -> "what " + limited + " finds");
  }

  private static void repair(TestStore test) {
    Path quarantine = test.directory().resolve("quarantine");
    List<Finding> mended = new ArrayList<>();
    test.store().repair(quarantine, mended::add, Progress.NONE);
    assertTrue(
        mended.stream().anyMatch(finding -> ADDRESS.equals(finding.address())),
        () -> "repair told " + mended);
    assertTrue(
        !Directories.files(quarantine).isEmpty(), "nothing was set aside for a person to read");
    List<Finding> left = new ArrayList<>();
    test.store().verify(left::add, Progress.NONE);
    assertEquals(List.of(), left, "what verify finds after repair");
    assertTrue(test.docs().get(VICTIM).isEmpty(), "the damaged document is still served");
    test.docs().put(VICTIM, json("{'n':3}"));
    test.reopen();
    assertEquals(3, test.docs().count());
    same(json("{'n':3}"), there(test.docs().get(VICTIM)).value());
  }
}
