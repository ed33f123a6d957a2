package dev.pagurus.migrator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pagurus.Store;
import dev.pagurus.document.Address;
import dev.pagurus.document.Body;
import dev.pagurus.spi.Backend;
import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.Batch;
import dev.pagurus.spi.Change;
import dev.pagurus.spi.Changes;
import dev.pagurus.spi.Condition;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.spi.Write;
import dev.pagurus.tck.stage.ForwardingBackend;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Records that cannot be moved: told, written down, and accepted by nobody but the operator. */
final class SetAsideTest {

  private static final String MARKER = "abcdefghijklmnopqrstuvwxyzabcdefghijklmnop";

  @TempDir Path folder;

  private static void put(Store store, String user, String id, String text) {
    Body body = Body.parse("{\"text\":\"" + text + "\"}");
    Write write = new Write.Put(new Address("things", id), body, Condition.NONE);
    store.backend().commit(user, Batch.of(write));
  }

  private static void fill(Store store) {
    for (int i = 0; i < 30; i++) {
      put(store, "alice", "d" + i, i % 10 == 5 ? MARKER + i : "text " + i);
      put(store, "bob", "d" + i, "text " + i);
    }
    Write write = new Write.Delete(new Address("things", "d29"), Condition.NONE);
    store.backend().commit("alice", Batch.of(write));
  }

  private void damage(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        byte[] bytes = Files.readAllBytes(file);
        byte[] wanted = MARKER.getBytes(StandardCharsets.US_ASCII);
        boolean found = false;
        for (int at = 0; at + wanted.length <= bytes.length; at++) {
          if (Arrays.equals(bytes, at, at + wanted.length, wanted, 0, wanted.length)) {
            bytes[at + 7] ^= 1;
            found = true;
          }
        }
        if (found) {
          FileTime changed = Files.getLastModifiedTime(file);
          Files.write(file, bytes);
          Files.setLastModifiedTime(file, changed);
        }
      }
    }
  }

  private MigrationOptions options() {
    return MigrationOptions.DEFAULT.withQuarantine(folder.resolve("aside.jsonl"), 10);
  }

  private static MigrationReport run(Store source, Backend target, MigrationOptions options) {
    return Migration.of(End.open("source", source), End.open("target", target), options)
        .run(MigrationListener.NONE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"sqlite", "sharded-sqlite", "file"})
  void aDamagedSourceArrivesButForWhatIsDamaged(String shell) throws Exception {
    Path stores = Files.createDirectory(folder.resolve("stores"));
    try (Store source = Shells.open(shell, stores, "source")) {
      fill(source);
    }
    damage(stores);
    try (Store source = Shells.open(shell, stores, "source");
        Store target = Shells.open("memory", folder, "target" + shell)) {
      MigrationReport first = run(source, target.backend(), options());
      assertEquals(Outcome.SET_ASIDE, first.outcome(), first::toMarkdown);
      assertEquals(3, first.quarantined(), first::toMarkdown);
      assertEquals(
          List.of("d15", "d25", "d5"),
          first.setAside().stream().map(one -> one.address().orElseThrow().id()).toList());
      assertEquals(3, Files.readAllLines(folder.resolve("aside.jsonl")).size());
      assertTrue(target.user("alice").info().orElseThrow().documents() >= 26);
      assertEquals(30, target.user("bob").info().orElseThrow().documents());
      assertEquals(
          source.backend().deletions("alice", 0, 100).changes(),
          target.backend().deletions("alice", 0, 100).changes());
      MigrationReport again = run(source, target.backend(), options());
      assertEquals(Outcome.SET_ASIDE, again.outcome());
      assertEquals(3, Files.readAllLines(folder.resolve("aside.jsonl")).size());
      MigrationReport accepted = run(source, target.backend(), options().withQuarantineAccepted());
      assertEquals(Outcome.DONE, accepted.outcome(), accepted::toMarkdown);
      assertEquals(3, accepted.quarantined());
      assertEquals(2, target.users().count());
    }
  }

  @Test
  void aUserWhoseFileIsLostDoesNotKeepTheOthers() throws IOException {
    requireOthersArrive("lost", "is lost", Files::delete);
  }

  @Test
  void aUserWhoseFileIsSomethingElseDoesNotKeepTheOthers() throws IOException {
    requireOthersArrive(
        "garbage", "not a SQLite database", file -> Files.write(file, new byte[50_000]));
  }

  @Test
  void aUserWhoseFileWasCutOffDoesNotKeepTheOthers() throws IOException {
    requireOthersArrive("cut", "is empty", file -> Files.write(file, new byte[0]));
  }

  private interface Damage {
    void to(Path file) throws IOException;
  }

  private void requireOthersArrive(String name, String reason, Damage damage) throws IOException {
    Path stores = Files.createDirectory(folder.resolve(name));
    try (Store source = Shells.open("sharded-sqlite", stores, "source")) {
      fill(source);
    }
    try (Stream<Path> files = Files.walk(stores)) {
      damage.to(files.filter(each -> each.endsWith("alice.db")).findFirst().orElseThrow());
    }
    try (Store source = Shells.open("sharded-sqlite", stores, "source");
        Store target = Shells.open("memory", folder, "target-of-" + name)) {
      MigrationReport first = run(source, target.backend(), options());
      assertEquals(Outcome.SET_ASIDE, first.outcome(), first::toMarkdown);
      assertEquals(List.of("alice"), first.setAside().stream().map(SetAside::user).toList());
      assertTrue(first.setAside().get(0).reason().contains(reason), first::toMarkdown);
      assertEquals(30, target.user("bob").info().orElseThrow().documents());
      MigrationReport accepted = run(source, target.backend(), options().withQuarantineAccepted());
      assertEquals(Outcome.DONE, accepted.outcome(), accepted::toMarkdown);
    }
  }

  @Test
  void anEditThatCannotBeTakenInIsToldAndWhatWasBeforeArrives() throws IOException {
    try (Store source = Shells.open("file", folder, "edited")) {
      fill(source);
    }
    Path record = folder.resolve("edited/users/bob/things/d7.toml");
    Files.writeString(record, Files.readString(record).replace("revision", "revision = revision"));
    try (Store source = Shells.open("file", folder, "edited");
        Store target = Shells.open("memory", folder, "target-of-edited")) {
      for (int run = 0; run < 2; run++) {
        MigrationReport report = run(source, target.backend(), options());
        assertEquals(Outcome.SET_ASIDE, report.outcome(), report::toMarkdown);
        assertEquals(1, report.quarantined(), report::toMarkdown);
        assertEquals("d7", report.setAside().get(0).address().orElseThrow().id());
        assertEquals(1, Files.readAllLines(folder.resolve("aside.jsonl")).size());
      }
      MigrationReport accepted = run(source, target.backend(), options().withQuarantineAccepted());
      assertEquals(Outcome.DONE, accepted.outcome(), accepted::toMarkdown);
      assertEquals(30, target.user("bob").info().orElseThrow().documents());
      assertTrue(target.user("bob").collection("things").get("d7").isPresent());
    }
  }

  /** A target with a taste of its own. */
  private static Backend refusing(Backend sound, String word) {
    return new ForwardingBackend(sound) {
      @Override
      public void replay(String user, Changes changes) {
        for (Change change : changes.changes()) {
          if (change instanceof Change.Written written
              && written.document().body().toString().contains(word)) {
            throw new BackendException(ErrorCode.INVALID, "not this word");
          }
        }
        next.replay(user, changes);
      }
    };
  }

  @Test
  void whatTheTargetRefusesIsFoundAndTheRestArrives() throws IOException {
    try (Store source = Shells.open("memory", folder, "source");
        Store target = Shells.open("memory", folder, "target")) {
      fill(source);
      Backend refusing = refusing(target.backend(), MARKER);
      MigrationReport first = run(source, refusing, options());
      assertEquals(Outcome.SET_ASIDE, first.outcome(), first::toMarkdown);
      assertEquals(3, first.quarantined());
      assertTrue(first.setAside().get(0).body().isPresent());
      assertTrue(Files.readString(folder.resolve("aside.jsonl")).contains(MARKER + 5));
      assertEquals(26, target.user("alice").info().orElseThrow().documents());
      MigrationReport again = run(source, refusing, options());
      assertEquals(Outcome.SET_ASIDE, again.outcome(), again::toMarkdown);
      assertEquals(3, again.quarantined());
      assertEquals(0, again.differing());
      put(source, "bob", "new", MARKER);
      MigrationReport more = run(source, refusing, options().withQuarantineAccepted());
      assertEquals(Outcome.SET_ASIDE, more.outcome(), "four are not the three that were shown");
      MigrationReport accepted = run(source, refusing, options().withQuarantineAccepted());
      assertEquals(Outcome.DONE, accepted.outcome(), accepted::toMarkdown);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"notes.txt", "nowhere/aside.jsonl", "."})
  void aQuarantineFileThatCannotBeIsRefusedBeforehand(String name) throws IOException {
    Files.writeString(folder.resolve("notes.txt"), "of somebody else");
    MigrationOptions options = MigrationOptions.DEFAULT.withQuarantine(folder.resolve(name), 10);
    try (Store source = Shells.open("memory", folder, "source3");
        Store target = Shells.open("memory", folder, "target3")) {
      fill(source);
      BackendException e =
          assertThrows(BackendException.class, () -> run(source, target.backend(), options));
      assertEquals(ErrorCode.INVALID, e.code(), e::toString);
      assertEquals(0, target.users().count());
    }
    assertEquals("of somebody else", Files.readString(folder.resolve("notes.txt")));
  }

  @Test
  void moreThanTheLimitEndsIt() {
    try (Store source = Shells.open("memory", folder, "source2");
        Store target = Shells.open("memory", folder, "target2")) {
      fill(source);
      MigrationReport report = run(source, refusing(target.backend(), "text"), options());
      assertEquals(Outcome.TOO_MUCH_SET_ASIDE, report.outcome());
      assertEquals(Outcome.DONE, run(source, target.backend(), options()).outcome());
      assertEquals(Portraits.of(source), Portraits.of(target));
    }
  }
}
