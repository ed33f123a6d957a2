package dev.pagurus.file;

import dev.pagurus.file.index.DocKey;
import dev.pagurus.file.index.Entries;
import dev.pagurus.file.index.UserState;
import dev.pagurus.spi.CollectionInfo;
import dev.pagurus.spi.StoredDocument;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Looks at all records for what a person did, by their times alone, and takes it in. Costs a look
 * at every file, and reads those with other times than the store gave them.
 */
final class Sweep {

  private static final int AT_ONCE = 1_000;

  private final FileStore store;
  private final Places places;
  private final Edits edits;
  private final FileRows.Open open;
  private final List<Path> touched = new ArrayList<>();

  /** Collections in which fewer files are than documents: something was taken away. */
  private final Set<String> seen = new HashSet<>();

  private long taken;

  Sweep(FileStore store, Edits edits, FileRows.Open open) {
    this.store = store;
    this.places = store.records().places();
    this.edits = edits;
    this.open = open;
  }

  /** Answers how many documents were changed. */
  long run() throws IOException {
    Fanout.visit(
        places.top(),
        folder -> {
          if (Disk.isFolder(folder) && !Places.isHidden(folder)) {
            user(folder);
          }
        });
    takeIn();
    Generation generation = store.generations().acquire();
    try (Entries<UserState> users = generation.view().users(null)) {
      for (UserState user = users.next(); user != null; user = users.next()) {
        for (CollectionInfo collection : user.collections()) {
          if (!seen.contains(user.user() + '\0' + collection.collection())) {
            missing(user.user(), collection.collection());
          }
        }
      }
    } finally {
      generation.release();
    }
    return taken;
  }

  private void user(Path folder) throws IOException {
    try (DirectoryStream<Path> collections = Files.newDirectoryStream(folder)) {
      for (Path collection : collections) {
        if (Disk.isFolder(collection)) {
          Count count = new Count();
          Fanout.visit(collection, file -> record(file, count));
          count.end();
        }
      }
    }
  }

  /** The documents of one collection that have files. */
  private final class Count {
    private long documents;
    private DocKey any = new DocKey("", "", "");

    void end() {
      User user = any.user().isEmpty() ? null : store.users().find(any.user());
      if (user == null) {
        return;
      }
      boolean all =
          user.published().collections().stream()
              .filter(info -> info.collection().equals(any.collection()))
              .allMatch(info -> info.documents() <= documents);
      if (all) {
        seen.add(any.user() + '\0' + any.collection());
      }
    }
  }

  private void record(Path file, Count count) throws IOException {
    open.require();
    DocKey key = edits.keyOf(file);
    if (key == null) {
      return;
    }
    StoredDocument known = edits.known(key);
    if (known != null) {
      count.documents++;
      count.any = key;
    }
    if (edits.mayBeEdited(key, file, known)) {
      touched.add(file);
      if (touched.size() >= AT_ONCE) {
        takeIn();
      }
    }
  }

  private void takeIn() throws IOException {
    taken += edits.takeIn(touched);
    touched.clear();
  }

  private void missing(String user, String collection) throws IOException {
    List<DocKey> gone = new ArrayList<>();
    Generation generation = store.generations().acquire();
    try (Entries<StoredDocument> documents = generation.view().scan(user, collection, null)) {
      for (StoredDocument each = documents.next(); each != null; each = documents.next()) {
        open.require();
        DocKey key = DocKey.of(user, each.address());
        if (places.find(key) == null) {
          gone.add(key);
        }
      }
    } finally {
      generation.release();
    }
    if (!gone.isEmpty()) {
      taken += edits.takeInKeys(gone);
    }
  }
}
