package dev.pagurus.sharded;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are made and removed while others take away folders that are empty. */
final class DiskTest {

  private static final byte[] CONTENT = {1, 2, 3};

  @TempDir Path top;

  private Path folder() {
    return top.resolve("1/23");
  }

  private void removeFolders() throws IOException {
    Files.delete(folder());
    Files.delete(top.resolve("1"));
  }

  @Test
  void aFolderThatGoesBeforeTheFileIsThereIsMadeAgain() throws IOException {
    AtomicInteger attempts = new AtomicInteger();
    Path file = folder().resolve("user.db");
    Disk.within(
        folder(),
        () -> {
          if (attempts.incrementAndGet() <= 3) {
            removeFolders();
          }
          Disk.write(file, CONTENT);
        });
    assertArrayEquals(CONTENT, Files.readAllBytes(file));
  }

  @Test
  void anEngineThatMissesTheFolderTriesAgainAndOtherErrorsAreTold() throws IOException {
    BackendException error = new BackendException(ErrorCode.UNAVAILABLE, "cannot open it");
    AtomicInteger attempts = new AtomicInteger();
    Disk.within(
        folder(),
        () -> {
          if (attempts.incrementAndGet() == 1) {
            removeFolders();
            throw error;
          }
        });
    assertTrue(Files.isDirectory(folder()));
    assertThrows(
        BackendException.class,
        () ->
            Disk.within(
                folder(),
                () -> {
                  throw error;
                }));
    assertThrows(
        NoSuchFileException.class,
        () -> Disk.within(folder(), () -> Disk.copy(top.resolve("nothing"), top.resolve("new"))));
  }

  @Test
  void whatIsRemovedIsGoneThoughItsFolderIsTakenAwayMeanwhile() throws Exception {
    Path file = folder().resolve("user.db");
    AtomicBoolean over = new AtomicBoolean();
    AtomicBoolean removing = new AtomicBoolean();
    CompletableFuture<Void> other =
        CompletableFuture.runAsync(
            () -> {
              while (!over.get()) {
                if (removing.get()) {
                  folder().toFile().delete();
                  top.resolve("1").toFile().delete();
                }
              }
            });
    try {
      for (int i = 0; i < 300; i++) {
        Disk.within(folder(), () -> Disk.write(file, CONTENT));
        assertTrue(Files.exists(file));
        removing.set(true);
        Disk.removeDatabase(file);
        removing.set(false);
        assertFalse(Files.exists(file));
      }
    } finally {
      over.set(true);
    }
    other.get();
  }
}
