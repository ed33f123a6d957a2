package dev.pagurus.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pagurus.StoreException;
import dev.pagurus.spi.Change;
import dev.pagurus.spi.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A person edits records while the store is open, and between two openings. */
final class HandEditTest extends HandMadeStore {

  @BeforeEach
  void fill() {
    places().put("oslo", place("Oslo", 700));
    places().put("hamar", place("Hamar", 28));
  }

  /** What is read may come from memory, from files beside an index, or after an opening. */
  private void settle(String how) {
    if (how.equals("indexed")) {
      verify(); // brings all to the index
    } else if (how.equals("opened")) {
      openAgain();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"fresh", "indexed", "opened"})
  void anEditIsServedAtTheNextGet(String how) throws IOException {
    settle(how);
    edit("oslo", "\"Oslo\"", "\"Ålso\"");
    assertEquals("Ålso", name("oslo"));
    edit("oslo", "Ålso", "Asol"); // the same size, and the same second
    assertEquals("Asol", name("oslo"));
    replace("oslo", text("oslo").replace("Asol", "Solo"));
    assertEquals("Solo", name("oslo"));
    assertEquals("Hamar", name("hamar"));
    openAgain();
    assertEquals("Solo", name("oslo"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"fresh", "indexed", "opened"})
  void aWriteOverAnEditTakesTheEditIntoHistoryFirst(String how) throws IOException {
    settle(how);
    long revision = places().get("oslo").orElseThrow().revision();
    long before = norway().revision();
    edit("oslo", "700", "701");
    StoreException refused =
        assertThrows(
            StoreException.class, () -> places().replace("oslo", place("Oslo", 1), revision));
    assertEquals(ErrorCode.CONFLICT, refused.code());
    assertEquals(before + 1, norway().revision());
    List<Change> changes = norway().changes(before, 10).changes();
    assertEquals(1, changes.size());
    Change.Written written = (Change.Written) changes.get(0);
    assertEquals(701, written.document().body().root().get("population").intValue());
    assertEquals(before + 1, places().get("oslo").orElseThrow().revision());
    assertEquals(List.of("oslo"), found("population = 701"));
    places().replace("oslo", place("Oslo", 2), before + 1);
    assertEquals(List.of("oslo"), found("population = 2"));
    assertEquals(List.of(), verify());
  }

  @Test
  void anUpdateBuildsOnTheEdit() throws IOException {
    edit("oslo", "\"Oslo\"", "\"Christiania\"");
    places().update("oslo", place -> place.put("population", 1_000));
    assertEquals("Christiania", name("oslo"));
    assertEquals(List.of("oslo"), found("name = \"Christiania\" and population = 1000"));
  }

  @Test
  void commentsStayWhenTheProgramWrites() throws IOException {
    edit("oslo", "[document]\n", "# mine\n[document]\n# the capital\n");
    edit("oslo", "700", "700 # in thousands");
    places().update("oslo", place -> place.put("population", 701));
    String text = text("oslo");
    assertTrue(text.contains("# mine") && text.contains("# the capital"), text);
    assertTrue(text.contains("701 # in thousands"), text);
    assertEquals(List.of(), verify());
  }

  @ParameterizedTest
  @ValueSource(strings = {"fresh", "indexed", "opened"})
  void aDeletedRecordIsAbsent(String how) throws IOException {
    settle(how);
    long before = norway().revision();
    Files.delete(file("oslo"));
    assertTrue(places().get("oslo").isEmpty());
    assertEquals("Hamar", name("hamar"));
    assertEquals(List.of(), reindex());
    assertEquals(List.of("hamar"), found("population > 0"));
    Change change = norway().changes(before, 10).changes().get(0);
    assertTrue(change instanceof Change.Deleted, change::toString);
    assertEquals(List.of(), verify());
    openAgain();
    assertTrue(places().get("oslo").isEmpty());
  }

  @Test
  void reindexTakesInEditsAndLeavesDamageAlone() throws IOException {
    edit("oslo", "700", "701");
    edit("hamar", "28", "28 28");
    String broken = text("hamar");
    assertEquals(2, verify().size());
    List<String> findings = reindex();
    assertEquals(1, findings.size(), findings::toString);
    assertTrue(findings.get(0).contains("line 11, column"), findings::toString);
    assertEquals(List.of("oslo"), found("population = 701"));
    assertEquals(broken, text("hamar"));
    StoreException damaged = assertThrows(StoreException.class, () -> places().get("hamar"));
    assertEquals(ErrorCode.CORRUPT, damaged.code());
    assertTrue(
        String.valueOf(damaged.getMessage()).contains("line 11, column 17"), damaged::toString);
    assertEquals("Oslo", name("oslo"));
    edit("hamar", "28 28", "29");
    assertEquals(List.of(), reindex());
    assertEquals(List.of("hamar"), found("population = 29"));
    assertEquals(List.of(), verify());
  }

  @Test
  void aFileWithTheDocumentAloneIsTakenInByReindex() throws IOException {
    write("bergen", "# from memory\n[document]\nname = \"Bergen\"\npopulation = 290\n");
    assertTrue(places().get("bergen").isEmpty());
    long before = norway().revision();
    assertEquals(List.of(), reindex());
    assertEquals(before + 1, norway().revision());
    assertEquals("Bergen", name("bergen"));
    assertEquals(List.of("bergen"), found("population = 290"));
    assertTrue(text("bergen").contains("# from memory"), text("bergen"));
    assertTrue(text("bergen").contains("revision = " + (before + 1)), text("bergen"));
    assertEquals(List.of(), verify());
  }

  @Test
  void aFileOfANewUserAndCollectionIsTakenIn() throws IOException {
    Path made = folder().resolve("users/se/towns/lule%c3%a5.toml");
    Files.createDirectories(Disk.folder(made));
    Files.write(made, utf8("[document]\nname = \"Luleå\"\n"));
    assertEquals(List.of(), reindex());
    assertEquals(
        "Luleå",
        store()
            .user("se")
            .collection("towns")
            .get("luleå")
            .orElseThrow()
            .value()
            .get("name")
            .stringValue());
    assertEquals(1, store().user("se").revision());
    assertEquals(List.of(), verify());
  }

  @Test
  void aCopyOfARecordBecomesADocumentOfItsOwn() throws IOException {
    Files.copy(file("oslo"), file("drammen"));
    StoreException unknown = assertThrows(StoreException.class, () -> places().get("drammen"));
    assertEquals(ErrorCode.CORRUPT, unknown.code());
    assertEquals(List.of(), reindex());
    assertEquals("Oslo", name("drammen"));
    assertEquals("Oslo", name("oslo"));
    assertTrue(text("drammen").contains("id = \"drammen\""), text("drammen"));
    assertEquals(List.of(), verify());
  }

  @Test
  void aRenamedRecordIsADocumentThatMoved() throws IOException {
    Files.move(file("oslo"), file("christiania"));
    assertEquals(List.of(), reindex());
    assertTrue(places().get("oslo").isEmpty());
    assertEquals("Oslo", name("christiania"));
    assertEquals(List.of(), verify());
  }

  @Test
  void anOlderVersionThatIsPutBackIsAnEdit() throws IOException {
    String old = text("oslo");
    places().put("oslo", place("Oslo", 9));
    places().delete("hamar");
    write("oslo", old);
    long before = norway().revision();
    assertEquals(List.of(), reindex());
    assertEquals(List.of("oslo"), found("population = 700"));
    assertEquals(before + 1, places().get("oslo").orElseThrow().revision());
    assertEquals(List.of(), verify());
  }

  @Test
  void aCreateOverAFileMadeByHandIsToldThatItIsThere() throws IOException {
    write("bergen", "[document]\nname = \"Bergen\"\n");
    StoreException there =
        assertThrows(StoreException.class, () -> places().create("bergen", place("Other", 1)));
    assertEquals(ErrorCode.EXISTS, there.code());
    assertEquals("Bergen", name("bergen"));
    assertEquals(List.of(), verify());
  }

  @Test
  void aNameThatSpellsNoIdIsToldAndLeftAlone() throws IOException {
    write("New file", "[document]\nname = \"Bergen\"\n");
    List<String> findings = reindex();
    assertEquals(1, findings.size());
    assertTrue(findings.get(0).contains("its name tells no address"), findings::toString);
    assertTrue(Files.exists(file("New file")));
  }

  @Test
  void lineEndsAndAByteOrderMarkChangeNothing() throws IOException {
    long revision = norway().revision();
    write("oslo", "\ufeff" + text("oslo").replace("\n", "\r\n"));
    assertEquals("Oslo", name("oslo"));
    assertEquals(List.of(), verify());
    assertEquals(List.of(), reindex());
    assertEquals(revision, norway().revision());
    edit("oslo", "700", "701");
    assertEquals(List.of(), reindex());
    assertEquals(List.of("oslo"), found("population = 701"));
    assertEquals(List.of(), verify());
  }

  @ParameterizedTest
  @ValueSource(strings = {"oslo.toml~", ".oslo.toml.swp", "#oslo.toml#", ".#oslo.toml", "4913"})
  void whatEditorsLeaveIsIgnored(String name) throws IOException {
    Files.write(file("oslo").resolveSibling(name), utf8("[document]\nname = \"Backup\"\n"));
    assertEquals(List.of(), verify());
    assertEquals(List.of(), reindex());
    assertEquals(List.of("hamar", "oslo"), found("population > 0"));
    openAgain();
    assertEquals(List.of(), verify());
    assertEquals(List.of("hamar", "oslo"), found("population > 0"));
  }

  @Test
  void aFolderThatWasTakenAwayIsMadeAgain() throws IOException {
    UserRemoval.deleteTree(Disk.folder(file("oslo")));
    places().put("bergen", place("Bergen", 290));
    assertTrue(places().get("oslo").isEmpty());
    assertEquals(List.of(), reindex());
    assertEquals(List.of("bergen"), found("population > 0"));
    UserRemoval.deleteTree(folder().resolve("users/no"));
    places().put("voss", place("Voss", 14));
    assertEquals(List.of(), reindex());
    assertEquals(List.of("voss"), found("population > 0"));
    openAgain();
    assertEquals(List.of(), verify());
    assertFalse(places().get("voss").isEmpty());
  }

  @Test
  void editsMadeWhileNobodyHadTheStoreOpenOutliveTheIndex() throws IOException {
    store().close();
    edit("oslo", "700", "701");
    UserRemoval.deleteTree(folder().resolve("index"));
    open();
    assertEquals(List.of("oslo"), found("population = 701"));
    reindex();
    assertEquals(List.of(), verify());
    assertEquals(List.of("oslo"), found("population = 701"));
  }
}
