package dev.pagurus.file;

import dev.pagurus.file.index.SearchIndex;
import dev.pagurus.spi.Backend;
import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.Durability;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.spi.OpenRequest;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.NavigableMap;
import java.util.UUID;

/**
 * Opens a store: makes sure that the folder is one, takes its lock, and puts the parts together
 * around what the journal says.
 */
final class Opening {

  private static final System.Logger LOG = System.getLogger(Opening.class.getName());

  private Opening() {}

  /** The folder a location names. */
  static Path locate(String location) {
    if (location.isEmpty()) {
      throw new BackendException(
          ErrorCode.INVALID, "a store of files needs the name of a folder, as in file:places");
    }
    try {
      return Path.of(location).toAbsolutePath().normalize();
    } catch (InvalidPathException e) {
      throw new BackendException(ErrorCode.INVALID, "not a folder name: " + e.getMessage(), e);
    }
  }

  static Backend open(Path folder, FileSettings settings, OpenRequest request) {
    try {
      return Quiet.run(() -> openInPeace(folder, settings, request));
    } catch (IOException e) {
      throw Errors.of("cannot open the store " + folder, e);
    }
  }

  private static Backend openInPeace(Path folder, FileSettings settings, OpenRequest request)
      throws IOException {
    Path root = enter(folder, request.mode());
    Layout layout = new Layout(root);
    StoreLock lock = StoreLock.take(layout);
    boolean opened = false;
    try {
      Backend backend = open(layout, lock, settings, request);
      opened = true;
      return backend;
    } finally {
      if (!opened) {
        lock.close();
      }
    }
  }

  /** Checks what is there, and makes the folder if there is nothing; answers its real path. */
  private static Path enter(Path folder, OpenRequest.Mode mode) throws IOException {
    Path parent = folder.getParent();
    if (parent == null) {
      throw new BackendException(
          ErrorCode.INVALID, folder + " is a whole file system: name a folder in it");
    }
    BasicFileAttributes there = Disk.follow(folder);
    if (there == null) {
      if (mode == OpenRequest.Mode.MUST_EXIST) {
        throw noStore(folder);
      }
      BasicFileAttributes above = Disk.follow(parent);
      if (above == null || !above.isDirectory()) {
        throw new BackendException(
            ErrorCode.INVALID, "there is no folder " + parent + " to put the store into: make it");
      }
      Path root = parent.toRealPath().resolve(folder.getFileName());
      new Disk(root).makeFolders(root);
      keepName(root);
      return root;
    }
    if (!there.isDirectory()) {
      throw Heading.foreign(folder, "it is a file, not a folder");
    }
    requireOurs(folder, mode);
    return folder.toRealPath();
  }

  /** The folder above is not ours, and may not let itself be opened. */
  private static void keepName(Path root) throws IOException {
    try {
      Disk.forceFolder(Disk.folder(root));
    } catch (AccessDeniedException e) {
      LOG.log(System.Logger.Level.DEBUG, "the name of a new store is not forced", e);
    }
  }

  private static void requireOurs(Path folder, OpenRequest.Mode mode) throws IOException {
    Layout layout = new Layout(folder);
    if (Disk.isFolder(layout.heading())) {
      throw Heading.foreign(layout.heading(), "it is a folder, not a file");
    }
    if (Disk.isThere(layout.heading())) {
      Heading.read(layout.heading(), Files.readAllBytes(layout.heading()));
      if (!Files.isWritable(folder)) {
        throw new BackendException(
            ErrorCode.UNAVAILABLE,
            folder + " cannot be written, and a store must be: see to the permissions");
      }
      return;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        if (!file.equals(layout.lock()) && !file.getFileName().toString().endsWith(".tmp")) {
          throw Heading.foreign(
              layout.heading(), "there is no such file, and the folder is not empty");
        }
      }
    }
    if (mode == OpenRequest.Mode.MUST_EXIST) {
      throw noStore(folder);
    }
  }

  private static BackendException noStore(Path folder) {
    return new BackendException(
        ErrorCode.NO_STORE, "there is no store at " + folder + ": see to the name, or make one");
  }

  private static Backend open(
      Layout layout, StoreLock lock, FileSettings settings, OpenRequest request)
      throws IOException {
    Disk disk = new Disk(layout.root());
    Heading heading = heading(layout, disk, settings);
    Moved moved = Moved.read(disk, layout);
    disk.makeFoldersDurably(layout.users());
    if (Files.isRegularFile(layout.index(), LinkOption.NOFOLLOW_LINKS)) {
      Files.delete(layout.index()); // what is there is derived, and nobody's
    }
    disk.makeFoldersDurably(layout.index());
    RecordFormat format = heading.format();
    Dirt dirt = new Dirt();
    Dirt told = new Dirt();
    Places places = new Places(disk, layout.users(), format.extension(), dirt);
    Records records = new Records(disk, places, format);
    UserFiles userFiles = new UserFiles(disk, places, told);
    UserRemoval.empty(layout);
    Definitions definitions = Definitions.open(disk, layout.definitions());
    IndexKeeper keeper = new IndexKeeper(layout, heading.id(), definitions, records, userFiles);
    SearchIndex index = keeper.open(isNew(layout)).orElse(null);
    boolean opened = false;
    try {
      boolean eager = settings.durability() == Durability.COMMIT;
      RecordWriter writer = new RecordWriter(records, eager);
      Generations generations =
          index == null
              ? new Generations(keeper.files(writer), definitions.snapshot())
              : new Generations(index.refresh(), definitions.snapshot());
      Users users = new Users(generations);
      Planner planner =
          new Planner(generations, records, new Uniqueness(definitions), writer, request.clock());
      EndedAgain ended = new EndedAgain(layout, records, generations, users, index);
      Recovery recovery =
          new Recovery(layout, records, generations, users, planner, writer, userFiles, ended);
      long from = index == null ? 0 : keeper.position(index);
      Journal journal = recover(recovery, layout, disk, heading.id(), from, eager);
      FileStore store =
          new FileStore(
              layout,
              settings,
              lock,
              disk,
              definitions,
              generations,
              users,
              records,
              userFiles,
              dirt,
              told,
              journal,
              planner,
              new Commits(planner, writer, journal, generations),
              writer);
      IndexMaking making = new IndexMaking(request.progress());
      Checkpoints checkpoints = new Checkpoints(store, keeper, index, making);
      if (recovery.isDamaged()) {
        remake(store, checkpoints);
      }
      IndexCare care = new IndexCare(store, checkpoints, making);
      Housekeeping housekeeping =
          new Housekeeping(generations, checkpoints, settings.checkpointBytes());
      Backend backend = new FileBackend(store, moved, checkpoints, care, housekeeping).start();
      opened = true;
      return backend;
    } finally {
      if (!opened) {
        keeper.letGo(index);
      }
    }
  }

  /** A copy of a store has no journal either, but users. */
  private static boolean isNew(Layout layout) throws IOException {
    if (Disk.isThere(layout.journal())) {
      return false;
    }
    try (DirectoryStream<Path> users = Files.newDirectoryStream(layout.users())) {
      return !users.iterator().hasNext();
    }
  }

  /** Brings the store to where its journal ends; answers the journal to go on with. */
  private static Journal recover(
      Recovery recovery, Layout layout, Disk disk, UUID store, long from, boolean eager)
      throws IOException {
    disk.makeFoldersDurably(layout.journal());
    NavigableMap<Long, Path> segments = JournalSegment.list(layout.journal());
    long end = recovery.read(segments, store, from);
    return Journal.start(disk, layout.journal(), store, eager, segments, end);
  }

  /** Revisions may be known from records alone, so nothing is served before all were looked at. */
  private static void remake(FileStore store, Checkpoints checkpoints) throws IOException {
    LOG.log(
        System.Logger.Level.WARNING,
        "{0} is damaged and may not tell all: the index is made again from the files",
        store.layout().journal());
    checkpoints.remakeIndex();
  }

  private static Heading heading(Layout layout, Disk disk, FileSettings settings)
      throws IOException {
    byte[] there = disk.read(layout.heading());
    if (there != null) {
      return Heading.read(layout.heading(), there);
    }
    Heading made = new Heading(UUID.randomUUID(), settings.format());
    disk.replaceDurably(layout.heading(), made.write());
    return made;
  }
}
