package dev.pagurus.file;

import dev.pagurus.file.index.IndexChange;
import dev.pagurus.file.index.SearchIndex;
import dev.pagurus.spi.BackendException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Ends a user with every trace of its documents (USER-2): files, index, journal and feed. The
 * journal is told first, so that a crash on the way finds the end again; then a checkpoint drops
 * the segments that tell of the documents, and the index is rid of what it only marked as deleted.
 */
final class UserRemoval {

  /** Begins the names of folders that are on their way out. */
  static final String TRASH = ".deleted-";

  private final FileStore store;
  private final Checkpoints checkpoints;

  UserRemoval(FileStore store, Checkpoints checkpoints) {
    this.store = store;
    this.checkpoints = checkpoints;
  }

  /**
   * Ends a user; answers whether it was there.
   *
   * @param expected the revision at which it must be
   */
  boolean remove(String user, OptionalLong expected) {
    User there = store.users().find(user);
    try {
      if (there == null) {
        requireRevision(expected, 0);
      }
      boolean removed = there != null && end(user, expected);
      if (removed || checkpoints.hasTraces()) {
        empty(store.layout());
        checkpoints.expunge();
      }
      return removed;
    } catch (IOException e) {
      throw Errors.of("the user has ended, but not all of its files are gone; delete it again", e);
    }
  }

  private static void requireRevision(OptionalLong expected, long found) {
    if (expected.isPresent() && expected.getAsLong() != found) {
      throw BackendException.userMoved(expected.getAsLong(), found);
    }
  }

  private boolean end(String user, OptionalLong expected) throws IOException {
    boolean[] told = {false};
    try {
      return checkpoints.exclusively(index -> end(user, expected, index, told));
    } catch (IOException | RuntimeException e) {
      if (!told[0]) {
        throw e;
      }
      checkpoints.flush(); // the index is opened again, with what the journal was told
      return checkpoints.exclusively(
          index -> {
            store.users().forget(user);
            store.records().places().moveEndedAway();
            return true;
          });
    } catch (Error e) {
      if (told[0]) {
        store.commits().stop(e); // the journal knows of the end, and memory may not
      }
      throw e;
    }
  }

  private boolean end(String user, OptionalLong expected, SearchIndex index, boolean[] told)
      throws IOException {
    User there = store.users().find(user);
    requireRevision(expected, there == null ? 0 : there.published().revision());
    if (there == null || there.published().revision() == 0) {
      return false;
    }
    store.journal().append(List.of(new JournalEntry.UserDeleted(user).encode()));
    told[0] = true;
    checkpoints.leaveTraces();
    store.records().places().end(user);
    store.users().forget(user);
    checkpoints.forget(user);
    store.writer().forget(user);
    store.journal().force();
    index.apply(List.of(new IndexChange.RemoveUser(user)), collection -> List.of());
    store.records().places().moveEndedAway();
    return true;
  }

  /** Deletes what was moved away, also by those who did not come to it. */
  static void empty(Layout layout) throws IOException {
    Disk.requireFolder(layout.users());
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(layout.users(), TRASH + "*")) {
      for (Path folder : folders) {
        deleteTree(folder);
      }
    }
    Disk.forceFolder(layout.users());
  }

  /** Deletes a folder and all in it; links, not what they lead to. */
  static void deleteTree(Path folder) throws IOException {
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (e instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE;
            }
            throw e;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path each, @Nullable IOException e)
              throws IOException {
            if (e != null) {
              throw e;
            }
            Files.deleteIfExists(each);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
