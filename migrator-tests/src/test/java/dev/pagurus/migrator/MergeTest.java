package dev.pagurus.migrator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pagurus.Store;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Into a target that is not empty, by the rule that was asked for. */
final class MergeTest {

  @TempDir Path folder;

  private static void put(Store store, String user, String id, String word) {
    store.user(user).collection("things").put(id, Json.object().put("word", word));
  }

  private static String word(Store store, String user, String id) {
    return store
        .user(user)
        .collection("things")
        .get(id)
        .map(document -> document.value().path("word").asString(""))
        .orElse("nothing");
  }

  private static MigrationReport run(Store source, Store target, MergeRule rule) {
    return Migration.of(
            End.open("source", source),
            End.open("target", target),
            MigrationOptions.DEFAULT.withMerge(rule))
        .run(MigrationListener.NONE);
  }

  @ParameterizedTest
  @EnumSource(MergeRule.class)
  void theRuleDecidesAndNobodyElseIsTouched(MergeRule rule) throws Exception {
    try (Store source = Shells.open("memory", folder, "source" + rule);
        Store target = Shells.open("sqlite", folder, "target" + rule)) {
      put(target, "alice", "older", "target");
      put(source, "alice", "newer", "source");
      Thread.sleep(5);
      put(source, "alice", "older", "source");
      put(source, "alice", "only", "source");
      put(source, "bob", "b", "source");
      put(target, "alice", "newer", "target");
      put(target, "alice", "mine", "target");
      put(target, "carol", "c", "target");
      MigrationReport cut =
          cutShort(source, target, rule); // the list of who was there before comes first
      assertEquals(Outcome.STOPPED, cut.outcome());
      MigrationReport report = run(source, target, rule);
      assertEquals(Outcome.DONE, report.outcome(), report::toMarkdown);
      assertEquals(
          List.of("alice", "bob", "carol"), target.users().map(info -> info.user()).toList());
      assertEquals("source", word(target, "alice", "only"));
      assertEquals("target", word(target, "alice", "mine"));
      assertEquals("source", word(target, "bob", "b"));
      assertEquals("target", word(target, "carol", "c"));
      String older = rule == MergeRule.TARGET ? "target" : "source";
      String newer = rule == MergeRule.SOURCE ? "source" : "target";
      assertEquals(older, word(target, "alice", "older"));
      assertEquals(newer, word(target, "alice", "newer"));
    }
  }

  private static MigrationReport cutShort(Store source, Store target, MergeRule rule) {
    Migration migration =
        Migration.of(
            End.open("source", source),
            End.open("target", target),
            MigrationOptions.DEFAULT.withMerge(rule));
    return migration.run(
        progress -> {
          if (progress.phase() == Phase.MOVING) {
            migration.stop();
          }
        });
  }

  @ParameterizedTest
  @EnumSource(MergeRule.class)
  void whatIsGivenUpLeavesWhoWasThere(MergeRule rule) {
    try (Store source = Shells.open("memory", folder, "from" + rule);
        Store target = Shells.open("memory", folder, "to" + rule)) {
      put(target, "alice", "a", "target");
      put(source, "bob", "b", "source");
      assertEquals(Outcome.STOPPED, cutShort(source, target, rule).outcome());
      Migration.of(End.open("", source), End.open("", target), MigrationOptions.DEFAULT).abort();
      assertEquals(List.of("alice"), target.users().map(info -> info.user()).toList());
      assertEquals("target", word(target, "alice", "a"));
    }
  }
}
