package dev.pagurus.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The command as a process: streams, signals, exit codes and a small heap. */
final class ProcessTest extends Processes {

  private static final boolean SOAK = Boolean.getBoolean("pagurus.soak");

  @Test
  void aReaderThatGoesAwayIsNoError() throws Exception {
    fill(5_000, 200);
    Process export = start(List.of(), "export", store(), "--quiet");
    try (InputStream out = export.getInputStream()) {
      assertEquals('{', out.read());
    }
    assertEquals(141, code(export));
    assertEquals("", err());
  }

  @Test
  void aFullDiskIsTold() throws Exception {
    assumeTrue(Files.exists(Path.of("/dev/full")));
    fill(10, 10);
    for (String[] command :
        List.of(new String[] {"export", store()}, new String[] {"count", store(), "u", "c"})) {
      Process process = builder(List.of(), command).redirectOutput(new File("/dev/full")).start();
      assertEquals(1, code(process));
      assertTrue(err().contains("cannot write the results"), err());
      assertEquals(1, err().lines().count(), "it is told once");
    }
  }

  @Test
  void textIsUtf8WhateverTheLocale() throws Exception {
    ProcessBuilder builder = builder(List.of(), "put", store(), "u", "c", "x", "-");
    builder.environment().put("LC_ALL", "C");
    Process put = builder.start();
    try (OutputStream in = put.getOutputStream()) {
      in.write("{\"name\":\"Åsgård 東京 😀\"}".getBytes(StandardCharsets.UTF_8));
    }
    assertEquals(0, code(put));
    builder = builder(List.of(), "get", store(), "u", "c", "x");
    builder.environment().put("LC_ALL", "C");
    Process get = builder.start();
    String out = new String(get.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(out.contains("Åsgård 東京 😀"), out);
    assertEquals(0, code(get));
  }

  @Test
  void aStoreOfAStrangerIsRefusedWithoutATrace() throws Exception {
    Path stranger = directory().resolve("store.db");
    Files.writeString(
        stranger, "this is no database, and it is longer than a header of one ".repeat(20));
    assertEquals(5, code(start(List.of(), "stats", store())));
    assertFalse(err().contains("\tat "), err());
    assertTrue(err().startsWith("pagurus: "), err());
  }

  @Test
  void anImportThatIsStoppedLeavesWholeBatches() throws Exception {
    assumeTrue(File.separatorChar == '/');
    Process load =
        start(
            List.of(),
            "import",
            store(),
            "-",
            "--collection",
            "c",
            "--user",
            "u",
            "--id-field",
            "id");
    try (BufferedWriter in = new BufferedWriter(load.outputWriter(StandardCharsets.UTF_8))) {
      for (int i = 0; i < 50_500; i++) {
        in.write("{\"id\":\"d" + i + "\"}\n");
      }
      in.flush();
      // It waits for more; half a batch waits in it.
      Thread.sleep(3_000);
      terminate(load);
      assertEquals(143, code(load));
    } catch (IOException e) {
      assertEquals(143, code(load), "the pipe was closed by the end of the process");
    }
    assertTrue(err().contains("whole batches"), err());
    long count = Long.parseLong(outOf("count", store(), "u", "c").strip());
    assertEquals(0, count % 1_000, "whole batches: " + count);
    assertEquals(count == 0 ? "" : Long.toString(count / 1_000), revision());
  }

  @Test
  void aSmallHeapTakesManyAndLargeDocuments() throws Exception {
    int many = SOAK ? 1_000_000 : 40_000;
    int large = SOAK ? 40 : 4;
    Path file = directory().resolve("in.jsonl");
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      for (int i = 0; i < many; i++) {
        out.write(
            "{\"id\":\"d%07d\",\"user\":\"u%d\",\"s\":\"é%s\"}\n"
                .formatted(i, i % 977, "x".repeat(200)));
      }
      String text = "x".repeat(4 << 20);
      for (int i = 0; i < large; i++) {
        out.write("{\"id\":\"large%d\",\"user\":\"u%d\",\"s\":\"%s\"}\n".formatted(i, i, text));
      }
    }
    List<String> heap = List.of("-Xmx64m");
    Process load =
        start(
            heap,
            "import",
            store(),
            file.toString(),
            "--collection",
            "c",
            "--user-field",
            "user",
            "--id-field",
            "id",
            "--rejects",
            directory().resolve("rejects").toString());
    assertEquals(0, code(load), this::err);
    Path export = directory().resolve("out.jsonl");
    Process dump = builder(heap, "export", store()).redirectOutput(export.toFile()).start();
    assertEquals(0, code(dump), this::err);
    try (var lines = Files.lines(export)) {
      assertEquals(many + large, lines.count());
    }
    String copy = "sqlite:" + directory().resolve("copy.db");
    assertEquals(0, code(start(heap, "import", copy, export.toString(), "--native")), this::err);
    Path again = directory().resolve("again.jsonl");
    assertEquals(0, code(builder(heap, "export", copy).redirectOutput(again.toFile()).start()));
    assertEquals(-1, Files.mismatch(export, again));
    assertEquals(0, code(start(heap, "verify", copy)), this::err);
  }

  private String revision() throws Exception {
    return outOf("users", store(), "--json").replaceAll("(?s).*\"revision\":([0-9]+).*", "$1");
  }
}
