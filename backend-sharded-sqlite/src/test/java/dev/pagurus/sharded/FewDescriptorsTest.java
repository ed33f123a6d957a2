package dev.pagurus.sharded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pagurus.Store;
import dev.pagurus.spi.Finding;
import dev.pagurus.spi.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A process that may have few files open. */
final class FewDescriptorsTest {

  private static final int USERS = Boolean.getBoolean("pagurus.soak") ? 20_000 : 120;

  @TempDir Path folder;

  @Test
  @EnabledOnOs(OS.LINUX)
  void manyUsersAreServedWithFewDescriptors() throws Exception {
    String locator = "sharded-sqlite:" + folder.resolve("store");
    List<String> complaints = Collections.synchronizedList(new ArrayList<>());
    try (Victim writer =
        new Victim(
            folder.resolve("err"),
            line -> {
              if (line.startsWith("error")) {
                complaints.add(line);
              }
            },
            List.of("sh", "-c", "ulimit -n 256; exec \"$@\"", "sh"),
            "write",
            locator,
            Integer.toString(USERS),
            "1")) {
      writer.await(USERS * 3);
      long most = 0;
      for (int look = 0; look < 20; look++) {
        most = Math.max(most, descriptors(writer.pid()));
        Thread.sleep(5);
      }
      assertTrue(most > 0 && most <= 256, most + " files are open");
    }
    assertEquals(List.of(), complaints);
    List<Finding> findings = new ArrayList<>();
    try (Store store = Store.open(locator)) {
      assertTrue(store.users().count() > USERS / 2);
      store.verify(findings::add, Progress.NONE);
    }
    assertEquals(List.of(), findings);
  }

  private static long descriptors(long pid) throws IOException {
    try (Stream<Path> open = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
      return open.count();
    }
  }
}
