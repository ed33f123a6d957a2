package dev.pagurus.file;

import dev.pagurus.file.index.DocKey;
import dev.pagurus.file.index.IndexChange;
import dev.pagurus.file.index.SearchIndex;
import dev.pagurus.file.index.UserState;
import dev.pagurus.spi.Change;
import dev.pagurus.spi.Progress;
import dev.pagurus.spi.StoredDocument;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Makes the index again from the files, which hold all that it tells, while others write them: of a
 * document that was written since it began nothing needs to be read, for the overlay has it. What
 * cannot be believed is left out and told to the log; {@code verify} finds it again.
 */
final class Rebuild {

  private static final System.Logger LOG = System.getLogger(Rebuild.class.getName());

  private static final int PROGRESS_EVERY = 1_000;

  private final Records records;
  private final UserFiles userFiles;
  private final Definitions definitions;
  private final FileRows.Open open;
  private final Predicate<DocKey> fresh;
  private final Progress progress;
  private final List<DocKey> edited = new ArrayList<>();
  private long done;

  /**
   * Does nothing yet.
   *
   * @param open fails when it is to give up
   * @param fresh tells of which documents the overlay has all
   * @param progress hears of documents indexed; the total is known at the end
   */
  Rebuild(
      Records records,
      UserFiles userFiles,
      Definitions definitions,
      FileRows.Open open,
      Predicate<DocKey> fresh,
      Progress progress) {
    this.records = records;
    this.userFiles = userFiles;
    this.definitions = definitions;
    this.open = open;
    this.fresh = fresh;
    this.progress = progress;
  }

  /** Reads all users' files into an index that is empty. */
  void into(SearchIndex index) throws IOException {
    open.require();
    progress.at(0, -1);
    Fanout.visit(
        records.places().top(),
        folder -> {
          if (Disk.isFolder(folder)) {
            user(folder, index);
          }
        });
    progress.at(done, done);
  }

  /** Documents that hold what a person made of them, in the revision that they had before. */
  List<DocKey> edited() {
    return edited;
  }

  private void user(Path folder, SearchIndex index) throws IOException {
    open.require();
    UserState state = new UserFolder(folder, records, userFiles, new Filling(index)).read();
    if (state != null) {
      tell(index, new IndexChange.User(state));
    }
  }

  private void tell(SearchIndex index, IndexChange change) {
    index.apply(List.of(change), definitions::toWrite);
  }

  /** Puts what it hears into the index. */
  private final class Filling implements UserFolder.Teller {

    private final SearchIndex index;

    Filling(SearchIndex index) {
      this.index = index;
    }

    @Override
    public boolean isTold(DocKey key) {
      open.require();
      return fresh.test(key);
    }

    @Override
    public void document(DocKey key, StoredDocument document, boolean byHand) {
      tell(index, new IndexChange.Put(key.user(), document));
      if (byHand) {
        edited.add(key);
      }
      if (++done % PROGRESS_EVERY == 0) {
        progress.at(done, -1);
      }
    }

    @Override
    public void deletion(DocKey key, Change.Deleted deletion) {
      tell(index, new IndexChange.Tombstone(key, deletion.revision(), deletion.at()));
    }

    @Override
    public void unreadable(DocKey key) {
      tell(index, new IndexChange.Unreadable(key));
    }

    @Override
    public void damaged(Path file, String problem) {
      LOG.log(System.Logger.Level.WARNING, "{0} is left out of the index: {1}", file, problem);
    }
  }
}
