package dev.pagurus.file;

import dev.pagurus.spi.Finding;
import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The thread that takes in what a person does to the files, within a second ({@code watch = true}).
 * It hears of changed files from the operating system and waits until they are left alone for a
 * moment, for editors write in steps. The store's own writes are heard of as well, and known by
 * their times. Where the system does not watch so many folders, all files are looked at from time
 * to time.
 */
final class Watch implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(Watch.class.getName());

  private static final long TICK_MILLIS = 100;
  private static final long QUIET_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
  private static final long SWEEP_NANOS = TimeUnit.MILLISECONDS.toNanos(700);

  /** So much longer than it takes is the time between two looks at everything. */
  private static final int SWEEP_SHARE = 10;

  private final FileStore store;
  private final Checkpoints checkpoints;
  private final Edits edits;
  private final Thread thread = new Quiet.Worker(this::run, "pagurus-file-watch");
  private volatile boolean closed;

  /** Null if the system does not watch. Used by the thread, and closed by whoever closes. */
  private volatile @Nullable WatchService service;

  private final Map<Path, WatchKey> folders = new HashMap<>();

  /** Files that something happened to, and when that was last. */
  private final Map<Path, Long> pending = new HashMap<>();

  private boolean sweepIsDue = true;
  private long sweepAt = System.nanoTime();

  Watch(FileStore store, Checkpoints checkpoints) {
    this.store = store;
    this.checkpoints = checkpoints;
    this.edits = new Edits(store, new Reindex(store, checkpoints), Watch::untaken);
  }

  private static void untaken(Finding edit) {
    LOG.log(System.Logger.Level.WARNING, "an edit is not taken in: {0}", edit.problem());
  }

  void start() {
    thread.start();
  }

  private void run() {
    begin();
    while (!closed) {
      try {
        step();
      } catch (ClosedWatchServiceException e) {
        return;
      } catch (IOException | RuntimeException e) {
        failed(e);
      }
    }
  }

  private void failed(Exception e) {
    if (!closed) {
      LOG.log(System.Logger.Level.WARNING, "an edit could not be taken in; it is tried again", e);
      dueSoon();
      pause();
    }
  }

  private void begin() {
    try {
      service = store.layout().root().getFileSystem().newWatchService();
      if (closed) {
        closeService();
      }
      register(store.layout().users(), false); // for all is looked at then
    } catch (IOException | UnsupportedOperationException e) {
      poll(e);
    } catch (ClosedWatchServiceException e) {
      closed = true;
    }
  }

  /** The system does not watch, or not so much. */
  private void poll(Exception reason) {
    LOG.log(
        System.Logger.Level.WARNING,
        "{0}: the system does not watch its folders ({1}); all files are looked at from time to"
            + " time instead",
        store.layout().root(),
        reason.getMessage());
    closeService();
    service = null;
    folders.clear();
  }

  private void step() throws IOException {
    WatchService watching = service;
    if (watching == null) {
      pause();
      dueSoon();
    } else {
      hear(watching);
    }
    takeInQuiet();
    if (sweepIsDue && System.nanoTime() - sweepAt >= 0) {
      sweep();
    }
  }

  private void dueSoon() {
    if (!sweepIsDue) {
      sweepIsDue = true;
      sweepAt = Math.max(sweepAt, System.nanoTime());
    }
  }

  private void sweep() throws IOException {
    long start = System.nanoTime();
    sweepIsDue = false;
    try {
      checkpoints.flush(); // what is missing is looked for among what the index knows
      new Sweep(store, edits, this::requireOpen).run();
    } finally {
      long end = System.nanoTime();
      sweepAt = end + Math.max(SWEEP_NANOS, SWEEP_SHARE * (end - start));
    }
  }

  private void requireOpen() {
    if (closed) {
      throw Errors.closed();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(TICK_MILLIS);
    } catch (InterruptedException e) {
      return; // nobody does that
    }
  }

  private void hear(WatchService watching) throws IOException {
    WatchKey key;
    try {
      key = watching.poll(TICK_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      return;
    }
    for (; key != null; key = watching.poll()) {
      Path folder = (Path) key.watchable();
      for (WatchEvent<?> event : key.pollEvents()) {
        hear(folder, event);
      }
      if (!key.reset()) {
        folders.remove(folder);
      }
    }
  }

  private void hear(Path folder, WatchEvent<?> event) throws IOException {
    if (!(event.context() instanceof Path name)) {
      look(folder, true); // more happened there than was told
      dueSoon();
      return;
    }
    Path path = folder.resolve(name);
    if (Places.isHidden(path)) {
      return;
    }
    if (store.records().places().isRecord(path)) {
      pending.put(path, System.nanoTime());
    }
    if (event.kind() == StandardWatchEventKinds.ENTRY_CREATE) {
      if (Disk.isFolder(path)) {
        register(path, true);
        dueSoon(); // what went from there before it was listened to was not told
      }
    } else if (event.kind() == StandardWatchEventKinds.ENTRY_DELETE && folders.containsKey(path)) {
      folders.remove(path);
      dueSoon(); // with all that was in it
    }
  }

  /**
   * Listens to a folder and all below.
   *
   * @param files whether to look at those that are there already
   */
  private void register(Path folder, boolean files) throws IOException {
    WatchService watching = service;
    if (watching == null || closed) {
      return;
    }
    try {
      folders.put(
          folder,
          folder.register(
              watching,
              StandardWatchEventKinds.ENTRY_CREATE,
              StandardWatchEventKinds.ENTRY_MODIFY,
              StandardWatchEventKinds.ENTRY_DELETE));
      look(folder, files);
    } catch (NoSuchFileException | NotDirectoryException e) {
      folders.remove(folder);
    } catch (IOException e) {
      poll(e);
    }
  }

  private void look(Path folder, boolean files) throws IOException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        if (Places.isHidden(entry)) {
          continue;
        }
        if (Disk.isFolder(entry)) {
          if (!folders.containsKey(entry)) {
            register(entry, files);
          }
        } else if (files && store.records().places().isRecord(entry)) {
          pending.putIfAbsent(entry, System.nanoTime());
        }
      }
    }
  }

  /** An editor may still be at the others. */
  private void takeInQuiet() throws IOException {
    if (pending.isEmpty()) {
      return;
    }
    long now = System.nanoTime();
    List<Path> quiet = new ArrayList<>();
    pending.forEach(
        (file, at) -> {
          if (now - at >= QUIET_NANOS) {
            quiet.add(file);
          }
        });
    quiet.forEach(pending::remove);
    edits.takeIn(quiet);
  }

  private void closeService() {
    WatchService watching = service;
    if (watching != null) {
      try {
        watching.close();
      } catch (IOException e) {
        LOG.log(System.Logger.Level.DEBUG, "cannot stop to watch", e);
      }
    }
  }

  /** Ends the thread; what it is at is finished. Idempotent. */
  @Override
  public void close() {
    closed = true;
    closeService();
    Quiet.join(thread);
  }
}
