package dev.pagurus.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pagurus.document.Address;
import dev.pagurus.document.Body;
import dev.pagurus.spi.Backend;
import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.Durability;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.spi.Finding;
import dev.pagurus.spi.Progress;
import dev.pagurus.spi.StoredDocument;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Flips bytes of the files of a closed store, as a medium does that forgets: without a new time.
 * Nothing wrong is served, the damage is told, the rest is served, and a repair makes it whole.
 */
final class DamageTest {

  private static final boolean SOAK = Boolean.getBoolean("pagurus.soak");
  private static final int ENOUGH = 3;

  /** How many bytes of each file are flipped in a quick run. */
  private static final int SAMPLES = 5;

  @TempDir Path temporary = Path.of("");

  private final Map<Address, Body> documents = new HashMap<>();
  private final List<String> failures = new ArrayList<>();

  @Test
  void anyByteMayRot() throws IOException {
    Path sound = temporary.resolve("sound");
    make(sound);
    int flipped = 0;
    for (Path file : files(sound)) {
      byte[] bytes = Files.readAllBytes(file);
      int step = SOAK ? 1 : Math.max(1, bytes.length / SAMPLES);
      for (int at = step / 2; at < bytes.length && failures.size() < ENOUGH; at += step) {
        flip(sound, sound.relativize(file), at);
        flipped++;
      }
    }
    assertEquals(List.of(), failures);
    int all = flipped;
    assertTrue(all > 40, () -> "only " + all + " bytes flipped");
  }

  private void make(Path folder) {
    try (Backend backend = PowerStores.open(folder, Durability.COMMIT)) {
      PowerModel model = new PowerModel();
      PowerStores.Work work = new PowerStores.Work(backend, model, (what, call) -> call.run());
      work.live();
      PowerModel.Allowed allowed = model.allowed(model.promise(), false);
      for (Address address : allowed.addresses()) {
        PowerModel.Doc doc = model.last("alice").documents().get(PowerModel.key(address));
        if (doc != null) {
          documents.put(address, doc.body());
        }
      }
    }
  }

  /** All but the index, which is derived. */
  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile)
          .filter(file -> !file.endsWith("store.lock"))
          .filter(file -> !file.startsWith(folder.resolve("index")))
          .sorted()
          .toList();
    }
  }

  private void flip(Path sound, Path name, int at) throws IOException {
    Path copy = temporary.resolve("copy");
    copy(sound, copy);
    Path file = copy.resolve(name);
    FileTime time = Files.getLastModifiedTime(file);
    byte[] bytes = Files.readAllBytes(file);
    bytes[at] ^= (byte) (1 << (at % 8));
    Files.write(file, bytes);
    Files.setLastModifiedTime(file, time);
    try {
      judge(copy, name);
    } catch (RuntimeException | AssertionError e) {
      StringWriter trace = new StringWriter();
      e.printStackTrace(new PrintWriter(trace));
      failures.add(name + " at " + at + ": " + trace);
    } finally {
      UserRemoval.deleteTree(copy);
    }
  }

  static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path each : (Iterable<Path>) all::iterator) {
        Path target = to.resolve(from.relativize(each).toString());
        if (Files.isDirectory(each)) {
          Files.createDirectories(target);
        } else {
          Files.copy(each, target, StandardCopyOption.COPY_ATTRIBUTES);
        }
      }
    }
  }

  private void judge(Path folder, Path name) {
    Backend opened;
    try {
      opened = PowerStores.open(folder, Durability.COMMIT);
    } catch (BackendException e) {
      String said = String.valueOf(e.getMessage());
      assertTrue(said.contains(name.getFileName().toString()), said);
      return;
    }
    try (Backend backend = opened) {
      int damaged = serve(backend);
      List<Finding> findings = verify(backend);
      boolean isRecord = name.startsWith("users") && name.toString().contains("notes");
      boolean isAlices = name.startsWith(Path.of("users", "alice"));
      assertTrue(damaged <= (isRecord && isAlices ? 1 : 0), () -> "damaged: " + damaged);
      if (damaged > 0) {
        assertFalse(findings.isEmpty());
        assertTrue(findings.stream().anyMatch(finding -> finding.address() != null), "no address");
      }
      backend.maintenance().repair(folder.resolve("quarantine"), finding -> {}, Progress.NONE);
      assertEquals(List.of(), verify(backend));
      assertEquals(0, serve(backend));
    }
  }

  /** Reads every document; answers how many are damaged. */
  private int serve(Backend backend) {
    int damaged = 0;
    for (Map.Entry<Address, Body> document : documents.entrySet()) {
      try {
        StoredDocument got = backend.get("alice", List.of(document.getKey())).found().get(0);
        if (got != null) {
          assertEquals(document.getValue(), got.body());
        }
      } catch (BackendException e) {
        assertEquals(ErrorCode.CORRUPT, e.code());
        assertEquals(document.getKey(), e.address());
        damaged++;
      }
    }
    return damaged;
  }

  private static List<Finding> verify(Backend backend) {
    List<Finding> findings = new ArrayList<>();
    backend.maintenance().verify(findings::add, Progress.NONE);
    return findings;
  }
}
