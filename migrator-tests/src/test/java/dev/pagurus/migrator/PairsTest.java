package dev.pagurus.migrator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pagurus.Store;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What arrives is what left, from every shell into every shell. */
final class PairsTest {

  @ParameterizedTest(name = "{0} to {1}")
  @MethodSource("dev.pagurus.migrator.Shells#pairs")
  void hostileDataArrivesAsItLeft(String from, String to, @TempDir Path folder) {
    try (Store source = Shells.open(from, folder, "source");
        Store target = Shells.open(to, folder, "target")) {
      Hostile.fill(source, 400, 1);
      Migration migration =
          Migration.of(
              End.open("source", source), End.open("target", target), MigrationOptions.DEFAULT);
      MigrationReport report = migration.run(MigrationListener.NONE);
      assertEquals(Outcome.DONE, report.outcome(), report::toMarkdown);
      assertEquals(report.sourceDigest(), report.targetDigest());
      assertEquals(Portraits.of(source), Portraits.of(target));
    }
  }
}
