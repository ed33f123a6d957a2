package dev.pagurus.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pagurus.DocumentCollection;
import dev.pagurus.Store;
import dev.pagurus.cli.Shell.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Stores are moved, compared, and applications switched. */
final class MigrateTest {

  private static final List<String> USERS = List.of("alice", "bob", "\u00e5sa");

  @TempDir Path directory;

  private String source = "";
  private String one = "";
  private String many = "";

  @BeforeEach
  void fill() {
    source = "sqlite:" + directory.resolve("source.db");
    one = "sqlite:" + directory.resolve("one.db");
    many = "sharded-sqlite:" + directory.resolve("many");
    try (Store store = Store.open(source)) {
      for (String user : USERS) {
        DocumentCollection<ObjectNode> notes = store.user(user).collection("notes");
        for (int i = 0; i < 20; i++) {
          notes.put(
              "n" + i,
              JsonNodeFactory.instance.objectNode().put("n", i).put("text", "caf\u00e9 " + i));
        }
        notes.delete("n3");
      }
      store.indexes("notes").value("n").text("text");
    }
  }

  private static void put(String store, String user, String id, String body) {
    ok("put", store, user, "notes", id, body);
  }

  private static Result ok(String... args) {
    Result result = Shell.run(args);
    assertEquals(0, result.code(), result::err);
    return result;
  }

  private static Result fails(int code, String... args) {
    Result result = Shell.run(args);
    assertEquals(code, result.code(), () -> result.err() + result.out());
    assertFalse(result.err().contains("\tat "), result::err);
    return result;
  }

  private String export(String store) {
    return ok("export", store).out();
  }

  @Test
  void aStoreGoesFromShellToShellAndBack() {
    String before = export(source);
    String back = "file:" + directory.resolve("back") + "?format=json";
    ok("migrate", "run", source, one);
    ok("migrate", "run", one, many + "?digits=hash", "--threads", "3");
    ok("migrate", "run", many, back);
    for (String store : List.of(one, many, back)) {
      assertEquals(before, export(store));
      Result same = ok("migrate", "verify", source, store);
      assertTrue(same.out().startsWith("= compared 57 documents of 3 users; "), same.out());
      assertTrue(ok("index", store, "notes").out().contains("text"), store);
    }
    assertTrue(ok("migrate", "run", one, many).out().startsWith("= "), "once more does no harm");
  }

  private String unsealed() {
    return "unsealed:" + directory.resolve("unsealed.db");
  }

  @Test
  void aSourceThatCannotBeSealedIsMovedAndNotSwitched() throws IOException {
    ok("migrate", "run", source, unsealed());
    Path config = config("locator = \"unsealed:unsealed.db\"\n");
    Result run = fails(1, "migrate", "run", unsealed(), one, "--switch", config.toString());
    assertTrue(run.err().contains("cannot be sealed"), run::err);
    assertEquals("locator = \"unsealed:unsealed.db\"\n", Files.readString(config));
    assertTrue(ok("migrate", "status", unsealed(), one).out().startsWith("no migration"));
    assertEquals(export(source), export(one));
  }

  @Test
  void aTargetThatCannotBeSealedIsLeftAllTheSame() throws IOException {
    String text = "locator = \"sqlite:source.db\"\n";
    Path config = config(text);
    String before = export(source);
    ok("migrate", "run", source, unsealed(), "--switch", config.toString());
    put(config.toString(), "alice", "new", "{}");
    Result refused = fails(5, "migrate", "undo", source, unsealed(), "--switch", config.toString());
    assertTrue(refused.err().contains("has taken writes"), refused::err);
    ok("delete", config.toString(), "alice", "notes", "new");
    fails(5, "migrate", "undo", source, unsealed(), "--switch", config.toString());

    Path other = Files.writeString(directory.resolve("other.toml"), text);
    try (Store store = Store.builder(source).evenMoved().open()) {
      store.unseal();
    }
    String another = "unsealed:" + directory.resolve("another.db");
    ok("migrate", "run", source, another, "--switch", other.toString());
    Result undone = ok("migrate", "undo", source, another, "--switch", other.toString());
    assertTrue(undone.err().contains("cannot be sealed"), undone::err);
    assertEquals(text, Files.readString(other));
    assertEquals(before, export(source));
  }

  @Test
  void whatIsNotThereIsNotUndoneAndNotMade() {
    fails(4, "migrate", "undo", source, one);
    assertFalse(Files.exists(directory.resolve("one.db")));
  }

  @Test
  void whatEndsWithTheCommandIsNoTarget() {
    for (String action : List.of("plan", "run")) {
      Result refused = fails(2, "migrate", action, source, "memory:gone");
      assertTrue(refused.err().contains("memory:gone ends with this command"), refused::err);
    }
  }

  @Test
  void aFolderOfFilesIsLeftForOneFile() throws IOException {
    String folder = "file:" + directory.resolve("folder");
    ok("migrate", "run", source, folder);
    Path config = config("locator = \"file:folder\"  # here\nwatch = true\n");
    Result run = ok("migrate", "run", config.toString(), one, "--switch", config.toString());
    assertTrue(run.err().contains("watch"), run.err());
    assertEquals("locator = \"sqlite:one.db\"  # here\n", Files.readString(config));
    fails(5, "get", folder, "alice", "notes", "n1");
    assertEquals(export(source), export(config.toString()));
  }

  @Test
  void whatCannotBeReadIsSetAsideUntilItIsAccepted() throws IOException {
    String folder = "file:" + directory.resolve("folder");
    ok("migrate", "run", source, folder);
    Path record = directory.resolve("folder/users/bob/notes/n5.toml");
    Files.writeString(
        record, Files.readString(record).replaceAll("(?m)^checksum = .", "checksum = 0"));
    try (var index = Files.walk(directory.resolve("folder/index"))) {
      for (Path file : index.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
    Path list = directory.resolve("aside.jsonl");
    String[] command = {"migrate", "run", folder, one, "--quarantine", list.toString()};
    Result aside = fails(3, command);
    assertTrue(aside.out().contains("! \"bob\" notes/\"n5\": "), aside.out());
    assertTrue(Files.readString(list).contains("\"id\":\"n5\""));
    List<String> accepting = new ArrayList<>(List.of(command));
    accepting.add("--accept-quarantine");
    Result done = ok(accepting.toArray(String[]::new));
    assertFalse(done.out().contains("= "), done.out());
    fails(4, "get", one, "bob", "notes", "n5");
    ok("get", one, "bob", "notes", "n6");
  }

  @Test
  void aPlanChangesNothing() {
    Result plan = ok("migrate", "plan", source, one);
    assertTrue(plan.out().contains("3 users, 57 documents"), plan.out());
    assertTrue(plan.out().contains("notes: value(n), text(text)"), plan.out());
    assertFalse(Files.exists(directory.resolve("one.db")));
    JsonNode json = ok("migrate", "plan", source, one, "--json").json().get(0);
    assertEquals(57, json.required("documents").intValue());
    assertTrue(json.required("canRun").booleanValue());
    put(one, "zoe", "x", "{}");
    Result refused = fails(5, "migrate", "plan", source, one);
    assertTrue(refused.out().contains("stops     "), refused.out());
  }

  @Test
  void differencesAreLinesWithASign() {
    ok("migrate", "run", source, one);
    put(one, "alice", "n1", "{\"n\":7}");
    put(one, "bob", "new", "{}");
    ok("delete", one, "\u00e5sa", "notes", "n2");
    Result differ = fails(3, "migrate", "verify", source, one);
    List<String> lines = differ.lines();
    assertTrue(has(lines, "\\* \"alice\" notes/\"n1\": .*"), differ.out());
    assertTrue(has(lines, "\\+ \"bob\" notes/\"new\": .*"), differ.out());
    assertTrue(has(lines, "- \"\u00e5sa\" notes/\"n2\": .*"), differ.out());
    JsonNode json = fails(3, "migrate", "verify", source, one, "--json").json().get(0);
    assertEquals("different", json.required("outcome").stringValue());
    assertTrue(json.required("differences").size() >= 3, json.toString());
  }

  private static boolean has(List<String> lines, String pattern) {
    return lines.stream().anyMatch(Pattern.compile(pattern).asMatchPredicate());
  }

  @Test
  void aTargetThatIsNotEmptyIsRefusedOrMergedInto() {
    put(one, "zoe", "x", "{}");
    Result refused = fails(5, "migrate", "run", source, one);
    assertTrue(refused.err().contains("not empty"), refused.err());
    assertEquals("", refused.out());
    assertEquals("zoe", ok("users", one, "--json").json().get(0).required("user").stringValue());
    put(one, "alice", "n1", "{\"n\":100}");
    put(one, "alice", "mine", "{}");
    ok("migrate", "run", source, one, "--merge", "target");
    assertEquals(4, ok("users", one, "--json").lines().size());
    assertTrue(ok("get", one, "alice", "notes", "n1").out().contains("100"));
    ok("get", one, "alice", "notes", "n2");
    ok("get", one, "alice", "notes", "mine");
    ok("get", one, "zoe", "notes", "x");
  }

  @Test
  void someUsersAndCollectionsAreMoved() {
    put(source, "alice", "x", "{}");
    ok("put", source, "alice", "other", "y", "{}");
    ok("migrate", "run", source, one, "--user", "alice", "--user", "bob", "--collection", "notes");
    assertEquals(2, ok("users", one, "--json").lines().size());
    assertEquals("20", ok("count", one, "alice", "notes").out().strip());
    assertEquals("0", ok("count", one, "alice", "other").out().strip());
  }

  @Test
  void aReportIsWrittenForPeopleAndPrograms() throws IOException {
    Path reports = directory.resolve("reports/here");
    Result run = ok("migrate", "run", source, one, "--report", reports.toString(), "--json");
    JsonNode json = run.json().get(0);
    assertEquals("done", json.required("outcome").stringValue());
    assertEquals(57, json.required("movedDocuments").intValue());
    assertEquals(json.required("sourceDigest"), json.required("targetDigest"));
    assertEquals(
        json, JsonMapper.shared().readTree(Files.readString(reports.resolve("migration.json"))));
    assertTrue(Files.readString(reports.resolve("migration.md")).startsWith("# "));
  }

  @Test
  void statusTellsAndAbortTakesAway() {
    ok("init", one);
    assertTrue(ok("migrate", "status", source, one).out().startsWith("no migration"));
    ok("migrate", "run", source, one);
    JsonNode status = ok("migrate", "status", source, one, "--json").json().get(0);
    assertFalse(status.required("begun").booleanValue());
    assertEquals(57, status.required("documents").intValue());
  }

  @Test
  void wrongUseIsTold() {
    fails(2, "migrate");
    fails(2, "migrate", "run", source);
    assertTrue(fails(2, "migrate", "move", source, one).err().contains("plan, run, status"));
    fails(2, "migrate", "run", source, one, "--threads", "0");
    fails(2, "migrate", "run", source, one, "--threads", "many");
    assertTrue(fails(2, "migrate", "run", source, one, "--max-rate", "fast").err().contains("MiB"));
    fails(2, "migrate", "run", source, one, "--max-rate", "0");
    fails(2, "migrate", "run", source, one, "--merge", "both");
    fails(2, "migrate", "run", source, one, "--collection", "No");
    fails(2, "migrate", "plan", source, one, "--switch", "pagurus.toml");
    fails(2, "migrate", "run", source, one, "--switch", "pagurus.toml", "--user", "alice");
    fails(2, "migrate", "run", source, "nothing:here");
    fails(2, "migrate", "plan", many, "file:" + directory.resolve("many/users/x"));
    fails(2, "migrate", "run", source, "sqlite:" + directory + "/./source.db?busy-timeout=1s");
    fails(2, "migrate", "run", source, "sqlite:x.db?bogus=1");
    fails(4, "migrate", "run", "sqlite:" + directory.resolve("none.db"), one);
    fails(4, "migrate", "verify", source, "sqlite:" + directory.resolve("none.db"));
    fails(4, "migrate", "run", source, one, "--switch", directory.resolve("none.toml").toString());
    assertFalse(Files.exists(directory.resolve("one.db")));
  }

  private Path config(String text) throws IOException {
    return Files.writeString(directory.resolve("pagurus.toml"), text);
  }

  @Test
  void anApplicationIsSwitchedAndBack() throws IOException {
    String text = "# ours\nlocator = \"sqlite:source.db\"  # here\nbusy-timeout = \"9s\"\n";
    Path config = config(text);
    ok("migrate", "run", config.toString(), one, "--switch", config.toString());
    assertEquals(
        "# ours\nlocator = \"sqlite:one.db\"  # here\nbusy-timeout = \"9s\"\n",
        Files.readString(config));
    assertEquals(text, Files.readString(Path.of(config + ".before-switch")));
    Path old = directory.resolve("old.toml");
    Files.writeString(old, text);
    Result moved = fails(5, "get", old.toString(), "alice", "notes", "n1");
    assertTrue(moved.err().contains("moved to sqlite:"), moved.err());
    fails(5, "put", old.toString(), "alice", "notes", "n1", "{}");
    ok("get", config.toString(), "alice", "notes", "n1");
    assertTrue(ok("migrate", "status", source, one).out().contains("sealed"));
    String again = ok("migrate", "run", source, one, "--switch", config.toString(), "--json").out();
    assertTrue(again.contains("\"switched\":true"), again);
    fails(5, "migrate", "abort", source, one);
    fails(5, "migrate", "run", source, many);

    ok("migrate", "undo", config.toString(), one, "--switch", config.toString());
    assertEquals(text, Files.readString(config));
    put(config.toString(), "alice", "n1", "{}");
    fails(5, "get", one, "alice", "notes", "n1");
    fails(4, "migrate", "undo", source, many);
  }

  @Test
  void aTargetThatHasTakenWritesIsNotGivenUp() throws IOException {
    Path config = config("locator = \"sqlite:source.db\"\n");
    ok("migrate", "run", source, one, "--switch", config.toString());
    put(config.toString(), "alice", "n1", "{\"n\":100}");
    Result refused = fails(5, "migrate", "undo", source, one, "--switch", config.toString());
    assertTrue(refused.err().contains("has taken writes"), refused.err());
    assertTrue(ok("get", config.toString(), "alice", "notes", "n1").out().contains("100"));
    // What was written there since stays, whatever is tried.
    ok("migrate", "run", source, one, "--switch", config.toString());
    fails(5, "migrate", "run", source, one);
    assertTrue(ok("get", config.toString(), "alice", "notes", "n1").out().contains("100"));
  }

  @Test
  void aSwitchThatWasCutShortIsEndedByTheSameCommand() throws IOException {
    String text = "locator = \"sqlite:source.db\"\n";
    Path config = config(text);
    String[] command = {"migrate", "run", source, one, "--switch", config.toString()};
    ok("migrate", "run", source, one);
    try (Store from = Store.open(source)) {
      from.seal(one);
    }
    ok(command);
    assertEquals("locator = \"sqlite:one.db\"\n", Files.readString(config));
    config(text);
    ok(command);
    assertEquals("locator = \"sqlite:one.db\"\n", Files.readString(config));
  }

  @Test
  void resultsAloneAreOnStandardOutput() {
    Result run = ok("migrate", "run", source, one);
    assertEquals(1, run.lines().size(), run.out());
    assertTrue(run.out().startsWith("= moved 57 documents"), run.out());
    assertFalse((run.out() + run.err()).contains("\u001b"));
    assertEquals("", ok("migrate", "verify", source, one, "--quiet").err());
  }
}
