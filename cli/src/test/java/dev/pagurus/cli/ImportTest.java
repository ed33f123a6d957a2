package dev.pagurus.cli;

import static dev.pagurus.cli.Shell.run;
import static dev.pagurus.cli.Shell.runWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pagurus.cli.Shell.Result;
import dev.pagurus.cli.console.Screen;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Lines go in, lines come out. */
final class ImportTest {

  @TempDir private Path directory;

  private String store;
  private Path rejects;

  @BeforeEach
  void name() {
    store = "sqlite:" + directory.resolve("store.db");
    rejects = directory.resolve("rejects.jsonl");
  }

  @Test
  void theBodyIsTheLineAsItStands() throws IOException {
    Path file = directory.resolve("in.jsonl");
    Files.writeString(file, "{\"id\":\"oslo\",\"country\":\"NO\",\"n\":9007199254740993}\n");
    assertEquals(0, load(file.toString()).code());
    JsonNode line = run("get", store, "NO", "places", "oslo", "--json").json().get(0);
    assertEquals(
        "{\"country\":\"NO\",\"id\":\"oslo\",\"n\":9007199254740993}",
        line.get("document").toString());
  }

  @Test
  void lineEndsMarksAndBlanksDoNotMatter() throws IOException {
    String text =
        "\uFEFF" + line("a", 1) + "\r\n\n" + "   \r\n" + line("b", 2) + "\n" + line("c", 3);
    assertEquals(0, loadText(text).code());
    assertEquals("3\n", run("count", store, "--all-users", "places").out());
    assertFalse(Files.exists(rejects));
  }

  @Test
  void gzipIsToldByItsFirstBytes() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (String each : List.of("a", "b")) {
      // Two members, as `cat a.gz b.gz` makes them.
      try (OutputStream gzip = new GZIPOutputStream(bytes)) {
        gzip.write((line(each, 1) + "\n").getBytes(StandardCharsets.UTF_8));
      }
    }
    Result loaded =
        runWith(
            bytes.toByteArray(),
            Screen.NONE,
            "import",
            store,
            "-",
            "--collection",
            "places",
            "--user-field",
            "country",
            "--id-field",
            "id");
    assertEquals(0, loaded.code(), loaded.err());
    assertEquals("2\n", run("count", store, "--all-users", "places").out());
  }

  @Test
  void aDamagedArchiveIsNotTakenForItsEnd() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(bytes)) {
      for (int i = 0; i < 1_000; i++) {
        gzip.write((line("x" + i * 7919L, i) + "\n").getBytes(StandardCharsets.UTF_8));
      }
    }
    byte[] half = Arrays.copyOf(bytes.toByteArray(), bytes.size() / 2);
    Result loaded =
        runWith(
            half,
            Screen.NONE,
            "import",
            store,
            "-",
            "--collection",
            "places",
            "--user",
            "u",
            "--id-field",
            "id");
    assertEquals(1, loaded.code(), loaded.err());
    assertTrue(loaded.err().contains("standard input, after line "), loaded.err());
  }

  @Test
  void whatFollowsAnArchiveIsNotLostWithoutAWord() throws IOException {
    Path file = directory.resolve("in.jsonl.gz");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write((line("a", 1) + "\n").getBytes(StandardCharsets.UTF_8));
    }
    bytes.writeBytes((line("b", 1) + "\n").getBytes(StandardCharsets.UTF_8));
    Files.write(file, bytes.toByteArray());
    Result loaded = load(file.toString());
    assertEquals(1, loaded.code(), loaded.err());
    assertTrue(loaded.err().contains(file + ", after line 1: "), loaded.err());
  }

  @Test
  void aDirectoryIsNoInputAndMakesNoStore() {
    Result loaded = load(directory.toString());
    assertEquals(2, loaded.code(), loaded.err());
    assertTrue(loaded.err().contains("is a directory"), loaded.err());
    assertFalse(Files.exists(directory.resolve("store.db")));
  }

  @Test
  void whatCannotBeTakenIsSetAsideWithLineAndReason() throws IOException {
    String[] lines = {
      line("good", 1),
      "{\"id\":\"x\",\"country\":",
      "[1]",
      "{\"id\":\"x\"}",
      "{\"id\":\"x\",\"country\":1.5}",
      "{\"id\":\"x\",\"country\":null}",
      "{\"id\":\"a\\nb\",\"country\":\"NO\"}",
      "{\"id\":\"" + "x".repeat(256) + "\",\"country\":\"NO\"}",
      "{\"id\":\"x\",\"country\":\"NO\",\"n\":12345678901234567890}",
      line("also good", 2)
    };
    Result loaded = loadText(String.join("\n", lines));
    assertEquals(3, loaded.code());
    List<JsonNode> aside =
        Files.readAllLines(rejects).stream()
            .map(each -> JsonMapper.shared().readTree(each))
            .toList();
    assertEquals(
        List.of(2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L),
        aside.stream().map(each -> each.get("line").longValue()).toList());
    for (JsonNode each : aside) {
      assertEquals(lines[each.get("line").intValue() - 1], each.get("text").stringValue());
      assertFalse(each.get("reason").stringValue().isBlank());
    }
    assertTrue(aside.get(7).get("reason").stringValue().contains("/n"));
    assertEquals("2\n", run("count", store, "--all-users", "places").out());
  }

  @Test
  void bytesThatAreNotTextAreKeptAsTheyAre() throws IOException {
    byte[] input = {'{', '"', 'a', '"', ':', '"', (byte) 0xC3, '"', '}', '\n'};
    Result loaded =
        runWith(
            input,
            Screen.NONE,
            "import",
            store,
            "-",
            "--collection",
            "places",
            "--user",
            "u",
            "--rejects",
            rejects.toString());
    assertEquals(3, loaded.code());
    JsonNode aside = JsonMapper.shared().readTree(Files.readString(rejects));
    assertEquals("eyJhIjoiwyJ9", aside.get("base64").stringValue());
  }

  @Test
  void whatTheStoreRefusesIsSetAsideAndTheRestIsIn() throws IOException {
    run("index", store, "places", "--unique", "email");
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 50; i++) {
      // Every fifth has an address that another has.
      int email = i % 5 == 4 ? i - 1 : i;
      text.append("{\"id\":\"d%02d\",\"country\":\"NO\",\"email\":\"e%d\"}\n".formatted(i, email));
    }
    Result loaded = loadText(text.toString());
    assertEquals(3, loaded.code(), loaded.err());
    assertEquals("40\n", run("count", store, "NO", "places").out());
    assertEquals(10, Files.readAllLines(rejects).size());
  }

  @Test
  void documentsLargerThanTheStoreAllowsAreSetAside() throws IOException {
    String big = "{\"id\":\"big\",\"country\":\"NO\",\"s\":\"" + "x".repeat(2_000) + "\"}";
    store += "?max-document-bytes=1KiB";
    assertEquals(3, loadText(big + "\n" + line("small", 1)).code());
    assertEquals("1\n", run("count", store, "NO", "places").out());
  }

  @Test
  void theLaterLineOfAnAddressWins() throws IOException {
    assertEquals(0, loadText(line("a", 1) + "\n" + line("b", 1) + "\n" + line("a", 2)).code());
    JsonNode line = run("get", store, "NO", "places", "a", "--json").json().get(0);
    assertEquals(2, line.at("/document/n").intValue());
    assertEquals(2, line.get("revision").intValue());
  }

  @Test
  void integersAreIdsInDigits() throws IOException {
    assertEquals(0, loadText("{\"id\":7,\"country\":-3}").code());
    assertEquals(0, run("get", store, "--", "-3", "places", "7").code());
  }

  @Test
  void fieldsAreFoundAtPaths() throws IOException {
    Result loaded =
        runWith(
            "{\"a\":{\"u\":\"x\"},\"dot.ted\":\"y\"}",
            "import",
            store,
            "-",
            "--collection",
            "c",
            "--user-field",
            "a.u",
            "--id-field",
            "`dot.ted`");
    assertEquals(0, loaded.code(), loaded.err());
    assertEquals(0, run("get", store, "x", "c", "y").code());
  }

  @Test
  void withoutAnIdEveryLineIsNew() {
    String text = "{\"n\":1}\n{\"n\":1}\n";
    for (int i = 0; i < 2; i++) {
      assertEquals(
          0, runWith(text, "import", store, "-", "--collection", "c", "--user", "u").code());
    }
    assertEquals("4\n", run("count", store, "u", "c").out());
  }

  @Test
  void usersMayTakeTurns() throws IOException {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 6_000; i++) {
      text.append("{\"id\":\"d%d\",\"country\":\"u%d\"}\n".formatted(i, i % 300));
    }
    assertEquals(0, loadText(text.toString()).code());
    assertEquals("6000\n", run("count", store, "--all-users", "places").out());
    List<JsonNode> users = run("users", store, "--json").json();
    assertEquals(300, users.size());
    // Each in one commit, though their lines are 300 apart.
    assertTrue(users.stream().allMatch(user -> user.get("revision").intValue() == 1));
  }

  @Test
  void anExportComesBackBitForBit() throws IOException {
    loadText(line("b", 1) + "\n" + line("a", 2) + "\n{\"id\":\"😀\",\"country\":\"ＦＦ\"}");
    run("put", store, "NO", "places", "a", "{\"d\":1.5e300,\"e\":[null,-0.5,{\"\":\"\\u2028\"}]}");
    run("put", store, "NO", "notes", "z", "{}");
    run("delete", store, "NO", "places", "b");
    Result first = run("export", store);
    assertEquals(0, first.code());
    assertEquals(first.out(), run("export", store).out());
    String copy = "sqlite:" + directory.resolve("copy.db");
    assertEquals(0, runWith(first.out(), "import", copy, "-", "--native").code());
    assertEquals(first.out(), run("export", copy).out());
    // Again, and over what is there: nothing changes.
    assertEquals(0, runWith(first.out(), "import", copy, "-", "--native").code());
    assertEquals(first.out(), run("export", copy).out());
    assertEquals(
        List.of("NO/notes/z", "NO/places/a", "ＦＦ/places/😀"),
        first.json().stream()
            .map(
                each ->
                    each.get("user").stringValue()
                        + "/"
                        + each.get("collection").stringValue()
                        + "/"
                        + each.get("id").stringValue())
            .toList());
    assertEquals(
        List.of("NO/notes"),
        run("export", store, "--user", "NO", "--collection", "notes").json().stream()
            .map(
                each -> each.get("user").stringValue() + "/" + each.get("collection").stringValue())
            .toList());
  }

  @Test
  void linesThatAreNoExportAreSetAside() {
    Result loaded =
        runWith(
            "{\"user\":\"u\",\"collection\":\"c\",\"id\":\"x\"}\n",
            "import",
            store,
            "-",
            "--native",
            "--rejects",
            rejects.toString());
    assertEquals(3, loaded.code());
  }

  @Test
  void whatDoesNotFitTogetherIsWrongUse() {
    assertEquals(2, run("import", store, "-").code());
    assertEquals(2, run("import", store, "-", "--collection", "c").code());
    assertEquals(
        2,
        run("import", store, "-", "--collection", "c", "--user", "u", "--user-field", "f").code());
    assertEquals(2, run("import", store, "-", "--native", "--collection", "c").code());
    assertEquals(4, run("import", store, directory.resolve("none").toString(), "--native").code());
    assertFalse(Files.exists(directory.resolve("store.db")));
  }

  @Test
  void aSummaryIsForPrograms() throws IOException {
    Path file = directory.resolve("in.jsonl");
    Files.writeString(file, line("a", 1) + "\nnonsense\n");
    Result loaded =
        run(
            "import",
            store,
            file.toString(),
            "--collection",
            "c",
            "--user",
            "u",
            "--rejects",
            rejects.toString(),
            "--json");
    assertEquals(1, loaded.json().get(0).get("imported").intValue());
    assertEquals(1, loaded.json().get(0).get("setAside").intValue());
  }

  private static String line(String id, int n) {
    return "{\"id\":\"%s\",\"country\":\"NO\",\"n\":%d}".formatted(id, n);
  }

  private Result load(String file) {
    return run(
        "import",
        store,
        file,
        "--collection",
        "places",
        "--user-field",
        "country",
        "--id-field",
        "id",
        "--rejects",
        rejects.toString());
  }

  private Result loadText(String text) throws IOException {
    Path file = directory.resolve("in.jsonl");
    Files.writeString(file, text);
    return load(file.toString());
  }
}
