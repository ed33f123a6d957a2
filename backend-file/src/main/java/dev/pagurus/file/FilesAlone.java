package dev.pagurus.file;

import dev.pagurus.document.Utf8;
import dev.pagurus.file.index.DocKey;
import dev.pagurus.file.index.UserState;
import dev.pagurus.file.index.View;
import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.Change;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.spi.StoredDocument;
import java.io.IOException;
import java.nio.file.Path;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What the files tell while there is no index: documents by their addresses, how far a user's
 * history goes, and which ids a collection has. They tell the present only; of what is written over
 * meanwhile the overlay keeps what it was before. Deletions are not told.
 */
final class FilesAlone {

  private final Records records;
  private final UserFiles userFiles;
  private final RecordWriter writer;

  /** Who reads on, and needs what is written over after there is an index. Guarded by this. */
  private int readers;

  private @Nullable View successor;

  FilesAlone(Records records, UserFiles userFiles, RecordWriter writer) {
    this.records = records;
    this.userFiles = userFiles;
    this.writer = writer;
  }

  /** A document, null if there is none or it cannot be believed. */
  @Nullable Change document(DocKey key) {
    Version waiting = writer.waiting(key);
    if (waiting != null) {
      return waiting.change();
    }
    StoredDocument document = read(key);
    return document == null ? null : new Change.Written(document);
  }

  private @Nullable StoredDocument read(DocKey key) {
    try {
      Records.Reading reading = records.read(key);
      return reading == null ? null : reading.document();
    } catch (BackendException e) {
      if (e.code() == ErrorCode.CORRUPT) {
        return null;
      }
      throw e;
    }
  }

  /**
   * A user's state without counts, null if there is no such user. Costs a look at all its records
   * if it has no file that tells.
   */
  @Nullable UserState user(String name) {
    try {
      Path folder = records.places().userFolder(name);
      if (folder == null) {
        return null;
      }
      UserState state = told(folder);
      if (state == null) {
        state = new UserFolder(folder, records, userFiles, new NoTeller()).read();
      }
      return state == null || !state.user().equals(name) ? null : state;
    } catch (IOException e) {
      throw Errors.of("cannot read the files of the user " + name, e);
    }
  }

  private @Nullable UserState told(Path folder) throws IOException {
    try {
      return userFiles.read(folder);
    } catch (RecordDamagedException | MisplacedException e) {
      return null;
    }
  }

  private static final class NoTeller implements UserFolder.Teller {

    @Override
    public boolean isTold(DocKey key) {
      return true;
    }

    @Override
    public void document(DocKey key, StoredDocument document, boolean edited) {}

    @Override
    public void deletion(DocKey key, Change.Deleted deletion) {}

    @Override
    public void unreadable(DocKey key) {}

    @Override
    public void damaged(Path file, String problem) {}
  }

  /** The first ids of a collection after one, in order; costs a look at all its files' names. */
  NavigableSet<String> ids(String user, String collection, String after, int limit) {
    NavigableSet<String> ids = new TreeSet<>(Utf8.ORDER);
    try {
      Path folder = records.places().userFolder(user);
      if (folder == null) {
        return ids;
      }
      Fanout.visit(
          Places.collection(folder, collection),
          file -> {
            String id = records.places().isRecord(file) ? id(file) : "";
            if (Utf8.compare(id, after) > 0 && ids.add(id) && ids.size() > limit) {
              ids.pollLast();
            }
          });
      return ids;
    } catch (IOException e) {
      throw Errors.of("cannot list the records of " + collection, e);
    }
  }

  /** The id that a file's name spells, or that it tells if its name is a digest. */
  private String id(Path file) throws IOException {
    DocKey key = records.places().keyOf(file);
    if (key == null || !key.id().isEmpty()) {
      return key == null ? "" : key.id();
    }
    try {
      RecordFile record = records.whole(file);
      return record == null ? "" : record.head().address().id();
    } catch (RecordDamagedException e) {
      return ""; // nobody could ask for it
    }
  }

  /** Somebody begins to read who may still do so when there is an index. */
  synchronized void enter() {
    readers++;
  }

  synchronized void leave() {
    readers--;
    if (readers == 0 && successor != null) {
      successor.release();
    }
  }

  /** There is an index, of what the files told when this was called; while nobody commits. */
  synchronized void succeed(View view) {
    if (readers > 0 && successor == null) {
      successor = view.acquire();
    }
  }

  /** The index, for those that entered before it was there; null as long as there is none. */
  synchronized @Nullable View successor() {
    return successor;
  }
}
