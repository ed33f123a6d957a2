package dev.pagurus.file;

import dev.pagurus.file.index.DocKey;
import dev.pagurus.file.index.Entries;
import dev.pagurus.file.index.UserState;
import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.Change;
import dev.pagurus.spi.CollectionInfo;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.spi.Finding;
import dev.pagurus.spi.Progress;
import dev.pagurus.spi.StoredDocument;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Checks that records, index, feed and counts agree (DUR-4). It may run while the store serves:
 * what seems wrong is looked at once more while no commit is under way.
 */
final class Verification {

  /** What is wrong with one record or document. */
  enum Kind {
    /** The record cannot be believed. */
    DAMAGED,
    /** A person changed the record. */
    EDITED,
    /** A person made the record. */
    NEW,
    /** A person took the record away. */
    MISSING,
    /** The record is not where its address belongs, or is not a record. */
    STRAY,
    /** A link, or another thing that is no part of the store, stands among its folders. */
    FOREIGN,
    /** A record is in the journal and the file system does not take it. */
    WAITING,
    /** The index tells otherwise than the record. */
    INDEX,
    /** The documents of a user are counted wrongly. */
    COUNT,
    /** What lies in a user's folder beside the records is damaged or gone. */
    BESIDE
  }

  /**
   * Something wrong.
   *
   * @param kind what kind
   * @param key the document, null if it is not about one
   * @param file the file, null if it is not about one
   * @param finding for people
   */
  record Problem(Kind kind, @Nullable DocKey key, @Nullable Path file, Finding finding) {}

  private static final String NEW = "made by hand and not taken in: reindex the store";

  private final FileStore store;
  private final Checkpoints checkpoints;
  private final Places places;
  private final Addresses addresses;
  private final Consumer<Problem> problems;
  private final Progress progress;
  private final UserFilesCheck beside;
  private long done;

  Verification(
      FileStore store, Checkpoints checkpoints, Consumer<Problem> problems, Progress progress) {
    this.store = store;
    this.checkpoints = checkpoints;
    this.places = store.records().places();
    this.addresses = new Addresses(store);
    this.problems = problems;
    this.progress = progress;
    this.beside = new UserFilesCheck(store, checkpoints, problems);
  }

  /** Checks everything; answers how many records were looked at. */
  long run() throws IOException {
    try {
      checkpoints.withIndex(
          index -> {
            index.verify();
            return true;
          });
    } catch (BackendException e) {
      problems.accept(
          new Problem(
              Kind.INDEX,
              null,
              store.layout().index(),
              new Finding(null, null, String.valueOf(e.getMessage()))));
    }
    Fanout.visit(
        places.top(),
        folder -> {
          if (Disk.isFolder(folder)) {
            user(folder);
          } else {
            foreign(folder);
          }
        });
    Generation generation = store.generations().acquire();
    try (Entries<UserState> users = generation.view().users(null)) {
      for (UserState user = users.next(); user != null; user = users.next()) {
        counted(generation, user);
        beside.requireTold(user);
      }
    } finally {
      generation.release();
    }
    waiting();
    progress.at(done, done);
    return done;
  }

  private void user(Path folder) throws IOException {
    beside.check(folder);
    try (DirectoryStream<Path> collections = Files.newDirectoryStream(folder)) {
      for (Path collection : collections) {
        if (Disk.isFolder(collection)) {
          Fanout.visit(collection, this::record);
        } else {
          foreign(collection);
        }
      }
    }
  }

  /** What a link leads to may look like a part of the store, but is written and checked no more. */
  private void foreign(Path path) {
    if (Files.isSymbolicLink(path)) {
      problems.accept(
          problem(
              Kind.FOREIGN, null, path, "a symbolic link, and no part of the store: take it away"));
    }
  }

  /** What is in the journal and in no record yet, and why; what failed once is tried first. */
  private void waiting() throws IOException {
    if (store.writer().isIdle()) {
      return;
    }
    checkpoints.writeWaiting();
    for (DocKey key : store.writer().waiting().keySet()) {
      boolean isStuck =
          store
              .commits()
              .exclusively(
                  () ->
                      store.writer().isWaiting(key)
                          && store.generations().current().growing().latest(key) == null);
      if (isStuck) {
        String why = String.valueOf(store.writer().failure().getMessage());
        Finding finding = new Finding(key.user(), Records.address(key), why);
        problems.accept(new Problem(Kind.WAITING, key, null, finding));
      }
    }
  }

  private void record(Path file) throws IOException {
    if (!places.isRecord(file)) {
      foreign(file);
      return;
    }
    if (++done % 1_000 == 0) {
      progress.at(done, -1);
    }
    if (judge(file) != null) {
      // What it should say may still be on its way.
      Problem again =
          store
              .commits()
              .exclusively(
                  () -> {
                    try {
                      Problem problem = judge(file);
                      boolean waits =
                          problem != null
                              && problem.key() != null
                              && store.writer().isWaiting(problem.key());
                      return waits ? null : problem;
                    } catch (IOException e) {
                      throw Errors.of("cannot read " + file, e);
                    }
                  });
      if (again != null) {
        problems.accept(again);
      }
    }
  }

  private @Nullable Problem judge(Path file) throws IOException {
    byte[] text;
    try {
      text = store.disk().read(file);
    } catch (MisplacedException e) {
      return problem(Kind.DAMAGED, addresses.byPlace(file), file, String.valueOf(e.getMessage()));
    }
    if (text == null) {
      return null; // deleted meanwhile
    }
    if (store.records().isDraft(text)) {
      return draft(file, text);
    }
    RecordFile record;
    try {
      record = store.records().parse(text);
    } catch (RecordDamagedException e) {
      DocKey key = keyOf(file, text);
      return problem(Kind.DAMAGED, key, file, String.valueOf(e.getMessage()));
    }
    RecordHead head = record.head();
    DocKey key = DocKey.of(head.user(), head.address());
    if (!file.equals(places.find(key))) {
      return elsewhere(file, head);
    }
    if (store.writer().isWaiting(key)) {
      return null;
    }
    if (record.isEdited()) {
      return store.records().isTouched(key, record.document())
          ? problem(Kind.EDITED, key, file, "edited by hand and not taken in: reindex the store")
          : problem(Kind.DAMAGED, key, file, Records.NOBODYS_EDIT);
    }
    return judge(key, file, record.document());
  }

  private @Nullable Problem judge(DocKey key, Path file, StoredDocument inFile) {
    Change known;
    try {
      known = store.generations().known(key);
    } catch (BackendException e) {
      return problem(Kind.INDEX, key, file, String.valueOf(e.getMessage()));
    }
    if (!(known instanceof Change.Written written)) {
      return problem(Kind.NEW, key, file, NEW);
    }
    StoredDocument indexed = written.document();
    if (indexed.revision() > inFile.revision() && store.records().isTouched(key, indexed)) {
      return problem(
          Kind.EDITED, key, file, "an older version was put back by hand: reindex the store");
    }
    boolean same =
        indexed.revision() == inFile.revision()
            && indexed.createdAt().equals(inFile.createdAt())
            && indexed.updatedAt().equals(inFile.updatedAt())
            && indexed.body().equals(inFile.body());
    return same ? null : problem(Kind.INDEX, key, file, "the index tells another version of it");
  }

  private Problem draft(Path file, byte[] text) throws IOException {
    DocKey key = addresses.byPlace(file);
    try {
      store.records().draft(text);
      return key == null
          ? problem(Kind.STRAY, null, file, "it has no metadata, and its name tells no address")
          : problem(Kind.NEW, key, file, NEW);
    } catch (RecordDamagedException e) {
      return problem(Kind.DAMAGED, key, file, String.valueOf(e.getMessage()));
    }
  }

  private Problem elsewhere(Path file, RecordHead head) throws IOException {
    DocKey here = addresses.byPlace(file);
    return here != null && file.equals(places.find(here))
        ? problem(Kind.NEW, here, file, NEW)
        : problem(
            Kind.STRAY,
            null,
            file,
            "it says that it is " + head.address() + ", which belongs elsewhere");
  }

  /** A record that cannot be read is known by its place. */
  private @Nullable DocKey keyOf(Path file, byte[] text) throws IOException {
    try {
      RecordHead head = store.records().head(text);
      return DocKey.of(head.user(), head.address());
    } catch (RecordDamagedException e) {
      return addresses.byPlace(file);
    }
  }

  private static Problem problem(Kind kind, @Nullable DocKey key, Path file, String what) {
    Finding finding =
        key == null
            ? new Finding(null, null, file + ": " + what)
            : new Finding(key.user(), Records.address(key), file + ": " + what);
    return new Problem(kind, key, file, finding);
  }

  /** Looks for documents without records, and compares what is counted. */
  private void counted(Generation generation, UserState state) throws IOException {
    TreeMap<String, long[]> counted = new TreeMap<>();
    for (CollectionInfo collection : state.collections()) {
      long[] sums = counted.computeIfAbsent(collection.collection(), none -> new long[2]);
      try (Entries<StoredDocument> documents =
          generation.view().scan(state.user(), collection.collection(), null)) {
        for (StoredDocument each = next(documents, problems);
            each != null;
            each = next(documents, problems)) {
          sums[0]++;
          sums[1] += each.body().size();
          requireRecord(generation, DocKey.of(state.user(), each.address()));
        }
      }
    }
    List<CollectionInfo> right =
        counted.entrySet().stream()
            .map(e -> new CollectionInfo(e.getKey(), e.getValue()[0], e.getValue()[1]))
            .toList();
    if (!right.equals(state.collections())) {
      problems.accept(
          new Problem(
              Kind.COUNT,
              null,
              null,
              new Finding(state.user(), null, "its documents are counted wrongly")));
    }
  }

  /**
   * What is damaged in the index is told, and not counted.
   *
   * @throws BackendException what is not damage of one document: nothing comes after it
   */
  static @Nullable StoredDocument next(
      Entries<StoredDocument> documents, Consumer<Problem> problems) {
    while (true) {
      try {
        return documents.next();
      } catch (BackendException e) {
        if (e.code() != ErrorCode.CORRUPT || e.address() == null) {
          throw e;
        }
        problems.accept(
            new Problem(
                Kind.INDEX, null, null, new Finding(null, e.address(), "the index is damaged")));
      }
    }
  }

  private void requireRecord(Generation generation, DocKey key) throws IOException {
    if (generation.latest(key) == null && places.find(key) == null && isStillMissing(key)) {
      problems.accept(
          new Problem(
              Kind.MISSING,
              key,
              null,
              new Finding(
                  key.user(),
                  key.address(),
                  "its record is gone: reindex the store to take the deletion in")));
    }
  }

  private boolean isStillMissing(DocKey key) {
    return store
        .commits()
        .exclusively(
            () -> {
              try {
                return places.find(key) == null
                    && !store.writer().isWaiting(key)
                    && store.generations().known(key) instanceof Change.Written;
              } catch (IOException e) {
                throw Errors.of("cannot look for " + Records.address(key), e);
              }
            });
  }
}
