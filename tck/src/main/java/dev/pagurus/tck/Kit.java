package dev.pagurus.tck;

import dev.pagurus.tck.groups.Group;
import dev.pagurus.tck.model.Frozen;
import dev.pagurus.tck.stage.Directories;
import dev.pagurus.tck.stage.Tally;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Runs the kit, with no code of the backend's author and no JUnit launcher. */
public final class Kit {

  private Kit() {}

  /**
   * Runs the tests on a backend.
   *
   * @param target which backend, and how to open it
   * @param options which tests, from which seed, how much
   * @param listener hears of every test
   * @return what was found
   * @throws IllegalArgumentException if there is no such backend, group or test
   */
  public static Report run(Target target, Options options, Listener listener) {
    try (Run run = new Run(target, options)) {
      int done = 0;
      for (TestCase test : run.tests()) {
        listener.started(test.id(), done, run.tests().size());
        listener.finished(run.execute(test));
        done++;
      }
      return run.report();
    }
  }

  /**
   * The groups of tests.
   *
   * @return their names, in the order in which they run
   */
  public static List<String> groups() {
    return Arrays.stream(Group.values()).map(Group::name).toList();
  }

  /**
   * Makes a store that later builds must still open, and writes beside it what they must answer.
   * Keep the directory, or a zip of what is in it, beside the tests, and name it with {@link
   * Target#upgradesFrom}.
   *
   * @param target the backend, as released
   * @param directory where; made if need be, must be empty
   * @see #freezeAsZip
   */
  public static void freeze(Target target, Path directory) {
    Path files = directory.resolve(Frozen.FILES);
    try {
      Files.createDirectories(files);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make " + files, e);
    }
    Frozen.make(target.store(files.toAbsolutePath(), "frozen"), new Tally());
  }

  /**
   * The same, as one zip file.
   *
   * @param target the backend, as released
   * @param zip where; must not exist, its folder is made if need be
   */
  public static void freezeAsZip(Target target, Path zip) {
    try {
      Path directory = Files.createTempDirectory("frozen");
      try {
        freeze(target, directory);
        Files.createDirectories(Objects.requireNonNull(zip.toAbsolutePath().getParent()));
        URI uri = URI.create("jar:" + zip.toUri());
        try (FileSystem frozen = FileSystems.newFileSystem(uri, Map.of("create", "true"))) {
          Directories.copy(directory, frozen.getPath("/"));
        }
      } finally {
        Directories.delete(directory);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make " + zip, e);
    }
  }
}
