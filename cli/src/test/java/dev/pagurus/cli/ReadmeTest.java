package dev.pagurus.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README shows is true. */
final class ReadmeTest {

  private static final Path README =
      Path.of(System.getProperty("basedir", "")).toAbsolutePath().resolve("../README.md");

  private static final Pattern JAVA = Pattern.compile("(?s)```java\n(.*?)```");

  @TempDir private Path directory;

  @Test
  void itsJavaCompilesAndRuns() throws Exception {
    List<String> blocks = blocks();
    assertEquals(2, blocks.size());
    // The second goes on where the first ends: within the open store.
    String first = blocks.get(0).strip();
    String record = first.substring(0, first.indexOf("\n"));
    String opened = first.substring(record.length(), first.lastIndexOf("}"));
    String source =
        """
        import static dev.pagurus.query.Query.where;
        import dev.pagurus.*;
        public class Readme {
          %s
          public static void main(String[] args) {
            %s
            %s
            }
          }
        }
        """
            .formatted(record, opened, blocks.get(1));
    Path file = Files.writeString(directory.resolve("Readme.java"), source);
    String classPath = System.getProperty("java.class.path");
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    int compiled =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                said,
                said,
                "-proc:none",
                "-cp",
                classPath,
                "-d",
                directory.toString(),
                file.toString());
    assertEquals(0, compiled, () -> said.toString(StandardCharsets.UTF_8));
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                directory + System.getProperty("path.separator") + classPath,
                "Readme")
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(5, TimeUnit.MINUTES));
    assertEquals(0, process.exitValue(), out);
    assertTrue(out.contains("Oslo at revision 2"), out);
  }

  private static List<String> blocks() throws Exception {
    Matcher blocks = JAVA.matcher(Files.readString(README));
    return blocks.results().map(block -> block.group(1)).toList();
  }
}
