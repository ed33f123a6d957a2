package dev.pagurus.architecture;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Shows, for each rule beside those of {@link DependencyMatrixTest}, what it catches and what it
 * lets pass.
 */
final class SeededViolationTest {
  private static final String PROVIDER =
      "package dev.pagurus.spi; public interface BackendProvider {}";

  @TempDir Path directory;

  @Test
  void aPackageBesideThePlanIsCaught() {
    catches(HouseRules.EVERY_PACKAGE_IS_ON_THE_PLAN, "package dev.pagurus.attic; class Junk {}");
    catches(
        HouseRules.EVERY_PACKAGE_IS_ON_THE_PLAN, "package dev.pagurus.documents; class Junk {}");
    passes(
        HouseRules.EVERY_PACKAGE_IS_ON_THE_PLAN,
        "package dev.pagurus.sqlite.sql; class Statement {}");
  }

  @Test
  void aPackageThatIsNotNullMarkedIsCaught() {
    catches(HouseRules.EVERY_PACKAGE_IS_NULL_MARKED, "package dev.pagurus.query; class Filter {}");
    passes(
        HouseRules.EVERY_PACKAGE_IS_NULL_MARKED,
        "package dev.pagurus.query; class Filter {}",
        "@org.jspecify.annotations.NullMarked package dev.pagurus.query;");
  }

  @Test
  void aTalkativeBackendIsCaught() {
    ArchRule rule = HouseRules.BACKENDS_ARE_MODEST;
    catches(rule, "package dev.pagurus.sqlite; public class Writer {}");
    catches(
        rule,
        "package dev.pagurus.sharded; public class ShardSettings { public static class Registry {} }");
    passes(
        rule,
        PROVIDER,
        "package dev.pagurus.sqlite; public class Sqlite implements dev.pagurus.spi.BackendProvider {}",
        "package dev.pagurus.sqlite; class Writer { public static class Queue {} }",
        "package dev.pagurus.sqlite; public class SqliteSettings {}",
        "package dev.pagurus.file.index; public class SearchIndex {}");
  }

  @Test
  void aLibraryThatPrintsIsCaught() {
    ArchRule rule = HouseRules.LIBRARIES_DO_NOT_PRINT;
    catches(rule, "package dev.pagurus; class Store { void open() { System.out.println(); } }");
    catches(rule, "package dev.pagurus.tck; class Kit { void run() { System.err.println(); } }");
    catches(
        rule,
        "package dev.pagurus.sqlite; class Reader { void fail(Exception e) { e.printStackTrace(); } }");
    passes(
        rule,
        "package dev.pagurus; class Store { System.Logger logger = System.getLogger(\"store\"); }",
        "package dev.pagurus.cli; class Main { void run() { System.out.println(); } }");
  }

  @Test
  void anotherLoggerIsCaught() {
    catches(
        HouseRules.NO_OTHER_LOGGER,
        "package dev.pagurus.cli; class Main { java.util.logging.Logger logger; }");
    catches(
        HouseRules.NO_OTHER_LOGGER,
        "package dev.pagurus.bench; class Run { org.slf4j.Logger logger; }");
    passes(
        HouseRules.NO_OTHER_LOGGER, "package dev.pagurus; class Store { System.Logger logger; }");
  }

  private void catches(ArchRule rule, String... sources) {
    assertTrue(
        isBroken(rule, sources), () -> rule.getDescription() + " let pass " + List.of(sources));
  }

  private void passes(ArchRule rule, String... sources) {
    assertFalse(
        isBroken(rule, sources), () -> rule.getDescription() + " refused " + List.of(sources));
  }

  private boolean isBroken(ArchRule rule, String... sources) {
    try {
      Path own = Files.createTempDirectory(directory, "seeded");
      return rule.evaluate(SeededCode.compile(own, List.of(sources))).hasViolation();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
