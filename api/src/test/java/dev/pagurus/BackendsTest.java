package dev.pagurus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pagurus.spi.BackendProvider;
import dev.pagurus.spi.ErrorCode;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Enumeration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backends are found, and what keeps one from being found is told. */
class BackendsTest {

  @TempDir Path directory;

  @Test
  void allAreFoundInTheOrderOfTheirNames() throws IOException {
    ServiceFiles files =
        ServiceFiles.naming(directory, FakeProvider.Memory.class, FakeProvider.Disk.class);
    assertEquals(List.of("disk", "memory"), names(files));
    assertEquals("memory", files.during(() -> Backends.named("memory")).name());
    assertEquals(List.of(), files.during(Backends::problems));
  }

  @Test
  void whenThereIsNoneTheErrorSaysWhatToAdd() throws IOException {
    ServiceFiles none = ServiceFiles.naming(directory);
    assertEquals(List.of(), names(none));
    assertEquals(
        "open: there is no backend \"sqlite\" (there is no backend at all: add one to the class"
            + " path, such as dev.pagurus:pagurus-backend-sqlite)",
        refusal(none, "sqlite"));
  }

  @Test
  void whenNoneMatchesTheErrorSaysWhatThereIsAndWhatIsNearest() throws IOException {
    ServiceFiles files =
        ServiceFiles.naming(directory, FakeProvider.Memory.class, FakeProvider.Disk.class);
    assertEquals(
        "open: there is no backend \"dsik\"; did you mean disk? (there is: disk, memory)",
        refusal(files, "dsik"));
    assertEquals(
        "open: there is no backend \"postgresql\" (there is: disk, memory)",
        refusal(files, "postgresql"));
  }

  @Test
  void twoOfOneNameAreToldWithWhereTheyComeFromAndOthersStillWork() throws IOException {
    ServiceFiles files =
        ServiceFiles.naming(
            directory,
            FakeProvider.Disk.class,
            FakeProvider.OtherDisk.class,
            FakeProvider.Memory.class);
    String message = refusal(files, "disk");
    assertTrue(message.contains("more than one backend has the name disk"), message);
    for (Class<?> one : List.of(FakeProvider.Disk.class, FakeProvider.OtherDisk.class)) {
      URL place = one.getProtectionDomain().getCodeSource().getLocation();
      assertTrue(message.contains(one.getName() + " in " + place), message);
    }
    assertEquals("memory", files.during(() -> Backends.named("memory")).name());
    assertThrows(StoreException.class, () -> names(files));
  }

  @Test
  void whatCannotBeLoadedIsLeftOutAndTold() throws IOException {
    String good = FakeProvider.Disk.class.getName();
    ServiceFiles files =
        new ServiceFiles(
            directory,
            List.of(
                "dev.pagurus.NotThere\n" + good + "\n",
                "this is no class name\n",
                FakeProvider.Failing.class.getName() + "\n",
                ServiceFiles.OF_A_NEWER_JAVA + "\n",
                BackendsTest.class.getName() + "\n",
                FakeProvider.Shouting.class.getName() + "\n",
                FakeProvider.Memory.class.getName() + "\n"));
    assertEquals(List.of("disk", "memory"), names(files));
    String problems = String.join("\n", files.during(Backends::problems));
    for (String word :
        List.of(
            "dev.pagurus.NotThere",
            "services-1",
            "no native library here",
            "compiled by a newer Java",
            BackendsTest.class.getName(),
            FakeProvider.Shouting.class.getName())) {
      assertTrue(problems.contains(word), problems);
    }
    assertEquals(6, problems.lines().count(), problems);
    String message = refusal(files, "failing");
    assertTrue(message.contains("no native library here"), message);
  }

  @Test
  void serviceFilesThatCannotBeReadEndTheSearchAndNotTheProgram() {
    ClassLoader broken =
        new ClassLoader(null) {
          @Override
          public Enumeration<URL> getResources(String name) throws IOException {
            throw new IOException("the jar is gone");
          }
        };
    List<String> problems =
        assertTimeoutPreemptively(
            Duration.ofSeconds(30), () -> ServiceFiles.during(broken, Backends::problems));
    assertEquals(1, problems.size());
    assertTrue(problems.get(0).contains("the jar is gone"), problems.get(0));
  }

  @Test
  void theSameClassFromTwoServiceFilesIsOneProvider() throws IOException {
    String name = FakeProvider.Disk.class.getName() + "\n";
    ServiceFiles files = new ServiceFiles(directory, List.of(name, name));
    assertEquals(List.of("disk"), names(files));
  }

  @Test
  void aMissingContextClassLoaderIsNoMatter() {
    assertEquals(List.of(), ServiceFiles.during(null, Backends::problems));
  }

  private static List<String> names(ServiceFiles files) {
    return files.during(Backends::all).stream().map(BackendProvider::name).toList();
  }

  private static String refusal(ServiceFiles files, String name) {
    StoreException e =
        assertThrows(StoreException.class, () -> files.during(() -> Backends.named(name)));
    assertEquals(ErrorCode.INVALID, e.code());
    return String.valueOf(e.getMessage());
  }
}
