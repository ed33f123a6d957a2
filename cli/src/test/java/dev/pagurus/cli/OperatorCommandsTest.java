package dev.pagurus.cli;

import static dev.pagurus.cli.Shell.run;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pagurus.cli.Shell.Result;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What operators do with a store. */
final class OperatorCommandsTest {

  private static final String MARK = "a-text-that-stands-in-one-document-only";

  @TempDir private Path directory;

  private Path file;
  private String store;

  @BeforeEach
  void name() {
    file = directory.resolve("store.db");
    store = "sqlite:" + file;
  }

  @Test
  void backendsAndTheirSettingsAreListed() {
    List<JsonNode> backends = run("backends", "--json").json();
    assertEquals(
        List.of("file", "memory", "sharded-sqlite", "sqlite", "unsealed"),
        backends.stream().map(each -> each.get("name").stringValue()).toList());
    assertTrue(run("backends").out().contains("durability=commit (commit|relaxed)"));
  }

  @Test
  void aStoreIsMadeOnce() {
    assertEquals(0, run("init", store).code());
    fill();
    assertEquals(0, run("init", store).code());
    assertEquals("2\n", run("count", store, "--all-users", "c").out());
  }

  @Test
  void aConfigFileStandsForALocator() throws IOException {
    Path config = directory.resolve("pagurus.toml");
    assertEquals(0, run("init", store, "--config", config.toString()).code());
    assertEquals(1, run("init", store, "--config", config.toString()).code(), "it is there");
    assertEquals(0, run("put", config.toString(), "u", "c", "x", "{}").code());
    assertEquals("1\n", run("count", "@" + config, "u", "c").out());
    assertEquals("1\n", run("count", store, "u", "c").out());
    Files.writeString(config, "locatr = \"sqlite:x\"\n");
    Result wrong = run("count", "@" + config, "u", "c");
    assertEquals(2, wrong.code());
    assertTrue(wrong.err().contains("locator"), wrong.err());
    assertEquals(4, run("count", directory + "/none.toml", "u", "c").code());
  }

  @Test
  void whatCannotBeIsSaidInPlainWords() {
    fill();
    String none = directory.resolve("none").toString();
    assertSays(4, "no such backup", "restore", store, none, "--user", "u9");
    assertSays(2, "--limit': 'x' is not a whole number", "list", store, "u1", "c", "--limit", "x");
    assertSays(
        2,
        "pagurus: --create, --replace: give one",
        "put",
        store,
        "u",
        "c",
        "x",
        "{}",
        "--create",
        "--replace");
    assertSays(2, "there is no command 'nosuch'", "help", "nosuch");
    assertSays(2, "--documents cannot be \"x\"", "quota", store, "u1", "--documents", "x");
    assertSays(4, "pagurus: copy user \"u9\": there is no such", "copy", store, "u9", "u8");
    assertSays(0, "there is no user \"u9\"", "export", store, "--user", "u9");
    assertSays(0, "there is no user \"u9\"", "collections", store, "u9");
  }

  private static void assertSays(int code, String words, String... command) {
    Result said = run(command);
    assertEquals(code, said.code(), said.err());
    assertTrue(said.err().contains(words), said.err());
  }

  @Test
  void aConfigFileThatIsThereIsKeptAndNoStoreMade() throws IOException {
    Path config = Files.writeString(directory.resolve("pagurus.toml"), "# mine");
    assertSays(1, "is there already", "init", store, "--config", config.toString());
    assertEquals("# mine", Files.readString(config));
    assertFalse(Files.exists(file));
  }

  @Test
  void usersAndCollectionsAreListed() {
    fill();
    assertEquals(2, run("users", store, "--json").json().size());
    assertTrue(run("users", store).out().startsWith("USER"));
    assertEquals(3, run("collections", store, "--json").json().size());
    assertEquals(2, run("collections", store, "u1", "--json").json().size());
    assertEquals(0, run("users", store, "--delete", "u1").code());
    assertEquals(4, run("users", store, "--delete", "u1").code());
    assertEquals(1, run("users", store, "--json").json().size());
    assertTrue(run("stats", store, "--json").json().get(0).isObject());
  }

  @Test
  void changesTellOfWritesAndDeletions() {
    fill();
    run("delete", store, "u1", "c", "a");
    List<JsonNode> all = run("changes", store, "u1", "--json").json();
    assertEquals(2, all.size());
    assertTrue(all.get(0).has("document"));
    assertTrue(all.get(1).has("deletedAt"));
    assertEquals(1, run("changes", store, "u1", "--since", "2", "--json").json().size());
    assertEquals(1, run("changes", store, "u1", "--limit", "1", "--json").json().size());
    assertEquals(1, run("changes", store, "u1", "--since", "99").code(), "history truncated");
  }

  @Test
  void whatIsNoBackupOfTheShellIsToldAndNothingIsMade() {
    fill();
    String none = directory.resolve("none").toString();
    String backup = directory.resolve("backup").toString();
    assertEquals(0, run("backup", store, backup).code());
    List<String> targets =
        List.of("sqlite:" + none, "file:" + none, "sharded-sqlite:" + directory.resolve("none"));
    for (String target : targets) {
      assertSays(4, "there is no such backup", "restore", target, none);
    }
    assertSays(5, "is no backup of a store of files", "restore", targets.get(1), backup);
    assertSays(5, "is no copy of a sharded store", "restore", targets.get(2), backup);
    String folder = directory.toString();
    assertSays(5, "is a folder, and no backup", "restore", targets.get(0), folder);
    assertFalse(Files.exists(directory.resolve("none")));
  }

  @Test
  void aBackupIsRestored() {
    fill();
    String export = run("export", store).out();
    Path whole = directory.resolve("whole.backup");
    assertEquals(0, run("backup", store, whole.toString()).code());
    assertEquals(2, run("backup", store, whole.toString()).code(), "it is there already");
    String copy = "sqlite:" + directory.resolve("copy.db");
    assertEquals(0, run("restore", copy, whole.toString()).code());
    assertEquals(export, run("export", copy).out());
    Path one = directory.resolve("u1.gz");
    assertEquals(0, run("backup", store, one.toString(), "--user", "u1").code());
    assertEquals(1, run("restore", copy, one.toString(), "--user", "u1").code());
    assertEquals(0, run("restore", copy, one.toString(), "--user", "u3").code());
    assertEquals(
        run("export", store, "--user", "u1").out(),
        run("export", copy, "--user", "u3").out().replace("\"u3\"", "\"u1\""));
    assertEquals(4, run("backup", store, directory + "/x", "--user", "nobody").code());
  }

  @Test
  void aUserIsCopiedRenamedAndMoved() {
    fill();
    String export = run("export", store, "--user", "u1").out();
    String other = "sharded-sqlite:" + directory.resolve("other");
    assertEquals(0, run("copy", store, "u1", "u3").code());
    assertEquals(1, run("copy", store, "u1", "u2").code(), "it is there");
    assertEquals(4, run("copy", store, "nobody", "u4").code());
    assertEquals(0, run("copy", store, "u1", "u1", "--to", other).code());
    assertEquals(0, run("rename", store, "u3", "u4").code());
    assertEquals(1, run("rename", store, "u4", "u2").code(), "it is there");
    assertEquals(0, run("move", store, "u4", other, "--as", "u5").code());
    assertEquals(0, run("move", store, "u1", other).code(), "it is there, and equal");
    assertEquals(1, run("users", store, "--json").json().size());
    assertEquals(export, run("export", other, "--user", "u1").out());
    assertEquals(export, run("export", other, "--user", "u5").out().replace("\"u5\"", "\"u1\""));
    Result same = run("move", store, "u2", store);
    assertEquals(2, same.code(), same.err());
    assertEquals("1\n", run("count", store, "u2", "c").out());
    assertEquals(1, run("users", store, "--json").json().size(), "no probe is left");
  }

  @Test
  void aUserIsTakenBackToWhereItWas() throws IOException {
    fill();
    String export = run("export", store).out();
    Path backup = directory.resolve("u1.gz");
    assertEquals(0, run("backup", store, backup.toString(), "--user", "u1").code());
    run("put", store, "u1", "c", "a", "{\"n\":2}");
    run("put", store, "u1", "c", "b", "{}");
    run("quota", store, "u1", "--documents", "5");
    String later = run("export", store).out();
    byte[] whole = Files.readAllBytes(backup);
    for (int left : List.of(0, 20, whole.length - 1)) {
      Files.write(backup, Arrays.copyOf(whole, left));
      assertFalse(
          run("restore", store, backup.toString(), "--user", "u1", "--replace").code() == 0);
      assertEquals(later, run("export", store).out(), "nothing was changed");
    }
    Files.write(backup, whole);
    assertEquals(1, run("restore", store, backup.toString(), "--user", "u1").code(), "it is there");
    assertEquals(0, run("restore", store, backup.toString(), "--user", "u1", "--replace").code());
    assertEquals(export, run("export", store).out());
    assertEquals(
        5, run("quota", store, "u1", "--json").json().get(0).get("documentsQuota").intValue());
    assertEquals(2, run("restore", store, backup.toString(), "--replace").code());
  }

  @Test
  void aDeletedUserIsHadBack() {
    store = "sharded-sqlite:" + directory.resolve("users");
    fill();
    String export = run("export", store).out();
    assertEquals(0, run("users", store + "?undelete=30d", "--delete", "u1").code());
    assertEquals(1, run("users", store, "--json").json().size());
    assertEquals(
        "u1", run("users", store, "--deleted", "--json").json().get(0).get("user").asString());
    assertTrue(run("users", store, "--deleted").out().contains("UNTIL"));
    assertEquals(0, run("undelete", store, "u1").code());
    assertEquals(export, run("export", store).out());
    assertEquals(1, run("undelete", store, "u1").code(), "it is there");
    assertEquals(4, run("undelete", store, "u3").code());
    assertEquals(0, run("users", store + "?undelete=30d", "--delete", "u1").code());
    assertEquals(0, run("users", store, "--purge", "u1").code());
    assertEquals(4, run("users", store, "--purge", "u1").code());
    assertEquals(4, run("undelete", store, "u1").code());
  }

  @Test
  void aQuotaIsSetShownAndTakenBack() {
    fill();
    assertEquals(0, run("quota", store, "u1", "--documents", "2", "--bytes", "1KiB").code());
    assertTrue(run("quota", store, "u1").out().contains("1024"));
    Result full = run("put", store, "u1", "c", "b", "{}");
    assertEquals(1, full.code());
    assertTrue(full.err().contains("quota"), full.err());
    assertEquals(2, run("quota", store, "u1", "--documents", "many").code());
    assertEquals(4, run("quota", store, "nobody", "--documents", "2").code());
    assertEquals(4, run("quota", store, "nobody").code());
    assertEquals(0, run("quota", store, "u1", "--none", "--bytes", "20").code());
    JsonNode shown = run("quota", store, "u1", "--json").json().get(0);
    assertEquals(20, shown.get("bytesQuota").intValue());
    assertFalse(shown.has("documentsQuota"));
    assertEquals(0, run("put", store, "u1", "c", "b", "{}").code());
    String files = "file:" + directory.resolve("files");
    run("put", files, "u", "c", "x", "{}");
    assertEquals(2, run("quota", files, "u", "--documents", "2").code(), "keeps none");
  }

  @Test
  void damageIsNamedAndRepaired() throws IOException {
    fill();
    run("put", store, "u1", "c", "broken", "{\"s\":\"" + MARK + "\"}");
    assertEquals(0, run("verify", store).code());
    assertEquals(0, run("compact", store).code());
    damage();
    Result verified = run("verify", store, "--json");
    assertEquals(3, verified.code(), verified.err());
    assertTrue(
        verified.json().stream().anyMatch(each -> each.path("id").asString("").equals("broken")));
    Result export = run("export", store);
    assertEquals(3, export.code());
    assertEquals(3, export.lines().size(), "the others are printed");
    assertTrue(export.err().contains("broken"), export.err());
    Result found = run("find", store, "u1", "c", "--json");
    assertEquals(3, found.code());
    assertEquals(1, found.lines().size());
    assertEquals(3, run("get", store, "u1", "c", "broken").code());
    Path quarantine = directory.resolve("quarantine");
    assertEquals(0, run("repair", store, "--quarantine", quarantine.toString()).code());
    assertTrue(Files.isDirectory(quarantine));
    assertEquals(0, run("verify", store).code());
    assertEquals(0, run("export", store).code());
  }

  @Test
  void aVerificationOfOneFileForEachUserCanBeResumed() {
    String sharded = "sharded-sqlite:" + directory.resolve("sharded");
    run("put", sharded, "u1", "c", "a", "{}");
    run("put", sharded, "u2", "c", "a", "{}");
    for (String each : List.of(sharded, store)) {
      run("put", each, "u2", "c", "a", "{}");
      Result resumed = run("verify", each, "--resume");
      assertEquals(0, resumed.code(), resumed.err());
    }
    Result shown = run("stats", sharded, "--json");
    assertEquals(2, shown.json().get(0).get("verify-passed-users").intValue(), shown.out());
  }

  @Test
  void theDemoPlaysToItsEnd() {
    Result demo = run("demo", "--dir", directory.resolve("demo").toString());
    assertEquals(0, demo.code(), demo.err());
    assertTrue(demo.out().contains("equal to the last bit"), demo.out());
    assertTrue(demo.out().contains("5,097 documents of 56 users"), demo.out());
    assertFalse(demo.out().contains("DIFFER"));
    assertTrue(demo.out().contains("18. The same finds"), demo.out());
    assertEquals(2, run("demo", "--dir", directory.resolve("demo").toString()).code());
    assertEquals(0, run("demo", "memory").code());
  }

  @Test
  void theKitRuns() {
    Result part = run("tck", "--backend", "memory", "--groups", "CRUD", "--seed", "7");
    assertEquals(0, part.code(), part.err());
    assertTrue(part.out().contains("seed 7"), part.out());
    assertEquals(2, run("tck", "--backend", "nosuch").code());
    assertSays(2, "no setting \"durabilty\"", "tck", "--backend", "memory", "--set", "durabilty=x");
    assertEquals(2, run("tck", "--backend", "memory", "--groups", "NOSUCH").code());
  }

  private void fill() {
    run("put", store, "u1", "c", "a", "{\"n\":1}");
    run("put", store, "u1", "d", "a", "{}");
    run("put", store, "u2", "c", "a", "{}");
  }

  /** Changes one letter of a document in the file. */
  private void damage() throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf(MARK);
    assertTrue(at >= 0, "the text stands in the file");
    bytes[at] ^= 1;
    Files.write(file, bytes);
  }
}
