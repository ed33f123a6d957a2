package dev.pagurus.cli;

import static dev.pagurus.cli.Shell.run;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pagurus.cli.Shell.Result;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The command on a store of files: with nothing but the locator changed. */
final class FileStoreCommandsTest extends Processes {

  private String files() {
    return "file:" + directory().resolve("places");
  }

  private Path record(String id) {
    return directory().resolve("places/users/u/c/" + id + ".toml");
  }

  @Test
  void theDemoPlaysToItsEnd() {
    Result demo = run("demo", "file", "--dir", directory().resolve("demo").toString());
    assertEquals(0, demo.code(), demo.err());
    assertTrue(demo.out().contains("equal to the last bit"), demo.out());
    assertTrue(demo.out().contains("5,097 documents of 56 users"), demo.out());
    assertFalse(demo.out().contains("THEY DIFFER"));
  }

  @Test
  void everyCommandTakesALocatorOfFiles() throws Exception {
    String store = files();
    String config = directory().resolve("pagurus.toml").toString();
    done("init", store, "--config", config);
    done("index", store, "c", "--value", "n", "--text", "name");
    done("put", store, "u", "c", "a", "{\"n\":1,\"name\":\"Oslo\"}");
    done("put", "@" + config, "u", "c", "b", "{\"n\":2,\"name\":\"Hamar\"}");
    assertEquals("{\"n\":1,\"name\":\"Oslo\"}", compact(done("get", store, "u", "c", "a")));
    assertEquals(2, done("list", store, "u", "c", "--json").lines().size());
    assertEquals(1, done("find", store, "u", "c", "n = 2", "--json").lines().size());
    assertEquals("1", done("count", store, "u", "c", "name matches \"osl*\"").out().strip());
    assertEquals(1, done("users", store, "--json").lines().size());
    assertEquals(1, done("collections", store, "u", "--json").lines().size());
    assertEquals(2, done("changes", store, "u", "--json").lines().size());
    assertTrue(done("stats", store).out().contains("record_bytes"));
    Path exported = directory().resolve("export.jsonl");
    Files.writeString(exported, done("export", store).out());
    String copy = "file:" + directory().resolve("copy") + "?format=json";
    done("import", copy, exported.toString(), "--native");
    assertEquals(Files.readString(exported), done("export", copy).out());
    String backup = directory().resolve("backup").toString();
    done("backup", store, backup);
    String restored = "file:" + directory().resolve("restored");
    done("restore", restored, backup);
    assertEquals(Files.readString(exported), done("export", restored).out());
    done("verify", restored);
    done("delete", store, "u", "c", "b");
    done("compact", store);
    done("repair", store, "--quarantine", directory().resolve("aside").toString());
    done("users", store, "--delete", "u");
    done("verify", store);
    assertEquals(4, run("get", store, "u", "c", "a").code());
  }

  private static Result done(String... args) {
    Result result = run(args);
    assertEquals(0, result.code(), () -> String.join(" ", args) + ": " + result.err());
    return result;
  }

  private static String compact(Result result) {
    return result.out().replaceAll("\\s", "");
  }

  @Test
  void reindexTakesInWhatWasDoneByHand() throws Exception {
    String store = files();
    for (String id : List.of("a", "b", "c")) {
      done("put", store, "u", "c", id, "{\"n\":1}");
    }
    Files.writeString(record("a"), Files.readString(record("a")).replace("\nn = 1", "\nn = 2"));
    Files.delete(record("b"));
    Files.writeString(record("d"), "[document]\nn = 3\n");
    assertEquals(3, run("verify", store).code());
    Result taken = done("reindex", store);
    assertTrue(taken.err().contains("3 changes were taken in"), taken.err());
    assertEquals(
        List.of("{\"n\":2}", "{\"n\":1}", "{\"n\":3}"),
        done("list", store, "u", "c", "--json").json().stream()
            .map(line -> line.get("document").toString())
            .toList());
    done("verify", store);
    Files.writeString(record("a"), Files.readString(record("a")).replace("\nn = 2", "\nn = = 2"));
    Result broken = run("reindex", store, "--json");
    assertEquals(3, broken.code(), broken.err());
    assertEquals("a", broken.json().get(0).get("id").stringValue());
    assertTrue(broken.out().contains("line "), broken.out());
    done("put", store(), "u", "c", "a", "{}");
    done("reindex", store()); // nobody edits those
  }

  @Test
  void aSecondProcessIsToldWhoHasTheStore() throws Exception {
    done("put", files(), "u", "c", "a", "{\"n\":1}");
    Process holder = start(List.of(), "changes", files(), "u", "--follow", "--json");
    try (BufferedReader lines = holder.inputReader(StandardCharsets.UTF_8)) {
      assertTrue(String.valueOf(lines.readLine()).contains("\"a\""));
      Result refused = run("get", files(), "u", "c", "a");
      assertEquals(5, refused.code(), refused.err());
      assertTrue(refused.err().contains("process " + holder.pid() + " on "), refused.err());
      holder.destroyForcibly().waitFor(); // kill -9
      done("get", files(), "u", "c", "a");
    } finally {
      holder.destroyForcibly();
    }
    // What the file says is no lock, were it the name of a process that lives.
    Files.writeString(
        directory().resolve("places/store.lock"),
        "process " + ProcessHandle.current().pid() + " on this host\n");
    done("get", files(), "u", "c", "a");
    done("verify", files());
  }
}
