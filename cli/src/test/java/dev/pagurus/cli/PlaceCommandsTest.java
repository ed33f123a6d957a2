package dev.pagurus.cli;

import static dev.pagurus.cli.Shell.run;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where operators put users' data. */
final class PlaceCommandsTest {

  @TempDir private Path directory;

  @Test
  void usersArePlacedOnVolumesAndInDeeperFolders() throws IOException {
    assertTrue(run("backends").out().contains("volumes=[] (tables with name, path)"));
    Path disk = Files.createDirectory(directory.resolve("disk"));
    Path config = directory.resolve("pagurus.toml");
    Files.writeString(
        config,
        """
        locator = "sharded-sqlite:sharded"
        digits = "leading"
        [[volumes]]
        name = "disk"
        path = "disk"
        """);
    String sharded = "sharded-sqlite:" + directory.resolve("sharded");
    assertEquals(0, run("put", config.toString(), "12345678", "c", "a", "{}").code());
    assertTrue(Files.exists(disk.resolve("1/23/45678.db")));
    assertEquals(0, run("place", sharded, "12345678", "--volume", "home").code());
    assertEquals(4, run("place", sharded, "12345679", "--volume", "home").code());
    assertEquals(2, run("place", sharded, "12345678", "--volume", "nowhere").code());
    assertEquals(2, run("place", sharded, "--volume", "disk").code());
    assertEquals(0, run("place", sharded, "--all-of", "home", "--volume", "disk").code());
    assertEquals(0, run("relayout", sharded, "--fan-out", "2/2").code());
    assertTrue(Files.exists(disk.resolve("12/34/5678.db")));
    assertEquals("1\n", run("count", sharded, "12345678", "c").out());
    assertEquals(2, run("relayout", sharded, "--fan-out", "1").code());
    String one = "sqlite:" + directory.resolve("one.db");
    assertEquals(0, run("init", one).code());
    assertEquals(2, run("relayout", one, "--fan-out", "2/2").code(), "it has no folders");
  }

  @Test
  void anExportWithoutADiskNamesWhoIsMissingAndHasTheOthers() throws IOException {
    Path disk = Files.createDirectory(directory.resolve("disk"));
    String sharded = "sharded-sqlite:" + directory.resolve("sharded");
    assertEquals(0, run("put", sharded, "bob", "c", "a", "{}").code());
    Path config = directory.resolve("pagurus.toml");
    Files.writeString(
        config,
        """
        locator = "sharded-sqlite:sharded"
        [[volumes]]
        name = "disk"
        path = "disk"
        """);
    assertEquals(0, run("put", config.toString(), "alice", "c", "a", "{}").code());
    Path away = Files.move(disk, directory.resolve("away"));
    Shell.Result export = run("export", sharded);
    assertEquals(75, export.code());
    assertTrue(export.out().contains("bob") && !export.out().contains("alice"), export.out());
    assertTrue(export.err().contains("\"alice\" cannot be read: the volume disk"), export.err());
    Files.move(away, disk);
    assertEquals(0, run("export", sharded).code());
  }
}
