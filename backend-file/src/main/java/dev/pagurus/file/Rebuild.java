package dev.pagurus.file;

import dev.pagurus.document.Address;
import dev.pagurus.file.index.DocKey;
import dev.pagurus.file.index.IndexChange;
import dev.pagurus.file.index.SearchIndex;
import dev.pagurus.file.index.UserState;
import dev.pagurus.spi.Change;
import dev.pagurus.spi.Progress;
import dev.pagurus.spi.StoredDocument;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes the index again from the files, which hold all that it tells. What cannot be read is left
 * out and told to the log; {@code verify} finds it again.
 */
final class Rebuild {

  private static final System.Logger LOG = System.getLogger(Rebuild.class.getName());

  private final Places places;
  private final Records records;
  private final UserFiles userFiles;
  private final Definitions definitions;
  private final SearchIndex index;
  private final Progress progress;
  private long done;

  Rebuild(
      Records records,
      UserFiles userFiles,
      Definitions definitions,
      SearchIndex index,
      Progress progress) {
    this.places = records.places();
    this.records = records;
    this.userFiles = userFiles;
    this.definitions = definitions;
    this.index = index;
    this.progress = progress;
  }

  /** Reads all users' files into an index that is empty. */
  void run() throws IOException {
    Fanout.visit(
        places.top(),
        folder -> {
          if (Disk.isFolder(folder)) {
            user(folder);
          }
        });
    progress.at(done, done);
  }

  private void user(Path folder) throws IOException {
    UserState told = userFiles.read(folder, "");
    Scan scan = new Scan(told);
    try (DirectoryStream<Path> collections = Files.newDirectoryStream(folder)) {
      for (Path collection : collections) {
        if (Disk.isFolder(collection)) {
          Fanout.visit(collection, file -> record(scan, file));
        }
      }
    }
    if (scan.name.isEmpty()) {
      return;
    }
    Map<Address, Change.Deleted> deletions = new HashMap<>();
    for (Change.Deleted deletion :
        userFiles.deletions(
            folder, line -> LOG.log(System.Logger.Level.WARNING, "{0}: {1}", folder, line))) {
      deletions.merge(deletion.address(), deletion, (a, b) -> a.revision() > b.revision() ? a : b);
      scan.see(deletion.revision(), deletion.at());
    }
    for (Change.Deleted deletion : deletions.values()) {
      DocKey key = DocKey.of(scan.name, deletion.address());
      if (places.find(key) == null) {
        tell(new IndexChange.Tombstone(key, deletion.revision(), deletion.at()));
      }
    }
    tell(
        new IndexChange.User(
            scan.counts.state(scan.name, scan.revision, scan.time, told.horizon())));
  }

  private void tell(IndexChange change) {
    index.apply(List.of(change), definitions::toWrite);
  }

  /** What is found of one user. */
  private static final class Scan {
    private String name;
    private long revision;
    private Instant time;
    private final Counts counts = new Counts(List.of());

    Scan(UserState told) {
      name = told.user();
      revision = told.revision();
      time = told.time();
    }

    void see(long revision, Instant at) {
      this.revision = Math.max(this.revision, revision);
      this.time = at.isAfter(time) ? at : time;
    }
  }

  private void record(Scan scan, Path file) throws IOException {
    if (!places.isRecord(file)) {
      return;
    }
    try {
      RecordFile record = records.parse(Files.readAllBytes(file));
      if (scan.name.isEmpty()) {
        scan.name = record.head().user();
      }
      StoredDocument document = record.document();
      DocKey key = DocKey.of(record.head().user(), document.address());
      if (!record.head().user().equals(scan.name) || !file.equals(places.find(key))) {
        throw new RecordDamagedException(0, "it does not lie where its address belongs");
      }
      tell(new IndexChange.Put(scan.name, document));
      scan.counts.replace(key.collection(), null, document);
      scan.see(document.revision(), document.updatedAt());
      if (++done % 1_000 == 0) {
        progress.at(done, -1);
      }
    } catch (RecordDamagedException e) {
      LOG.log(
          System.Logger.Level.WARNING, "{0} is left out of the index: {1}", file, e.getMessage());
    }
  }
}
