package dev.pagurus.cli;

import static dev.pagurus.cli.Shell.run;
import static dev.pagurus.cli.Shell.runWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pagurus.cli.Shell.Result;
import dev.pagurus.cli.console.Screen;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The commands on documents, in the forms that scripts rely on. */
final class DocumentCommandsTest {

  @TempDir private Path directory;

  private String store;

  @BeforeEach
  void name() {
    store = "sqlite:" + directory.resolve("store.db");
  }

  @Test
  void whatIsPutIsGot() {
    assertEquals(
        0, run("put", store, "NO", "places", "oslo", "{\"name\":\"Oslo\",\"n\":1}").code());
    Result got = run("get", store, "NO", "places", "oslo");
    assertEquals(0, got.code());
    assertEquals("{\n  \"n\": 1,\n  \"name\": \"Oslo\"\n}\n", got.out());
    JsonNode line = run("get", store, "NO", "places", "oslo", "--json").json().get(0);
    assertEquals(
        List.of("user", "collection", "id", "revision", "createdAt", "updatedAt", "document"),
        List.copyOf(line.propertyNames()));
    assertEquals("Oslo", line.at("/document/name").stringValue());
  }

  @Test
  void aDocumentIsReadFromStandardInput() {
    assertEquals(
        0, runWith("{\"name\": \"Ås\"}\n", "put", store, "NO", "places", "ås", "-").code());
    assertTrue(run("get", store, "NO", "places", "ås").out().contains("Ås"));
  }

  @Test
  void resultsAloneGoToStandardOutput() {
    Result put = run("put", store, "NO", "places", "oslo", "{}");
    assertEquals("", put.out());
    assertTrue(put.err().contains("revision 1"), put.err());
    assertEquals("", run("put", store, "NO", "places", "oslo", "{}", "--quiet").err());
    assertEquals("", run("--quiet", "put", store, "NO", "places", "oslo", "{}").err());
    assertEquals("1\n", run("count", store, "NO", "places").out());
  }

  @Test
  void whatIsAbsentIsNotFound() {
    assertEquals(4, run("get", store, "NO", "places", "oslo").code(), "the store");
    assertFalse(Files.exists(directory.resolve("store.db")), "a read makes no store");
    run("put", store, "NO", "places", "oslo", "{}");
    assertEquals(4, run("get", store, "NO", "places", "bergen").code());
    assertEquals(4, run("delete", store, "NO", "places", "bergen").code());
    assertEquals(0, run("delete", store, "NO", "places", "oslo").code());
    assertEquals(4, run("delete", store, "NO", "places", "oslo").code());
  }

  @Test
  void conditionsAreKept() {
    assertEquals(1, run("put", store, "NO", "places", "oslo", "{}", "--replace").code());
    assertEquals(0, run("put", store, "NO", "places", "oslo", "{}", "--create").code());
    assertEquals(1, run("put", store, "NO", "places", "oslo", "{}", "--create").code());
    assertEquals(0, run("put", store, "NO", "places", "oslo", "{}", "--revision", "1").code());
    assertEquals(1, run("put", store, "NO", "places", "oslo", "{}", "--revision", "1").code());
    assertEquals(1, run("delete", store, "NO", "places", "oslo", "--revision", "1").code());
    assertEquals(0, run("delete", store, "NO", "places", "oslo", "--revision", "2").code());
  }

  @Test
  void badInputIsWrongUse() {
    assertEquals(2, run("put", store, "NO", "places", "oslo", "[]").code());
    assertEquals(2, run("put", store, "NO", "places", "oslo", "{\"a\":1,\"a\":2}").code());
    assertEquals(2, run("put", store, "NO", "Places", "oslo", "{}").code());
    assertEquals(2, run("put", store, "NO", "places", "o\nslo", "{}").code());
    assertEquals(2, run("get", "nosuch:x", "NO", "places", "oslo").code());
    assertEquals(2, run("get", "places.db", "NO", "places", "oslo").code());
    assertEquals(2, run("fnd", store).code());
    assertEquals(2, run("put", store, "NO", "places").code());
  }

  @Test
  void namesThatLookLikeOptionsStandAfterTwoDashes() {
    assertEquals(0, run("put", store, "--", "--all-users", "places", "-1", "{}").code());
    assertEquals("1\n", run("count", store, "--", "--all-users", "places").out());
    assertEquals("1\n", run("count", store, "--all-users", "places").out());
    assertEquals(
        "--all-users", run("users", store, "--json").json().get(0).get("user").stringValue());
    Result unknown = run("put", store, "-u", "places", "x", "{}");
    assertEquals(2, unknown.code());
    assertTrue(unknown.err().contains("--"), unknown.err());
  }

  @Test
  void atSignsAndDollarsAreTakenAsTheyStand() {
    assertEquals(0, run("put", store, "@me", "places", "${x}", "{\"a\":\"@b ${c}\"}").code());
    JsonNode line = run("get", store, "@me", "places", "${x}", "--json").json().get(0);
    assertEquals("${x}", line.get("id").stringValue());
    assertEquals("@b ${c}", line.at("/document/a").stringValue());
  }

  @Test
  void findTakesAQueryForOneUserOrForAll() {
    fill();
    assertEquals(List.of("b", "c"), ids(run("find", store, "u1", "c", "n >= 2", "--json")));
    assertEquals(
        List.of("c", "b", "a"), ids(run("find", store, "u1", "c", "order by n desc", "--json")));
    assertEquals(
        List.of("a", "b", "c", "a"), ids(run("find", store, "--all-users", "c", "--json")));
    assertEquals("2\n", run("count", store, "--all-users", "c", "n = 1").out());
    assertEquals("0\n", run("count", store, "nobody", "c").out());
    assertEquals(0, run("find", store, "nobody", "c").code());
  }

  @Test
  void aWrongQueryIsShownWithItsPlace() {
    fill();
    Result wrong = run("find", store, "u1", "c", "n > > 2");
    assertEquals(2, wrong.code());
    assertTrue(wrong.err().contains("  n > > 2\n      ^"), wrong.err());
    assertEquals(2, run("find", store, "u1", "c", "n", "=", "1").code(), "a query is one word");
    assertEquals(2, run("find", store, "u1").code());
  }

  @Test
  void pagesGoOnWhereTheCursorSays() {
    fill();
    Result first = run("find", store, "u1", "c", "order by n desc", "--limit", "2", "--json");
    assertEquals(List.of("c", "b"), ids(first));
    String cursor = first.err().strip().replace("More: --cursor ", "");
    Result next =
        run(
            "find",
            store,
            "u1",
            "c",
            "order by n desc",
            "--limit",
            "2",
            "--cursor",
            cursor,
            "--json");
    assertEquals(List.of("a"), ids(next));
    assertEquals("", next.err());
    assertEquals(2, run("find", store, "u1", "c", "--limit", "2", "--cursor", cursor).code());
    assertEquals(List.of("a"), ids(run("list", store, "u1", "c", "--limit", "1", "--json")));
  }

  @Test
  void tablesAreForPeople() {
    fill();
    Result found = run("find", store, "u1", "c", "order by n");
    assertEquals(
        List.of(
            "ID  n  s           deep",
            "a   1  \\u001b[31m",
            "b   2",
            "c   3              {\"x\":[1]}"),
        found.lines());
  }

  @Test
  void aTerminalGetsColoursAndLinesThatFit() {
    run("put", store, "u", "c", "a", "{\"s\":\"" + "x".repeat(200) + "\"}");
    Screen screen = new Screen(true, true, true, 40);
    Result found = Shell.runWith(new byte[0], screen, "find", store, "u", "c");
    assertTrue(found.lines().get(0).startsWith("\u001b[1m"), found.out());
    assertEquals(40, found.lines().get(1).length());
    assertTrue(found.lines().get(1).endsWith("\u2026"));
  }

  @Test
  void explainSaysWhichIndexServes() {
    fill();
    run("index", store, "c", "--value", "n");
    JsonNode plan =
        run("find", store, "u1", "c", "n = 1 and s = \"x\"", "--explain", "--json").json().get(0);
    assertEquals("value(n)", plan.at("/served/0/index").stringValue());
    assertEquals("s = \"x\"", plan.get("residual").stringValue());
    assertFalse(plan.get("scan").booleanValue());
    assertTrue(
        run("find", store, "--all-users", "c", "s = \"x\"", "--explain").out().contains("scan:"));
  }

  @Test
  void indexesAreDeclaredListedAndDropped() {
    fill();
    Result declared =
        run(
            "index",
            store,
            "c",
            "--value",
            "n,`a,b`",
            "--unique",
            "k",
            "--text",
            "s",
            "--array",
            "deep.x");
    assertEquals(0, declared.code(), declared.err());
    assertEquals("", declared.out());
    Result list = run("index", store, "c", "--list", "--json");
    assertEquals(4, list.json().size());
    assertEquals("[\"n\",\"`a,b`\"]", list.json().get(0).get("paths").toString());
    assertEquals(0, run("index", store, "c", "--unique", "k", "--drop").code());
    assertEquals(4, run("index", store, "c", "--unique", "k", "--drop").code());
    assertEquals(3, run("index", store, "c", "--list", "--json").json().size());
    assertEquals(2, run("index", store, "--value", "n").code());
  }

  private void fill() {
    run("put", store, "u1", "c", "a", "{\"n\":1,\"s\":\"\\u001b[31m\"}");
    run("put", store, "u1", "c", "b", "{\"n\":2}");
    run("put", store, "u1", "c", "c", "{\"n\":3,\"deep\":{\"x\":[1]}}");
    run("put", store, "u2", "c", "a", "{\"n\":1}");
  }

  private static List<String> ids(Result result) {
    assertEquals(0, result.code(), result.err());
    return result.json().stream().map(line -> line.get("id").stringValue()).toList();
  }
}
