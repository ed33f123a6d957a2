package dev.pagurus.file;

import dev.pagurus.file.index.DocKey;
import dev.pagurus.spi.Change;
import dev.pagurus.spi.StoredDocument;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Brings a store to where its journal ends: the index holds the state of its last commit, and the
 * journal tells what came after (DUR-3). Costs what was in flight, not the size of the store.
 */
final class Recovery {

  private static final System.Logger LOG = System.getLogger(Recovery.class.getName());

  private final Layout layout;
  private final Records records;
  private final Generations generations;
  private final Users users;
  private final Planner planner;
  private final RecordWriter writer;
  private final UserFiles userFiles;
  private final UserEnd userEnd;
  private long end;
  private boolean damaged;

  Recovery(
      Layout layout,
      Records records,
      Generations generations,
      Users users,
      Planner planner,
      RecordWriter writer,
      UserFiles userFiles,
      UserEnd userEnd) {
    this.layout = layout;
    this.records = records;
    this.generations = generations;
    this.users = users;
    this.planner = planner;
    this.writer = writer;
    this.userFiles = userFiles;
    this.userEnd = userEnd;
  }

  /** What becomes of a user that the journal says was deleted. */
  interface UserEnd {

    void delete(String user) throws IOException;
  }

  /**
   * Reads the journal.
   *
   * @param segments in order
   * @param from where to begin
   * @return the position after all that is there, whole or not
   */
  long read(NavigableMap<Long, Path> segments, UUID store, long from) throws IOException {
    end = from;
    for (Map.Entry<Long, Path> segment : segments.entrySet()) {
      long start = segment.getKey();
      Path file = segment.getValue();
      // An empty one keeps its name, and what begins next needs another.
      long after = start + Math.max(1, Files.size(file));
      if (after > from) {
        Disk.requireNoLink(file);
        Disk.force(file); // what is taken in is shown, so it must stay
        JournalSegment.Read read =
            JournalSegment.read(file, start, store, from, (position, entry) -> apply(entry));
        if (read == null) {
          damaged |= after > start + JournalSegment.HEADER_BYTES;
        } else {
          judge(file, start, read);
        }
      }
      end = Math.max(end, after);
    }
    heal();
    return end;
  }

  /**
   * What a loss of power tore was not forced, so no record was written of what comes after the
   * tear: it never was. If there is such a record, the medium forgot what was safe.
   */
  private void judge(Path file, long start, JournalSegment.Read read) throws IOException {
    if (read.after().isEmpty()) {
      return;
    }
    for (JournalEntry entry : read.after()) {
      if (isInFiles(entry)) {
        damaged = true;
        return;
      }
    }
    Disk.truncate(file, read.end() - start); // the next opening must not judge by later records
  }

  private boolean isInFiles(JournalEntry entry) throws IOException {
    if (!(entry instanceof JournalEntry.Changed changed)) {
      return records.places().userFolder(entry.user()) == null;
    }
    for (Change change : changed.changes()) {
      if (change instanceof Change.Written written
          && records.isAtLeast(DocKey.of(entry.user(), change.address()), written.document())) {
        return true;
      }
    }
    return false;
  }

  /** Whether the journal was damaged by more than a crash, so that it does not tell all. */
  boolean isDamaged() {
    return damaged;
  }

  private void apply(JournalEntry entry) throws IOException {
    if (entry instanceof JournalEntry.Changed changed) {
      User user = users.findOrMake(changed.user());
      planner.begin();
      try {
        Planned planned = planner.again(user, changed);
        if (planned != null) {
          user.publish(planned.after());
        }
      } finally {
        planner.end();
      }
    } else {
      userEnd.delete(entry.user());
    }
  }

  /**
   * Sees to it that every document in the overlay is in its file as well; and that the next
   * checkpoint makes the file safe, for who wrote it may not have come to that.
   */
  private void heal() throws IOException {
    Overlay overlay = generations.current().growing();
    Set<String> deleters = new TreeSet<>();
    for (Map.Entry<DocKey, Version> entry : overlay.all().entrySet()) {
      DocKey key = entry.getKey();
      if (!isInFile(key, entry.getValue())) {
        writer.expect(new Planned.Step(key, entry.getValue(), true));
        writer.write(key);
      }
      clean(records.places().find(key));
      records.places().doubt(key);
      if (entry.getValue().document() == null) {
        deleters.add(key.user());
      }
    }
    for (String user : deleters) {
      userFiles.mend(user);
    }
    if (!overlay.isEmpty()) {
      LOG.log(
          System.Logger.Level.INFO,
          "{0}: took {1} documents from the journal",
          layout.root(),
          overlay.size());
    }
  }

  private boolean isInFile(DocKey key, Version version) throws IOException {
    StoredDocument document = version.document();
    return document == null ? records.places().find(key) == null : records.isAtLeast(key, document);
  }

  /** Takes away what a crash left of files that had not got their names yet. */
  private static void clean(@Nullable Path record) throws IOException {
    Path folder = record == null ? null : record.getParent();
    if (folder == null) {
      return;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, ".*.tmp")) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
    }
  }
}
