package dev.pagurus.file;

import dev.pagurus.document.Address;
import dev.pagurus.file.index.DocKey;
import dev.pagurus.file.index.UserState;
import dev.pagurus.spi.Change;
import dev.pagurus.spi.StoredDocument;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the files in one user's folder tell: documents, deletions, and how far the history goes,
 * which is at least as far as any of them. What cannot be believed is left out.
 */
final class UserFolder {

  /** Hears what the files tell. */
  interface Teller {

    /** Whether a document is told otherwise, so that its file need not be read. */
    boolean isTold(DocKey key);

    /**
     * A document.
     *
     * @param edited whether a person edited it since the program wrote it
     */
    void document(DocKey key, StoredDocument document, boolean edited);

    void deletion(DocKey key, Change.Deleted deletion);

    /** A document of which nobody can read the record. */
    void unreadable(DocKey key);

    /** A file that cannot be believed, or a line of one. */
    void damaged(Path file, String problem);
  }

  private final Path folder;
  private final Records records;
  private final UserFiles userFiles;
  private final Teller teller;
  private final List<Path> unreadable = new ArrayList<>();
  private final Counts counts = new Counts(List.of());
  private String name = "";
  private long revision;
  private Instant time = Instant.EPOCH;

  UserFolder(Path folder, Records records, UserFiles userFiles, Teller teller) {
    this.folder = folder;
    this.records = records;
    this.userFiles = userFiles;
    this.teller = teller;
  }

  /** Reads all; answers the user's state, null if the folder is nobody's. */
  @Nullable UserState read() throws IOException {
    UserState told = told();
    boolean isDamaged = told.horizon() == Long.MAX_VALUE;
    name = told.user();
    see(told.revision(), told.time());
    try (DirectoryStream<Path> collections = Files.newDirectoryStream(folder)) {
      for (Path collection : collections) {
        if (Disk.isFolder(collection)) {
          Fanout.visit(collection, this::record);
        }
      }
    } catch (NoSuchFileException e) {
      return null; // it went away
    }
    if (name.isEmpty()) {
      return null;
    }
    deletions();
    unreadable();
    if (isDamaged && revision == 0) {
      return null; // nothing at all is known of it
    }
    return counts.state(name, revision, time, isDamaged ? revision : told.horizon());
  }

  /**
   * What the user's file tells. Of one that is damaged nobody knows which deletions were forgotten:
   * the feed is refused from before what is found now, rather than half answered (FEED-3).
   */
  private UserState told() throws IOException {
    try {
      UserState told = userFiles.read(folder);
      return told == null ? User.nobody("") : told;
    } catch (RecordDamagedException | MisplacedException e) {
      teller.damaged(folder.resolve(UserFiles.STATE), String.valueOf(e.getMessage()));
      String spelled = FileNames.read(folder.getFileName().toString());
      return new UserState(
          spelled == null ? "" : spelled,
          userFiles.salvage(folder),
          Instant.EPOCH,
          Long.MAX_VALUE,
          List.of());
    }
  }

  private void see(long at, Instant when) {
    revision = Math.max(revision, at);
    time = when.isAfter(time) ? when : time;
  }

  private void record(Path file) throws IOException {
    if (!records.places().isRecord(file)) {
      return;
    }
    try {
      RecordFile record = records.whole(file);
      if (record != null) {
        record(file, record);
      }
    } catch (RecordDamagedException | MisplacedException e) {
      teller.damaged(file, String.valueOf(e.getMessage()));
      unreadable.add(file);
    }
  }

  private void unreadable() {
    for (Path file : unreadable) {
      DocKey place = records.places().keyOf(file);
      if (place != null
          && place.user().equals(name)
          && !place.id().isEmpty()
          && !teller.isTold(place)) {
        teller.unreadable(place);
      }
    }
  }

  private void record(Path file, RecordFile record) throws IOException, RecordDamagedException {
    if (name.isEmpty()) {
      name = record.head().user();
    }
    StoredDocument document = record.document();
    DocKey key = DocKey.of(record.head().user(), document.address());
    if (!record.head().user().equals(name) || !file.equals(records.places().find(key))) {
      throw new RecordDamagedException(0, "it does not lie where its address belongs");
    }
    if (!teller.isTold(key)) {
      teller.document(key, document, record.isEdited());
      counts.replace(key.collection(), null, document);
    }
    see(document.revision(), document.updatedAt());
  }

  private void deletions() throws IOException {
    Map<Address, Change.Deleted> deletions = new HashMap<>();
    for (Change.Deleted deletion : told(folder.resolve(UserFiles.DELETIONS))) {
      deletions.merge(deletion.address(), deletion, (a, b) -> a.revision() > b.revision() ? a : b);
      see(deletion.revision(), deletion.at());
    }
    for (Change.Deleted deletion : deletions.values()) {
      DocKey key = DocKey.of(name, deletion.address());
      if (records.places().find(key) == null) {
        teller.deletion(key, deletion);
      }
    }
  }

  private List<Change.Deleted> told(Path log) throws IOException {
    try {
      return userFiles.deletions(folder, line -> teller.damaged(log, line));
    } catch (MisplacedException e) {
      teller.damaged(log, String.valueOf(e.getMessage()));
      return List.of();
    }
  }
}
