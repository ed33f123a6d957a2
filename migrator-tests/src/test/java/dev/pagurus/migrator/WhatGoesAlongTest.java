package dev.pagurus.migrator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pagurus.Store;
import dev.pagurus.document.Address;
import dev.pagurus.document.Body;
import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.Batch;
import dev.pagurus.spi.Condition;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.spi.Quota;
import dev.pagurus.spi.Write;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What belongs to a store beside its documents, and what happens to a source after its move. */
final class WhatGoesAlongTest {

  @TempDir Path folder;

  private static Migration between(Store source, Store target) {
    return Migration.of(
        End.open("source", source), End.open("target", target), MigrationOptions.DEFAULT);
  }

  private static void put(Store store, String id, int n) {
    Body body = Body.parse("{\"n\":" + n + "}");
    Write write = new Write.Put(new Address("things", id), body, Condition.NONE);
    store.backend().commit("alice", Batch.of(write));
  }

  @Test
  void quotasArrive() {
    try (Store source = Shells.open("memory", folder, "quotas");
        Store target = Shells.open("sqlite", folder, "quotas")) {
      put(source, "a", 1);
      Quota quota = new Quota(OptionalLong.of(1), OptionalLong.of(1_000));
      source.backend().setQuota("alice", quota);
      assertEquals(Outcome.DONE, between(source, target).run(MigrationListener.NONE).outcome());
      assertEquals(quota, target.backend().quota("alice"));
      BackendException e = assertThrows(BackendException.class, () -> put(target, "b", 2));
      assertEquals(ErrorCode.FULL, e.code());
    }
  }

  @Test
  void aSourceThatIsWrittenToAfterItsMoveIsSeenToDiffer() {
    try (Store source = Shells.open("memory", folder, "written");
        Store target = Shells.open("sqlite", folder, "written")) {
      put(source, "a", 1);
      assertEquals(Outcome.DONE, between(source, target).run(MigrationListener.NONE).outcome());
      put(source, "b", 2);
      String before = Portraits.of(target);
      BackendException e =
          assertThrows(
              BackendException.class, () -> between(source, target).run(MigrationListener.NONE));
      assertEquals(ErrorCode.EXISTS, e.code());
      assertEquals(before, Portraits.of(target));
    }
  }

  @Test
  void aVerificationThatIsStoppedGoesOnAndNothingIsMovedAgain() {
    try (Store source = Shells.open("memory", folder, "verified");
        Store target = Shells.open("sqlite", folder, "verified")) {
      Hostile.fill(source, 300, 12);
      Migration first = between(source, target);
      MigrationReport stopped =
          first.run(
              progress -> {
                if (progress.phase() == Phase.VERIFYING) {
                  first.stop();
                }
              });
      assertEquals(Outcome.STOPPED, stopped.outcome(), stopped::toMarkdown);
      MigrationReport done = between(source, target).run(MigrationListener.NONE);
      assertEquals(Outcome.DONE, done.outcome(), done::toMarkdown);
      assertEquals(0, done.movedDocuments());
      assertEquals(Portraits.of(source), Portraits.of(target));
    }
  }

  /** Edits one document by hand, deletes another's file, and makes a third. */
  private void edit(String store) throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve(store).resolve("users"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        switch (String.valueOf(file.getFileName())) {
          case "d1.toml" -> {
            Files.writeString(file, Files.readString(file).replace("n = 1", "n = 111"));
            Files.writeString(file.resolveSibling("made.toml"), "[document]\nn = 7\n");
          }
          case "d2.toml" -> Files.delete(file);
          default -> {}
        }
      }
    }
  }

  private static List<JsonNode> values(Store store) {
    return Stream.of("d0", "d1", "d2", "made")
        .map(id -> store.user("alice").collection("things").get(id))
        .map(found -> found.map(one -> one.value().get("n")).orElse(Json.object()))
        .toList();
  }

  @Test
  void whatPeopleEditedByHandArrives() throws Exception {
    try (Store source = Shells.open("file", folder, "edited")) {
      for (int i = 0; i < 3; i++) {
        put(source, "d" + i, i);
      }
    }
    edit("edited");
    try (Store source = Shells.open("file", folder, "edited");
        Store target = Shells.open("sqlite", folder, "edited")) {
      MigrationReport report = between(source, target).run(MigrationListener.NONE);
      assertEquals(Outcome.DONE, report.outcome(), report::toMarkdown);
      assertEquals("[0, 111, {}, 7]", values(target).toString());
      assertEquals(Portraits.of(source), Portraits.of(target));
      assertTrue(report.differences().isEmpty());
    }
  }
}
