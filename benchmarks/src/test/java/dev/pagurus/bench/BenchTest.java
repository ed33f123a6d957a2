package dev.pagurus.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The command line that docs/performance.md tells of. */
final class BenchTest {

  @Test
  void helpNamesEveryMeasurement() {
    StringWriter out = new StringWriter();
    assertEquals(0, Bench.command().setOut(new PrintWriter(out)).execute("--help"));
    for (String name :
        List.of(
            "sqlite",
            "file",
            "peers",
            "users",
            "migrate",
            "growth",
            "memory",
            "sizes",
            "counters",
            "jmh")) {
      assertTrue(out.toString().contains("\n  " + name), out.toString());
    }
  }

  @Test
  void usersAreMeasuredBesideTheSameByHand(@TempDir Path directory) throws Exception {
    Path report = directory.resolve("report.md");
    int code =
        Bench.command()
            .execute(
                "users",
                "--users=24",
                "--rounds=2",
                "--calls=16",
                "--most-open=10",
                "--dir=" + directory.resolve("stores"),
                "--out=" + report);
    assertEquals(0, code);
    String told = Files.readString(report);
    for (String path :
        List.of(
            "create",
            "open",
            "cold",
            "get-zipf",
            "put-zipf",
            "put-zipf-8",
            "across-value",
            "across-range",
            "across-most",
            "ours",
            "raw")) {
      assertTrue(told.contains("| " + path + " |"), told);
    }
  }

  @Test
  void peersAreMeasuredOnlyByABuildThatHasThem() {
    assumeTrue(Peers.builtIn().isEmpty(), "built with the profile peers");
    StringWriter err = new StringWriter();
    int code = Bench.command().setErr(new PrintWriter(err)).execute("peers", "--records=100");
    assertEquals(2, code);
    assertTrue(err.toString().contains("./benchmarks/run peers"), err.toString());
  }

  @Test
  void movesAreMeasuredBesideTheSameByHand(@TempDir Path directory) throws Exception {
    Path report = directory.resolve("report.md");
    int code =
        Bench.command()
            .execute(
                "migrate",
                "--records=60",
                "--users=3",
                "--rounds=1",
                "--small",
                "--only=file-sqlite,sqlite-sharded-sqlite,sharded-sqlite-file",
                "--dir=" + directory.resolve("stores"),
                "--out=" + report);
    assertEquals(0, code);
    String told = Files.readString(report);
    for (String pair :
        List.of("file - sqlite", "sqlite - sharded-sqlite", "sharded-sqlite - file")) {
      assertTrue(told.contains("| " + pair + " |"), told);
    }
    assertEquals(3, told.lines().filter(line -> line.matches("\\| .* - .*[0-9] .*")).count(), told);
  }

  @Test
  void whatIsNotJmhsIsLeftToJmh() {
    CommandLine.ParseResult parsed =
        Bench.command().parseArgs("jmh", "-f", "0", "DocumentCalls.*", "-p", "side=ours");
    JmhBench jmh = (JmhBench) parsed.subcommand().commandSpec().userObject();
    assertEquals(List.of("-f", "0", "DocumentCalls.*", "-p", "side=ours"), jmh.arguments());
  }

  @Test
  void aReportTakesThePlaceOfAnOlderOne() {
    String document = "# Speed\n<!-- sqlite -->\nold\n<!-- /sqlite -->\nend\n";
    String expected = "# Speed\n<!-- sqlite -->\n\nnew\n\n<!-- /sqlite -->\nend\n";
    assertEquals(expected, Report.replaced(document, "sqlite", "new\n"));
    assertEquals(expected, Report.replaced(expected, "sqlite", "new\n"));
    assertThrows(
        IllegalArgumentException.class, () -> Report.replaced(document, "growth", "new\n"));
  }

  @Test
  void aReportIsWrittenAndNothingElseIsLeft(@TempDir Path directory) throws Exception {
    Path report = directory.resolve("report.md");
    Path stores = directory.resolve("stores");
    int code =
        Bench.command()
            .execute(
                "sqlite",
                "--records=100",
                "--rounds=1",
                "--lap=1",
                "--only=get",
                "--dir=" + stores,
                "--out=" + report);
    assertEquals(0, code);
    assertTrue(Files.readString(report).contains("| get | get with parse | >= 0.80 |"));
    try (var left = Files.list(stores)) {
      assertEquals(0, left.count());
    }
  }
}
