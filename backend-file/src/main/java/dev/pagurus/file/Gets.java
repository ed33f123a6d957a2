package dev.pagurus.file;

import dev.pagurus.document.Address;
import dev.pagurus.file.index.DocKey;
import dev.pagurus.file.index.UserState;
import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.Change;
import dev.pagurus.spi.Documents;
import dev.pagurus.spi.StoredDocument;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Reads documents by address, from their files: what a person edited is served as edited.
 *
 * <p>A file may be newer than the state that is asked for: then the overlay has the version to
 * answer, or everything is read again. And it may be older, while its record waits to be written:
 * then the version that waits is the answer.
 */
final class Gets {

  private static final int MAX_TRIES = 100;
  private static final long PAUSE_NANOS = 50_000;

  private final Generations generations;
  private final Users users;
  private final Records records;
  private final Commits commits;
  private final RecordWriter writer;

  Gets(FileStore store) {
    this.generations = store.generations();
    this.users = store.users();
    this.records = store.records();
    this.commits = store.commits();
    this.writer = store.writer();
  }

  /** The file is newer than the state asked for, or may be. */
  private static final class MovedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient @Nullable Address address;

    MovedException(@Nullable Address address) {
      super("moved", null, false, false);
      this.address = address;
    }
  }

  /** Reads documents, all from one state. */
  Documents get(String user, List<Address> addresses) {
    for (int tries = 0; tries < MAX_TRIES; tries++) {
      try {
        return tryGet(user, addresses);
      } catch (MovedException e) {
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
    return commits.exclusively(() -> getInPeace(user, addresses));
  }

  private Documents getInPeace(String user, List<Address> addresses) {
    try {
      return tryGet(user, addresses);
    } catch (MovedException e) {
      throw Errors.corrupt(
          e.address,
          "a record is newer than its user "
              + user
              + "; if it was put there by hand, reindex the store");
    }
  }

  private Documents tryGet(String name, List<Address> addresses) throws MovedException {
    User user = users.find(name);
    if (user == null) {
      return new Documents(0, nothing(addresses));
    }
    try (Snapshot snapshot = generations.snapshot(users, name)) {
      List<@Nullable StoredDocument> found = new ArrayList<>(addresses.size());
      boolean doubt = false;
      for (Address address : addresses) {
        DocKey key = DocKey.of(name, address);
        Version version = snapshot.at(key);
        version = version != null ? version : waiting(key, snapshot);
        StoredDocument document = version == null ? inFile(key, snapshot) : fresh(key, version);
        doubt |= document == null && version == null;
        found.add(document);
      }
      if (doubt && isMoving(user, snapshot.state())) {
        throw new MovedException(null); // what seems absent may just have been deleted
      }
      return new Documents(snapshot.revision(), found);
    }
  }

  /** What the index knows already and the file does not. */
  private @Nullable Version waiting(DocKey key, Snapshot snapshot) {
    Version version = writer.waiting(key);
    return version != null && version.revision() <= snapshot.revision() ? version : null;
  }

  private static List<@Nullable StoredDocument> nothing(List<Address> addresses) {
    List<@Nullable StoredDocument> nothing = new ArrayList<>();
    addresses.forEach(address -> nothing.add(null));
    return nothing;
  }

  private static boolean isMoving(User user, UserState state) {
    return user.isAhead() || user.published().revision() != state.revision();
  }

  /** A document that was written since the index was: in memory, unless a person edited it. */
  private @Nullable StoredDocument fresh(DocKey key, Version version) {
    StoredDocument document = version.document();
    if (document == null || writer.isWaiting(key) || !records.isTouched(key, document)) {
      return document;
    }
    Records.Reading reading = records.read(key);
    if (reading == null) {
      Version latest = generations.current().latest(key);
      boolean isNewest = latest == null || latest.revision() == version.revision();
      return isNewest && !writer.isWaiting(key) ? null : document;
    }
    return reading.document().revision() == version.revision() ? reading.document() : document;
  }

  private @Nullable StoredDocument inFile(DocKey key, Snapshot snapshot) throws MovedException {
    Records.Reading reading = readOrMove(key);
    if (reading == null) {
      return null;
    }
    if (reading.document().revision() > snapshot.revision()) {
      throw new MovedException(key.address());
    }
    return reading.document();
  }

  private Records.@Nullable Reading readOrMove(DocKey key) throws MovedException {
    try {
      return records.read(key);
    } catch (BackendException e) {
      if (generations.current().latest(key) != null) {
        throw new MovedException(key.address()); // it was just written
      }
      if (isUnknownDraft(key)) {
        return null;
      }
      throw e;
    }
  }

  /** A file that a person made is a document when it was taken in, not before. */
  private boolean isUnknownDraft(DocKey key) {
    Generation generation = generations.acquire();
    try {
      return records.isDraft(key) && !(generation.before(key) instanceof Change.Written);
    } finally {
      generation.release();
    }
  }
}
