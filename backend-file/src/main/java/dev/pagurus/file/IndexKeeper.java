package dev.pagurus.file;

import dev.pagurus.file.index.DocKey;
import dev.pagurus.file.index.IndexChange;
import dev.pagurus.file.index.SearchIndex;
import dev.pagurus.file.index.UnusableIndexException;
import dev.pagurus.spi.Change;
import dev.pagurus.spi.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Opens the index, makes it again from the files where there is none that can be used, and after a
 * failure brings it from its last commit to where the journal ends.
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
   */
  SearchIndex open(boolean isNew) throws IOException {
    try {
      return SearchIndex.open(layout.index());
    } catch (UnusableIndexException e) {
      LOG.log(
          isNew ? System.Logger.Level.DEBUG : System.Logger.Level.WARNING,
          "{0}: {1}; it is made again from the files",
          layout.index(),
          e.getMessage());
      return make();
    }
  }

  private SearchIndex make() throws IOException {
    SearchIndex made = SearchIndex.create(layout.index());
    boolean built = false;
    try {
      new Rebuild(records, userFiles, definitions, made, Progress.NONE).run();
      made.commit("0");
      built = true;
      return made;
    } finally {
      if (!built) {
        made.close();
      }
    }
  }

  /** Where the journal goes on after what an index holds. */
  static long position(SearchIndex index) {
    return Long.parseLong(index.position().orElse("0"));
  }

  /**
   * Opens the index anew after it failed, with all that the journal tells; while nobody commits.
   *
   * @param failed is closed
   */
  SearchIndex openAgain(SearchIndex failed, Users users) throws IOException {
    failed.close();
    SearchIndex opened = open(false);
    boolean done = false;
    try {
      long from = position(opened);
      for (Map.Entry<Long, Path> segment : JournalSegment.list(layout.journal()).entrySet()) {
        JournalSegment.read(
            segment.getValue(),
            segment.getKey(),
            store,
            from,
            (position, entry) -> opened.apply(changes(entry, users), definitions::toWrite));
      }
      done = true;
      return opened;
    } finally {
      if (!done) {
        opened.close();
      }
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
