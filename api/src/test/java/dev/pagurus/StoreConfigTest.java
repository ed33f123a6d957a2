package dev.pagurus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.pagurus.document.FieldPath;
import dev.pagurus.spi.CollectionDefinition;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.spi.IndexDefinition;
import dev.pagurus.spi.IndexDefinition.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a pagurus.toml may say, and what is said of one that says something else. */
class StoreConfigTest {

  private static final String KNOWN =
      " (known: busy-timeout, cache, collections, disks, durability, feed-retention, label, locator,"
          + " max-document-bytes, readers, refuse-scans, transaction-attempts, users-at-once)";

  @TempDir Path directory;

  @Test
  void aFullFileSaysWhereTheStoreIsHowToOpenItAndWhatToIndex() throws IOException {
    StoreConfig config =
        read(
            """
            # Places, for the demo.
            locator = "disk:data/places.db?readers=3"
            durability = "relaxed"
            refuse-scans = true
            transaction-attempts = 5
            max-document-bytes = "1MiB"
            cache = 4096
            busy-timeout = "30s"
            label = "caf\u00e9"

            [collections.places]
            value = ["country", "country, population", "`dot.ted`,`a,b` , location.lat"]
            unique = ["code"]
            array = ["codes"]
            text = ["name", "name, region"]

            [collections]
            notes.text = ["body"]
            """);
    assertEquals("disk", config.locator().backend());
    assertEquals(directory.resolve("data/places.db").toString(), config.locator().location());
    assertEquals(
        Map.of(
            "readers", "3",
            "durability", "relaxed",
            "refuse-scans", "true",
            "transaction-attempts", "5",
            "max-document-bytes", "1MiB",
            "cache", "4096",
            "busy-timeout", "30s",
            "label", "caf\u00e9"),
        config.locator().settings());
    assertEquals(
        List.of(
            new CollectionDefinition(
                "places",
                List.of(
                    index(Kind.VALUE, "country"),
                    index(Kind.VALUE, "country", "population"),
                    new IndexDefinition(
                        Kind.VALUE,
                        List.of(
                            FieldPath.of("dot.ted"),
                            FieldPath.of("a,b"),
                            FieldPath.of("location", "lat"))),
                    index(Kind.UNIQUE, "code"),
                    index(Kind.ARRAY, "codes"),
                    index(Kind.TEXT, "name"),
                    index(Kind.TEXT, "name", "region"))),
            new CollectionDefinition("notes", List.of(index(Kind.TEXT, "body")))),
        config.collections());
  }

  @Test
  void theLocatorIsAllThatMustBeThere() throws IOException {
    StoreConfig config = read("locator = 'memory:'");
    assertEquals(new StoreConfig(Locator.parse("memory:"), List.of()), config);
  }

  @Test
  void onlyPathsCountFromTheFolderOfTheFile() throws IOException {
    assertEquals("data", read("locator = 'memory:data'").locator().location());
    Path absolute = directory.resolve("elsewhere/x.db").toAbsolutePath();
    assertEquals(
        absolute.toString(), read("locator = 'disk:" + absolute + "'").locator().location());
    assertEquals("", read("locator = 'disk:'").locator().location());
    String odd = read("locator = 'disk:../a%3Fb%25.db'").locator().location();
    assertEquals(directory.resolve("../a?b%.db").toString(), odd);
  }

  @Test
  void allProblemsAreToldAtOnceInTheOrderOfTheFile() throws IOException {
    String message =
        refusal(
            """
            locater = "disk:x"
            locator = "disk:x?durabilty=relaxed"
            refuse-scans = "yes"
              durability = "fast"
            busy_timeout = "30s"

            [collections.places]
            values = ["a"]
            unique = ["a, b"]
            [collections.Places]
            """);
    assertEquals(
        """
        open: 8 problems
          FILE:1:1: there is no key "locater"; did you mean locator?KNOWN
          FILE:2:1: there is no setting "durabilty"; did you mean durability? (known: busy-timeout, cache, disks, durability, feed-retention, label, max-document-bytes, readers, refuse-scans, transaction-attempts, users-at-once)
          FILE:3:1: the setting refuse-scans must be true or false, as in refuse-scans = false, and this is text
          FILE:4:3: the setting durability cannot be "fast": it must be one of: commit, relaxed
          FILE:5:1: there is no key "busy_timeout"; did you mean busy-timeout?KNOWN
          FILE:8:1: there is no key "values"; did you mean value? (known: array, text, unique, value)
          FILE:9:11: an index of the kind unique has 1 to 1 paths, and this has 2
          FILE:10:1: collection "Places" is not allowed"""
            .replace("KNOWN", KNOWN)
            .replace("FILE", directory.resolve("pagurus.toml").toString()),
        message.substring(0, message.indexOf("is not allowed") + 14));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "durability = 1|must be one of: commit, relaxed, as in durability = \"commit\", and this is an integer",
        "readers = \"7\"|readers must be a whole number, 0 or more, such as 20, as in readers = 0, and this is text",
        "readers = 1.5|and this is a float",
        "readers = -1|cannot be \"-1\": it must be a whole number, 0 or more",
        "readers = 99999999999999999999|too large",
        "readers = [1]|and this is an array",
        "readers = {a = 1}|and this is a table",
        "readers = 2026-11-21|and this is a date or time",
        "refuse-scans = 1|must be true or false, as in refuse-scans = false, and this is an integer",
        "refuse-scans = TRUE|expected",
        "cache = true|8MiB or 1GiB, as in cache = \"1KiB\", and this is a boolean",
        "cache = \"8MB\"|cannot be \"8MB\": it must be a number of bytes, such as 8388608, 8192KiB, 8MiB",
        "busy-timeout = 30|as in busy-timeout = \"1s\", and this is an integer",
        "busy-timeout = \"30\"|cannot be \"30\": it must be a time span with its unit",
        "label = true|must be text, as in label = \"none\", and this is a boolean",
        "collections = 1|collections are tables such as [collections.places]",
        "collections.places = [\"a\"]|a collection is a table such as [collections.places]",
        "collections.places.value = \"a\"|value must be an array of text, as in value = [",
        "collections.places.value = [1]|an index is text, its paths with commas between them",
        "collections.places.value = [[\"a\"]]|an index is text",
        "collections.places.value = [\"\"]|not a path",
        "collections.places.value = [\"a,,b\"]|not a path",
        "collections.places.value = [\"a b\"]|not a path: \"a b\"",
        "collections.places.value = [\"order\"]|backquotes",
        "collections.places.value = [\"a, a\"]|stands twice",
        "collections.places.text = [\"`a\"]|closing backquote"
      })
  void everyKindOfProblemIsToldWithItsLine(String line, String expected) throws IOException {
    String message = refusal("locator = \"disk:x\"\n" + line + "\n");
    String where = "open: " + directory.resolve("pagurus.toml") + ":2:";
    assertTrue(message.startsWith(where) && message.contains(expected), message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "|1:1: there is no locator; add one, such as locator = \"sqlite:places.db\"",
        "locator = 1|1:1: locator must be text, and this is an integer",
        "locator = \"places.db\"|1:1: not a locator: \"places.db\": it must begin with",
        "locator = \"sqlite:x\"|1:1: there is no backend \"sqlite\" (there is: disk, memory)",
        "locator = \"dsk:x\"|1:1: there is no backend \"dsk\"; did you mean disk?",
        "locator = \"disk:x?cache=1&readers=x\"|1:1: the setting readers cannot be \"x\"",
        "locator = \"disk:x?readers=1\"\\nreaders = 2|2:1: the setting readers is given in the locator already"
      })
  void theLocatorIsJudged(String toml, String expected) throws IOException {
    String message = refusal(toml == null ? "" : toml.replace("\\n", "\n"));
    String where = "open: " + directory.resolve("pagurus.toml") + ":";
    assertTrue(message.startsWith(where + expected), message);
  }

  @Test
  void withoutItsBackendOnlyWhatAllKnowIsJudged() throws IOException {
    String message = refusal("locator = 'gone:x'\nwhatever = 1\ndurability = 2\n");
    assertTrue(message.startsWith("open: 2 problems"), message);
    assertFalse(message.contains("whatever"), message);
  }

  @Test
  void syntaxErrorsAndOtherProblemsAreToldTogether() throws IOException {
    String message =
        refusal(
            """
            locator = "disk:x"
            label = "never ends
            readers = 1
            readers = 2
            cache = 1.5
            x = = 1
            collections.places.value = ["a"
            collections.A.value = ["a"]
            """);
    assertTrue(message.startsWith("open: 6 problems"), message);
    for (int line : new int[] {2, 4, 5, 6, 8}) {
      assertTrue(message.contains("pagurus.toml:" + line + ":"), message);
    }
  }

  @Test
  void aLocatorThatWasNotUnderstoodIsNotMissing() throws IOException {
    String message = refusal("locator = \"disk:x\nreaders = 1\n");
    assertTrue(message.contains("pagurus.toml:1:18: "), message);
    assertFalse(message.contains("there is no locator"), message);
  }

  @Test
  void manyProblemsAreCounted() throws IOException {
    String message = refusal("locator = 'disk:x'\n" + "= 1\n".repeat(500));
    assertTrue(message.startsWith("open: 500 problems\n"), message);
    assertTrue(message.endsWith("\n  and 480 more"), message);
    assertEquals(22, message.lines().count());
  }

  @Test
  void lineEndsAndByteOrderMarksOfWindowsAreTaken() throws IOException {
    StoreConfig config = read("\ufefflocator = 'disk:x'\r\n\r\n# \u00e9\r\nreaders = 2\r\n");
    assertEquals(Map.of("readers", "2"), config.locator().settings());
    assertTrue(refusal("\ufefflocator = 1\r\n").contains("pagurus.toml:1:1: "), "columns stay");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "a = [", "a = {a = ", "a.", "a = \"", "\u0001", "[[a]]\n"})
  void hostileFilesEndInAProblem(String repeated) throws IOException {
    String message = refusal(repeated.repeat(StoreConfig.MAX_BYTES / 2 / repeated.length()));
    assertTrue(message.length() < 10_000, "a message for people");
  }

  @Test
  void filesThatCannotBeReadAreToldByName() throws IOException {
    Path file = directory.resolve("pagurus.toml");
    assertTrue(refusal(file).contains(" is not there (looked for " + file.toAbsolutePath()));
    assertTrue(refusal(directory).contains(" is a directory; name the file in it"));
    Files.write(file, "locator = 'disk:x'\n# caf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1));
    assertTrue(refusal(file).contains(" is not UTF-8: there is a wrong byte in line 2"));
    assertTrue(refusal(directory).contains(" name the file in it: \"" + file));
    Files.writeString(file, "#".repeat(StoreConfig.MAX_BYTES + 1));
    assertTrue(refusal(file).contains(" has more than 1048576 bytes"));
    Files.writeString(file, "locator = 'memory:'\n" + "#".repeat(StoreConfig.MAX_BYTES - 20));
    assertEquals("memory", read(file, Map.of()).locator().backend());
  }

  @Test
  void aFileThatMayNotBeReadIsToldSo() throws IOException {
    Path file = Files.writeString(directory.resolve("pagurus.toml"), "locator = 'memory:'\n");
    assumeFalse(file.toFile().setReadable(false) && Files.isReadable(file), "root reads all");
    assertTrue(refusal(file).contains(" may not be read by this process"), refusal(file));
  }

  @Test
  void theEnvironmentIsStrongerThanTheFile() throws IOException {
    StoreConfig config =
        read(
            "locator = 'disk:x?readers=1'\ndurability = 'commit'\ncache = 1\n",
            Map.of(
                "PAGURUS_DURABILITY", "relaxed",
                "PAGURUS_READERS", "9",
                "PAGURUS_FEED_RETENTION", "7d",
                "PAGURUS_LABEL", ""));
    assertEquals(directory.resolve("x").toString(), config.locator().location());
    assertEquals(
        Map.of("durability", "relaxed", "readers", "9", "cache", "1", "feed-retention", "7d"),
        config.locator().settings());
  }

  @Test
  void aLocatorOfTheEnvironmentStandsInForTheFilesWithItsSettings() throws IOException {
    StoreConfig config =
        read(
            "locator = 'disk:x?readers=1'\ncache = 1\nlabel = 'file'\n",
            Map.of("PAGURUS_LOCATOR", "disk:y?cache=2&label=env", "PAGURUS_LABEL", "own"));
    assertEquals(Locator.parse("disk:y?cache=2&label=own"), config.locator());
    assertEquals(Locator.parse("disk:y"), read("", Map.of("PAGURUS_LOCATOR", "disk:y")).locator());
  }

  @Test
  void anotherBackendLeavesTheSettingsOfTheFilesBackendAside() throws IOException {
    String toml = "locator = 'disk:x'\ncache = 1\ndurability = 'relaxed'\n";
    Map<String, String> environment = Map.of("PAGURUS_LOCATOR", "memory:");
    assertEquals(Locator.parse("memory:?durability=relaxed"), read(toml, environment).locator());
    assertTrue(refusal(toml + "cashe = 1", environment).contains(":4:1: there is no key"));
    String gone = toml.replace("disk:", "gone:");
    assertEquals(Locator.parse("memory:?durability=relaxed"), read(gone, environment).locator());
  }

  @Test
  void problemsOfTheEnvironmentNameTheVariable() throws IOException {
    assertEquals(
        """
        open: 4 problems
          FILE:2:1: there is no key "x"KNOWN
          the environment variable PAGURUS_DURABILTY: there is no such setting; did you mean PAGURUS_DURABILITY?
          the environment variable PAGURUS_LOCATOR: the setting cache cannot be "lots": it must be a number of bytes, such as 8388608, 8192KiB, 8MiB or 1GiB
          the environment variable PAGURUS_READERS: the setting readers cannot be "many": it must be a whole number, 0 or more, such as 20"""
            .replace("KNOWN", KNOWN)
            .replace("FILE", directory.resolve("pagurus.toml").toString()),
        refusal(
            "locator = 'disk:x'\nx = 1\n",
            Map.of(
                "PAGURUS_LOCATOR", "disk:y?cache=lots",
                "PAGURUS_READERS", "many",
                "PAGURUS_DURABILTY", "relaxed")));
    assertTrue(
        refusal("", Map.of("PAGURUS_LOCATOR", "y"))
            .startsWith("open: the environment variable PAGURUS_LOCATOR: not a locator: \"y\""));
    assertTrue(
        refusal("", Map.of("PAGURUS_LOCATOR", "gone:y"))
            .startsWith("open: the environment variable PAGURUS_LOCATOR: there is no backend"));
  }

  @Test
  void variablesOfOthersAreLeftAlone() throws IOException {
    Map<String, String> environment =
        Map.of(
            "PAGURUS_JAVA_OPTS", "-Xmx64m",
            "PAGURUS_CLASSPATH", "x.jar",
            "PAGURUS_HOME", "/opt",
            "PAGURUS_PORT", "tcp://10.0.0.1:80",
            "PAGURUS_SERVICE_HOST", "10.0.0.1",
            "pagurus_durability", "nonsense",
            "PATH", "/bin");
    assertEquals(Map.of(), read("locator = 'disk:x'", environment).locator().settings());
  }

  private StoreConfig read(String toml) throws IOException {
    return read(toml, Map.of());
  }

  private StoreConfig read(String toml, Map<String, String> environment) throws IOException {
    return read(Files.writeString(directory.resolve("pagurus.toml"), toml), environment);
  }

  private StoreConfig read(Path file, Map<String, String> environment) throws IOException {
    return ServiceFiles.naming(directory, FakeProvider.Disk.class, FakeProvider.Memory.class)
        .during(() -> StoreConfig.read(file, environment));
  }

  private String refusal(String toml) throws IOException {
    return refusal(toml, Map.of());
  }

  private String refusal(String toml, Map<String, String> environment) throws IOException {
    Path file = Files.writeString(directory.resolve("pagurus.toml"), toml);
    StoreException e = assertThrows(StoreException.class, () -> read(file, environment));
    assertEquals(ErrorCode.INVALID, e.code());
    return String.valueOf(e.getMessage());
  }

  private String refusal(Path file) {
    return String.valueOf(
        assertThrows(StoreException.class, () -> read(file, Map.of())).getMessage());
  }

  private static IndexDefinition index(Kind kind, String... paths) {
    return new IndexDefinition(kind, FieldPath.parseAll(String.join(",", paths)));
  }
}
