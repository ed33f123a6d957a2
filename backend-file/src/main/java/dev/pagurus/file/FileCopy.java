package dev.pagurus.file;

import dev.pagurus.file.index.DocKey;
import dev.pagurus.file.index.Entries;
import dev.pagurus.file.index.UserState;
import dev.pagurus.file.index.View;
import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.Change;
import dev.pagurus.spi.CollectionInfo;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.spi.Progress;
import dev.pagurus.spi.StoredDocument;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/**
 * Copies of a store. A copy is a folder like the store's own without an index, which is made again
 * when the copy is opened.
 */
final class FileCopy {

  private final FileStore store;
  private final Disk disk;
  private final Layout target;
  private final Records records;
  private final UserFiles userFiles;
  private final Progress progress;
  private long done;

  private FileCopy(FileStore store, Heading heading, Path target, Progress progress) {
    this.store = store;
    this.disk = new Disk(target);
    this.target = new Layout(target);
    Dirt dirt = new Dirt();
    RecordFormat format = heading.format();
    Places places = new Places(disk, this.target.users(), format.extension(), dirt);
    this.records = new Records(disk, places, format);
    this.userFiles = new UserFiles(disk, places, dirt);
    this.progress = progress;
  }

  /**
   * Writes a copy of what a view holds.
   *
   * @param target where; nothing must be there
   */
  static void write(FileStore store, View view, Path target, Progress progress) throws IOException {
    Path folder = requireNothing(target.toAbsolutePath().normalize());
    Path heading = store.layout().heading();
    byte[] headingText = Files.readAllBytes(heading);
    new Disk(folder).makeFolders(folder);
    FileCopy copy = new FileCopy(store, Heading.read(heading, headingText), folder, progress);
    copy.write(view);
    // Last, for without it the folder is not a store.
    copy.disk.replaceDurably(copy.target.heading(), headingText);
    copy.force();
  }

  /** Answers the real path of what can be made there. */
  private static Path requireNothing(Path target) throws IOException {
    Path parent = target.getParent();
    BasicFileAttributes above = parent == null ? null : Disk.follow(parent);
    if (parent == null || above == null || !above.isDirectory()) {
      throw new BackendException(
          ErrorCode.INVALID, "there is no folder to put " + target + " into: make it");
    }
    if (Disk.isThere(target)) {
      throw new BackendException(
          ErrorCode.INVALID, "there is something at " + target + " already: name a new folder");
    }
    return parent.toRealPath().resolve(target.getFileName());
  }

  private void write(View view) throws IOException {
    disk.makeFolders(target.users());
    byte[] definitions = disk.read(store.layout().definitions());
    if (definitions != null) {
      disk.replace(target.definitions(), definitions, null);
    }
    try (Entries<UserState> users = view.users(null)) {
      for (UserState user = users.next(); user != null; user = users.next()) {
        write(view, user);
      }
    }
    progress.at(done, done);
  }

  private void write(View view, UserState user) throws IOException {
    userFiles.write(user);
    for (CollectionInfo collection : user.collections()) {
      try (Entries<StoredDocument> documents =
          view.scan(user.user(), collection.collection(), null)) {
        for (StoredDocument each = documents.next(); each != null; each = documents.next()) {
          write(user.user(), each);
        }
      }
    }
    deletions(view, user.user());
  }

  /** With the comments that a person made, if the record is still the one that is copied. */
  private void write(String user, StoredDocument document) throws IOException {
    DocKey key = DocKey.of(user, document.address());
    records.write(key, document, store.records().text(key));
    if (++done % 1_000 == 0) {
      progress.at(done, -1);
    }
  }

  private void deletions(View view, String user) throws IOException {
    List<Change.Deleted> deletions = new ArrayList<>();
    try (Entries<Change> feed = view.feed(user, 0)) {
      for (Change change = feed.next(); change != null; change = feed.next()) {
        if (change instanceof Change.Deleted deleted) {
          deletions.add(deleted);
        }
      }
    }
    if (!deletions.isEmpty()) {
      userFiles.replace(user, deletions);
    }
  }

  private void force() throws IOException {
    Dirt all = new Dirt();
    Files.walkFileTree(
        target.root(),
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            all.file(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            all.folder(folder);
            return FileVisitResult.CONTINUE;
          }
        });
    all.take(target.root()).force();
  }

  /** Makes a store from a copy, which is only read. */
  static void restore(Path backup, Path folder) {
    try {
      Layout from = new Layout(backup.toAbsolutePath().normalize());
      if (!Files.isRegularFile(from.heading())) {
        throw new BackendException(
            ErrorCode.FOREIGN,
            backup
                + " is no backup of a store of files: it has no "
                + from.heading().getFileName());
      }
      byte[] heading = Files.readAllBytes(from.heading());
      Heading.read(from.heading(), heading);
      Path root = requireNothing(folder);
      Disk disk = new Disk(root);
      disk.makeFolders(root);
      copyTree(from, new Layout(root), disk);
      disk.replaceDurably(new Layout(root).heading(), heading);
    } catch (IOException e) {
      throw Errors.of("cannot restore " + backup + " to " + folder, e);
    }
  }

  /** Links are not followed and not copied; the index is made again. */
  private static void copyTree(Layout from, Layout to, Disk disk) throws IOException {
    Files.walkFileTree(
        from.root(),
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
              throws IOException {
            if (folder.equals(from.index())) {
              return FileVisitResult.SKIP_SUBTREE;
            }
            disk.makeFolders(moved(folder));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            boolean own = file.equals(from.lock()) || file.equals(from.heading());
            if (attributes.isRegularFile() && !own) {
              Files.copy(file, moved(file), StandardCopyOption.COPY_ATTRIBUTES);
            }
            return FileVisitResult.CONTINUE;
          }

          private Path moved(Path path) {
            return to.root().resolve(from.root().relativize(path).toString());
          }
        });
  }
}
