package dev.pagurus.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Seeds a class for every pair of a room and something that it might use, and shows that each
 * room's rule catches exactly the classes it must. The table was written from the description of
 * the house, not from {@link Room}.
 */
final class DependencyMatrixTest {
  /** x: may use, -: must not. */
  private static final String TABLE =
      """
      room      document query spi store tck file sqlite sharded migrator cli bench jdk jackson jdbc jmh junit lucene picocli toml jul
      document  x        -     -   -     -   -    -      -       -        -   -     x   x       -    -   -     -      -       -    -
      query     x        x     -   -     -   -    -      -       -        -   -     x   x       -    -   -     -      -       -    -
      spi       x        x     x   -     -   -    -      -       -        -   -     x   x       -    -   -     -      -       -    -
      store     x        x     x   x     -   -    -      -       -        -   -     x   x       -    -   -     -      -       x    -
      tck       x        x     x   x     x   -    -      -       x        -   -     x   x       -    -   x     -      -       -    -
      file      x        x     x   x     -   x    -      -       -        -   -     x   x       -    -   -     x      -       x    -
      sqlite    x        x     x   x     -   -    x      -       -        -   -     x   x       x    -   -     -      -       -    -
      sharded   x        x     x   x     -   -    x      x       -        -   -     x   x       x    -   -     -      -       -    -
      migrator  x        x     x   x     -   -    -      -       x        -   -     x   x       -    -   -     -      -       -    -
      cli       x        x     x   x     x   -    -      -       x        x   -     x   x       -    -   x     -      x       -    -
      bench     x        x     x   x     x   x    x      x       x        x   x     x   x       x    x   x     x      x       x    -
      """;

  private static final Map<String, String> LIBRARY_TYPES =
      Map.of(
          "jdk", "java.util.concurrent.Flow",
          "jackson", "tools.jackson.databind.JsonNode",
          "jdbc", "java.sql.Connection",
          "jmh", "org.openjdk.jmh.annotations.Benchmark",
          "junit", "org.junit.jupiter.api.Test",
          "lucene", "org.apache.lucene.index.IndexWriter",
          "picocli", "picocli.CommandLine",
          "toml", "org.tomlj.Toml",
          "jul", "java.util.logging.Logger");

  @TestFactory
  Stream<DynamicTest> aRoomsRuleCatchesWhatItMustNotUse(@TempDir Path directory) {
    List<String[]> rows = TABLE.lines().map(line -> line.split(" +")).toList();
    String[] columns = rows.get(0);
    JavaClasses seeded = SeededCode.compile(directory, sources(columns));
    return rows.stream()
        .skip(1)
        .map(
            row ->
                dynamicTest(
                    row[0], () -> assertEquals(forbidden(columns, row), caught(row[0], seeded))));
  }

  private static List<String> sources(String[] columns) {
    List<String> sources = new ArrayList<>();
    sources.add("package org.apache.lucene.index; public class IndexWriter {}");
    for (Room room : Room.values()) {
      sources.add("package " + room.packageName() + "; public class Resident {}");
      for (int i = 1; i < columns.length; i++) {
        sources.add(
            "package %s; class Uses_%s { %s it; }"
                .formatted(room.packageName(), columns[i], typeOf(columns[i])));
      }
    }
    return sources;
  }

  private static String typeOf(String column) {
    String type = LIBRARY_TYPES.get(column);
    return type != null ? type : room(column).packageName() + ".Resident";
  }

  private static Room room(String name) {
    return Room.valueOf(name.toUpperCase(Locale.ROOT));
  }

  private static Set<String> forbidden(String[] columns, String[] row) {
    Set<String> forbidden = new TreeSet<>();
    for (int i = 1; i < columns.length; i++) {
      if (row[i].equals("-")) {
        forbidden.add("Uses_" + columns[i]);
      }
    }
    return forbidden;
  }

  private static Set<String> caught(String name, JavaClasses seeded) {
    Set<String> caught = new TreeSet<>();
    HouseRules.usesOnlyWhatItMay(room(name))
        .evaluate(seeded)
        .handleViolations(
            (Collection<Dependency> dependencies, String message) ->
                dependencies.forEach(d -> caught.add(d.getOriginClass().getSimpleName())));
    return caught;
  }
}
