package dev.pagurus.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.lang.module.Configuration;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.lang.module.ResolvedModule;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Looks at the jars as they are shipped, the command's own and the libraries beside it: unlike the
 * other tests, which run on the class path, these put them on a module path.
 */
final class PackagedJarsIT {
  /** An application as its author would write it: it mentions the API and no backend. */
  private static final String APPLICATION =
      """
      package application;

      import static dev.pagurus.query.Query.where;

      import dev.pagurus.Document;
      import dev.pagurus.DocumentCollection;
      import dev.pagurus.Store;

      public final class Main {
        record Place(String name, String country, long population) {}

        public static void main(String[] locators) {
          for (String locator : locators) {
            try (Store store = Store.open(locator)) {
              DocumentCollection<Place> places = store.user("alice").collection("places", Place.class);
              places.create(new Place("Oslo", "NO", 709_037));
              places.create(new Place("Hell", "NO", 1_589));
              for (Document<Place> d : places.find(where("population").gt(100_000).limit(20))) {
                System.out.print(d.value().name() + " is in " + locator.replaceAll(":.*", ". "));
              }
            }
          }
        }
      }
      """;

  private static final String DESCRIPTOR =
      """
      module application {
        requires dev.pagurus;
        opens application to tools.jackson.databind;
      }
      """;

  private static final Path COMMAND =
      Path.of(System.getProperty("basedir", "")).toAbsolutePath().resolveSibling("cli/target");

  private static final List<Path> MODULE_PATH = commandAndItsLibraries();

  private static final ModuleFinder JARS = ModuleFinder.of(MODULE_PATH.toArray(Path[]::new));

  @Test
  void everyJarOfTheHouseIsANamedModule() {
    Set<String> named =
        JARS.findAll().stream()
            .map(ModuleReference::descriptor)
            .filter(module -> !module.isAutomatic())
            .map(ModuleDescriptor::name)
            .filter(Room::isInHouse)
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(
        Set.of(
            "dev.pagurus",
            "dev.pagurus.cli",
            "dev.pagurus.file",
            "dev.pagurus.migrator",
            "dev.pagurus.sharded",
            "dev.pagurus.sqlite",
            "dev.pagurus.tck"),
        named);
  }

  @Test
  void aBackendExportsItsOwnPackageAndNoneBelow() {
    for (Room backend : Room.BACKENDS) {
      JARS.find(backend.packageName())
          .map(ModuleReference::descriptor)
          .ifPresent(
              module ->
                  assertEquals(
                      Set.of(backend.packageName()),
                      module.exports().stream()
                          .map(ModuleDescriptor.Exports::source)
                          .collect(Collectors.toSet())));
    }
  }

  @Test
  void theCommandResolvesTogetherWithAllThatItsModulesBind() {
    Configuration resolved =
        ModuleLayer.boot()
            .configuration()
            .resolveAndBind(JARS, ModuleFinder.of(), Set.of("dev.pagurus.cli"));
    Set<String> names =
        resolved.modules().stream().map(ResolvedModule::name).collect(Collectors.toSet());
    assertTrue(
        names.containsAll(
            Set.of(
                "dev.pagurus",
                "dev.pagurus.tck",
                "dev.pagurus.sqlite",
                "dev.pagurus.sharded",
                "dev.pagurus.file")),
        names::toString);
  }

  @Test
  void aVirtualMachineStartsTheCommandAsAModule() throws Exception {
    String main = "dev.pagurus.cli/dev.pagurus.cli.Main";
    assertEquals("", java("--module-path", path(MODULE_PATH), "--dry-run", "--module", main));
  }

  @Test
  void anApplicationUsesThemAsModules(@TempDir Path directory) throws Exception {
    Path classes = directory.resolve("classes");
    compile(directory, "--module-path", path(MODULE_PATH), "-d", classes.toString());
    List<Path> modules = Stream.concat(Stream.of(classes), MODULE_PATH.stream()).toList();
    assertEquals(
        "Oslo is in memory. Oslo is in sqlite. Oslo is in file. Oslo is in sharded-sqlite. ",
        java(
            quietLogs(directory),
            "--enable-native-access=org.xerial.sqlitejdbc,org.apache.lucene.core",
            "--module-path",
            path(modules),
            "--module",
            "application/application.Main",
            "memory:",
            "sqlite:" + directory.resolve("places.db"),
            "file:" + directory.resolve("places"),
            "sharded-sqlite:" + directory.resolve("shards")));
  }

  @Test
  void anApplicationUsesThemOnTheClassPath(@TempDir Path directory) throws Exception {
    Path classes = directory.resolve("classes");
    // The command's jar names the others in its manifest, and a class path follows that.
    String libraries = path(List.of(classes, commandJar()));
    compile(directory, "--class-path", libraries, "-d", classes.toString());
    assertEquals(
        "Oslo is in memory. Oslo is in sqlite. Oslo is in file. Oslo is in sharded-sqlite. ",
        java(
            quietLogs(directory),
            "--enable-native-access=ALL-UNNAMED",
            "--class-path",
            libraries,
            "application.Main",
            "memory:",
            "sqlite:" + directory.resolve("places.db"),
            "file:" + directory.resolve("places"),
            "sharded-sqlite:" + directory.resolve("shards")));
  }

  /** Lucene tells the log what of a newer JDK it uses. */
  private static String quietLogs(Path directory) throws IOException {
    Path settings = Files.writeString(directory.resolve("logging.properties"), ".level=SEVERE\n");
    return "-Djava.util.logging.config.file=" + settings;
  }

  /** Compiles the application, with its module descriptor if there is a module path. */
  private static void compile(Path directory, String... options) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("-Werror", "--release", "17"));
    arguments.addAll(List.of(options));
    arguments.add(Files.writeString(directory.resolve("Main.java"), APPLICATION).toString());
    if (arguments.contains("--module-path")) {
      arguments.add(
          Files.writeString(directory.resolve("module-info.java"), DESCRIPTOR).toString());
    }
    StringWriter complaints = new StringWriter();
    int code =
        ToolProvider.findFirst("javac")
            .orElseThrow()
            .run(
                new PrintWriter(complaints),
                new PrintWriter(complaints),
                arguments.toArray(String[]::new));
    assertEquals(0, code, complaints::toString);
  }

  private static String path(List<Path> entries) {
    return entries.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
  }

  /** Runs Java and answers what it says and, if it fails, its exit code. */
  private static String java(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(arguments));
    command.add(0, Path.of(System.getProperty("java.home", ""), "bin", "java").toString());
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int code = process.waitFor();
    return code == 0 ? said : said + "exit code " + code;
  }

  /** Those that the manifest names; what an older build left beside them is none of them. */
  private static List<Path> commandAndItsLibraries() {
    List<Path> jars = new ArrayList<>(List.of(commandJar()));
    try (JarFile jar = new JarFile(commandJar().toFile())) {
      String names = jar.getManifest().getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
      for (String name : names.split(" ", -1)) {
        jars.add(COMMAND.resolve(name));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return jars;
  }

  private static Path commandJar() {
    try (DirectoryStream<Path> jars = Files.newDirectoryStream(COMMAND, "pagurus-cli-*.jar")) {
      for (Path jar : jars) {
        if (!jar.toString().matches(".*-(sources|javadoc)\\.jar")) {
          return jar;
        }
      }
    } catch (IOException e) {
      throw new IllegalStateException(
          "No built command in " + COMMAND + ": run mvn verify from the root", e);
    }
    throw new IllegalStateException(
        "No built command in " + COMMAND + ": run mvn verify from the root");
  }
}
