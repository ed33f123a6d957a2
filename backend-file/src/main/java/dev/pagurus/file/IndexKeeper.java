package dev.pagurus.file;

import dev.pagurus.file.index.DocKey;
import dev.pagurus.file.index.IndexChange;
import dev.pagurus.file.index.IndexDamage;
import dev.pagurus.file.index.SearchIndex;
import dev.pagurus.file.index.UnusableIndexException;
import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.Change;
import dev.pagurus.spi.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Opens the index if there is one that can be used, and after a failure brings it from its last
 * commit to where the journal ends.
 */
final class IndexKeeper {

  private static final System.Logger LOG = System.getLogger(IndexKeeper.class.getName());

  private final Layout layout;
  private final UUID store;
  private final Definitions definitions;
  private final Records records;
  private final UserFiles userFiles;

  IndexKeeper(
      Layout layout, UUID store, Definitions definitions, Records records, UserFiles userFiles) {
    this.layout = layout;
    this.store = store;
    this.definitions = definitions;
    this.records = records;
    this.userFiles = userFiles;
  }

  /**
   * Opens the index as of its last commit.
   *
   * @param isNew whether there is nothing yet that an index could be missed for
   * @return empty if it must be made again
   */
  Optional<SearchIndex> open(boolean isNew) throws IOException {
    try {
      SearchIndex index = SearchIndex.open(layout.index());
      if (fits(index)) {
        return Optional.of(index);
      }
      letGo(index);
      unusable("it does not fit the journal: it is of another time, or of another store");
    } catch (UnusableIndexException e) {
      if (isNew) {
        return Optional.of(makeEmpty());
      }
      unusable(String.valueOf(e.getMessage()));
    }
    return Optional.empty();
  }

  private void unusable(String why) {
    LOG.log(
        System.Logger.Level.WARNING,
        "{0}: {1}; it is made again from the files",
        layout.index(),
        why);
  }

  /** Whether the journal tells all that came after an index, and nothing that it has is to come. */
  private boolean fits(SearchIndex index) throws IOException {
    long position = position(index);
    if (position <= 0 || !Files.isDirectory(layout.journal())) {
      return position == 0;
    }
    NavigableMap<Long, Path> segments = JournalSegment.list(layout.journal());
    return !segments.isEmpty()
        && segments.firstKey() <= position
        && position <= segments.lastKey() + Files.size(segments.lastEntry().getValue());
  }

  private SearchIndex makeEmpty() {
    SearchIndex made = make();
    boolean committed = false;
    try {
      made.commit(mark(0));
      committed = true;
      return made;
    } finally {
      if (!committed) {
        made.close();
      }
    }
  }

  /** Closes an index that may be damaged. */
  void letGo(@Nullable SearchIndex index) {
    try {
      if (index != null) {
        index.close();
      }
    } catch (BackendException e) {
      LOG.log(System.Logger.Level.DEBUG, "an index that is done with could not be closed", e);
    }
  }

  /** Makes an index with nothing in it, in the place of whatever is there. */
  SearchIndex make() {
    return SearchIndex.create(layout.index());
  }

  /**
   * What fills an index with what the files tell.
   *
   * @param open fails when it is to give up
   * @param fresh tells of which documents the overlay has all
   */
  Rebuild rebuild(FileRows.Open open, Predicate<DocKey> fresh, Progress progress) {
    return new Rebuild(records, userFiles, definitions, open, fresh, progress);
  }

  /** What stands in for the index while there is none. */
  FilesAlone files(RecordWriter writer) {
    return new FilesAlone(records, userFiles, writer);
  }

  /** What an index is told of how far it goes. */
  String mark(long position) {
    return store + "@" + position;
  }

  /** Where the journal goes on after what an index holds; less than 0 if it is another store's. */
  long position(SearchIndex index) {
    String mark = index.position().orElse("");
    String own = store + "@";
    if (!mark.startsWith(own)) {
      return -1;
    }
    try {
      return Long.parseLong(mark.substring(own.length()));
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  /**
   * Opens the index anew after it failed, with all that the journal tells; while nobody commits.
   *
   * @param failed is closed
   * @return empty if it must be made again
   */
  Optional<SearchIndex> openAgain(SearchIndex failed, Users users) throws IOException {
    letGo(failed);
    Optional<SearchIndex> opened = open(false);
    boolean done = false;
    try {
      if (opened.isPresent() && catchUp(opened.get(), users)) {
        done = true;
        return opened;
      }
      return Optional.empty();
    } finally {
      if (!done) {
        opened.ifPresent(SearchIndex::close);
      }
    }
  }

  /** Answers whether the index is what was written. */
  private boolean catchUp(SearchIndex index, Users users) throws IOException {
    try {
      index.verify();
      long from = position(index);
      for (Map.Entry<Long, Path> segment : JournalSegment.list(layout.journal()).entrySet()) {
        JournalSegment.read(
            segment.getValue(),
            segment.getKey(),
            store,
            from,
            (position, entry) -> index.apply(changes(entry, users), definitions::toWrite));
      }
      return true;
    } catch (BackendException e) {
      if (!IndexDamage.is(e)) {
        throw e;
      }
      LOG.log(System.Logger.Level.WARNING, "{0}: {1}", layout.index(), e.getMessage());
      return false;
    }
  }

  private static List<IndexChange> changes(JournalEntry entry, Users users) {
    if (!(entry instanceof JournalEntry.Changed changed)) {
      return List.of(new IndexChange.RemoveUser(entry.user()));
    }
    List<IndexChange> changes = new ArrayList<>();
    for (Change change : changed.changes()) {
      changes.add(change(DocKey.of(changed.user(), change.address()), change));
    }
    User user = users.find(changed.user());
    if (user != null) {
      changes.add(new IndexChange.User(user.published()));
    }
    return changes;
  }

  /** What the index is told of a change. */
  static IndexChange change(DocKey key, Change change) {
    return change instanceof Change.Written written
        ? new IndexChange.Put(key.user(), written.document())
        : new IndexChange.Tombstone(key, change.revision(), change.at());
  }
}
