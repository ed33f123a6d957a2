package dev.pagurus.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pagurus.document.Address;
import dev.pagurus.document.Body;
import dev.pagurus.spi.Backend;
import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.Batch;
import dev.pagurus.spi.Durability;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.spi.Finding;
import dev.pagurus.spi.Progress;
import dev.pagurus.spi.StoredDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every kind of file of a store is spoiled in every way. Opening says which file it is, or serves
 * what is right; what is wrong is told, and a repair brings the rest back.
 */
@Tag("DUR-4")
final class SpoiledFileTest {

  private static final int NOTES = 4;

  @TempDir private Path temporary;

  private final Map<Address, Body> documents = new HashMap<>();

  /** What happens to a file. */
  private enum Spoiling {
    TRUNCATED,
    EMPTIED,
    FLIPPED,
    FOLDER,
    GONE,
    LINK;

    void spoil(Path file, Path elsewhere) throws IOException {
      FileTime time = Files.getLastModifiedTime(file);
      byte[] bytes = Files.readAllBytes(file);
      switch (this) {
        case TRUNCATED -> Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length / 2));
        case EMPTIED -> Files.write(file, new byte[0]);
        case FLIPPED -> {
          bytes[bytes.length / 2] ^= 1;
          Files.write(file, bytes);
        }
        case FOLDER -> {
          Files.delete(file);
          Files.createDirectory(file);
          Files.writeString(file.resolve("something"), "in it");
        }
        case GONE -> Files.delete(file);
        case LINK -> {
          Files.move(file, elsewhere);
          Files.createSymbolicLink(file, elsewhere);
        }
      }
      if (this == TRUNCATED || this == EMPTIED || this == FLIPPED) {
        Files.setLastModifiedTime(file, time);
      }
    }
  }

  private Path folder() {
    return temporary.resolve("store");
  }

  @BeforeEach
  void make() throws IOException {
    Path alive = temporary.resolve("alive");
    try (Backend backend = PowerStores.open(alive, Durability.COMMIT)) {
      for (int i = 0; i < NOTES; i++) {
        backend.commit("alice", Batch.of(PowerStores.put("notes", "n" + i, i, 2)));
      }
      backend.commit("alice", Batch.of(PowerStores.put("notes", "gone", 9, 2)));
      backend.commit("alice", Batch.of(PowerStores.delete("notes", "gone")));
      backend.define(
          new dev.pagurus.spi.CollectionDefinition("notes", List.of(PowerStores.INDEX)),
          Progress.NONE);
      backend.maintenance().compact(Progress.NONE);
      backend.commit("alice", Batch.of(PowerStores.put("notes", "late", 10, 2)));
      for (String id : List.of("n0", "n1", "n2", "n3", "late")) {
        Address address = new Address("notes", id);
        StoredDocument there = backend.get("alice", List.of(address)).found().get(0);
        documents.put(address, java.util.Objects.requireNonNull(there).body());
      }
      DamageTest.copy(alive, folder());
    }
  }

  private Path file(String kind) throws IOException {
    if (!kind.equals("journal")) {
      return folder().resolve(kind);
    }
    return JournalSegment.list(folder().resolve("journal")).lastEntry().getValue();
  }

  @ParameterizedTest
  @CsvSource({
    "users/alice/user.toml, TRUNCATED",
    "users/alice/user.toml, EMPTIED",
    "users/alice/user.toml, FLIPPED",
    "users/alice/user.toml, FOLDER",
    "users/alice/user.toml, GONE",
    "users/alice/user.toml, LINK",
    "users/alice/deletions.log, TRUNCATED",
    "users/alice/deletions.log, FLIPPED",
    "users/alice/deletions.log, FOLDER",
    "users/alice/deletions.log, LINK",
    "users/alice/notes/n1.toml, TRUNCATED",
    "users/alice/notes/n1.toml, EMPTIED",
    "users/alice/notes/n1.toml, FLIPPED",
    "users/alice/notes/n1.toml, FOLDER",
    "users/alice/notes/n1.toml, LINK",
    "journal, TRUNCATED",
    "journal, EMPTIED",
    "journal, FLIPPED",
    "journal, FOLDER",
    "journal, LINK",
    "store.toml, TRUNCATED",
    "store.toml, EMPTIED",
    "store.toml, FLIPPED",
    "store.toml, FOLDER",
    "store.toml, LINK",
    "store.toml, GONE",
    "indexes.toml, TRUNCATED",
    "indexes.toml, FLIPPED",
    "indexes.toml, FOLDER",
    "indexes.toml, LINK",
    "store.lock, TRUNCATED",
    "store.lock, FOLDER",
    "store.lock, LINK"
  })
  void isToldAndTheRestIsServed(String kind, Spoiling spoiling) throws IOException {
    Path file = file(kind);
    Path elsewhere = temporary.resolve("elsewhere");
    spoiling.spoil(file, elsewhere);
    for (boolean withIndex : new boolean[] {true, false}) {
      if (!withIndex && Files.exists(folder().resolve("index"))) {
        UserRemoval.deleteTree(folder().resolve("index"));
      }
      judge(file, kind);
      documents.keySet().removeIf(address -> kind.endsWith("n1.toml") && address.id().equals("n1"));
    }
  }

  private void judge(Path file, String kind) throws IOException {
    Backend opened;
    try {
      opened = PowerStores.open(folder(), Durability.COMMIT);
    } catch (BackendException e) {
      String said = String.valueOf(e.getMessage());
      assertTrue(said.contains(file.getFileName().toString()), said);
      return;
    }
    try (Backend backend = opened) {
      boolean isRecord = kind.endsWith("n1.toml"); // which is set aside then
      int missed = serve(backend);
      assertTrue(missed <= (isRecord || kind.equals("journal") ? 1 : 0), () -> "missed " + missed);
      List<Finding> findings = verify(backend);
      if (missed > 0 && isRecord) {
        assertFalse(findings.isEmpty());
      }
      if (!findings.isEmpty()) {
        backend.maintenance().repair(folder().resolve("quarantine"), f -> {}, Progress.NONE);
        assertEquals(List.of(), verify(backend));
        assertTrue(serve(backend) <= missed);
      }
      backend.commit("alice", Batch.of(PowerStores.put("notes", "n0", 0, 2)));
      assertEquals(
          0,
          backend
              .changes("alice", backend.get("alice", List.of()).revision(), 10)
              .changes()
              .size());
    }
  }

  /** Reads every document; answers how many are not there. */
  private int serve(Backend backend) {
    int missed = 0;
    for (Map.Entry<Address, Body> document : documents.entrySet()) {
      try {
        StoredDocument got = backend.get("alice", List.of(document.getKey())).found().get(0);
        if (got == null) {
          missed++;
        } else {
          assertEquals(document.getValue(), got.body());
        }
      } catch (BackendException e) {
        assertEquals(ErrorCode.CORRUPT, e.code());
        assertEquals(document.getKey(), e.address());
        missed++;
      }
    }
    return missed;
  }

  private static List<Finding> verify(Backend backend) {
    List<Finding> findings = new ArrayList<>();
    backend.maintenance().verify(findings::add, Progress.NONE);
    return findings;
  }
}
