package dev.pagurus.file.index;

import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.IndexDefinition;
import dev.pagurus.spi.Progress;
import dev.pagurus.spi.StoredDocument;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexNotFoundException;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.index.SerialMergeScheduler;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.store.NIOFSDirectory;
import org.apache.lucene.store.NoLockFactory;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/**
 * The index of a store. What is applied becomes visible with {@link #refresh} and outlives the
 * process with {@link #commit}; what was not committed is gone after opening again.
 *
 * <p>One thread at a time may change it; views are for any number of threads. It takes no lock of
 * its own: the store that it belongs to has one. Errors are {@link
 * dev.pagurus.spi.BackendException}s: UNAVAILABLE if files cannot be written (after which the index
 * must be opened again), CORRUPT if they are damaged, CLOSED.
 */
public final class SearchIndex implements Closeable {

  private static final String FORMAT = "pagurus.format";
  private static final String POSITION = "pagurus.position";
  private static final double BUFFER_MIB = 32;

  /** In a smaller heap, what is merged and what is written would be too much at the same time. */
  private static final double SMALL_HEAP_MIB = 128;

  private static final int PROGRESS_EVERY = 1_000;

  private final Directory directory;
  private final IndexWriter writer;
  private final Optional<String> position;

  private SearchIndex(Directory directory, IndexWriter writer, Optional<String> position) {
    this.directory = directory;
    this.writer = writer;
    this.position = position;
  }

  /**
   * Opens an index as of its last commit.
   *
   * @param folder where it is
   * @return the index
   * @throws UnusableIndexException if there is none, or it is damaged, or of another format: {@link
   *     #create} it and fill it anew
   */
  public static SearchIndex open(Path folder) throws UnusableIndexException {
    if (!Files.isDirectory(folder)) {
      throw new UnusableIndexException("there is no search index yet", null);
    }
    Directory directory = null;
    SearchIndex opened = null;
    boolean sound = false;
    try {
      directory = directory(folder);
      IndexFolder.requireFiles(folder);
      Map<String, String> data = SegmentInfos.readLatestCommit(directory).getUserData();
      String position = data.get(POSITION);
      if (!IndexFields.FORMAT.equals(data.get(FORMAT)) || position == null) {
        throw new UnusableIndexException(
            "the search index has the format "
                + data.get(FORMAT)
                + ", and this program knows "
                + IndexFields.FORMAT,
            null);
      }
      IndexWriter writer = new IndexWriter(directory, config(IndexWriterConfig.OpenMode.APPEND));
      opened = new SearchIndex(directory, writer, Optional.of(position));
      DirectoryReader.open(writer).close(); // which looks at every file's beginning and end
      sound = true;
      return opened;
    } catch (IndexNotFoundException e) {
      throw new UnusableIndexException("there is no search index yet", e);
    } catch (AccessDeniedException e) {
      throw new UnusableIndexException("the search index cannot be read: " + e.getMessage(), e);
    } catch (IOException | RuntimeException | AssertionError | InternalError e) {
      if (IndexErrors.isDamage(e)) {
        throw new UnusableIndexException("the search index is damaged: " + e.getMessage(), e);
      }
      throw IndexErrors.translate(e);
    } finally {
      if (!sound) {
        closeQuietly(opened != null ? opened : directory);
      }
    }
  }

  private static void closeQuietly(@Nullable Closeable closeable) {
    try {
      if (closeable != null) {
        closeable.close();
      }
    } catch (IOException | BackendException e) {
      // What went wrong before is what matters.
    }
  }

  /**
   * Makes an empty index. Whatever is in the folder is deleted. Until the first commit, {@link
   * #open} says that there is none.
   *
   * @param folder where; made if need be
   * @return the index
   */
  public static SearchIndex create(Path folder) {
    return IndexErrors.guard(
        () -> {
          IndexFolder.empty(folder);
          Directory directory = directory(folder);
          IndexWriterConfig config = config(IndexWriterConfig.OpenMode.CREATE);
          return new SearchIndex(directory, new IndexWriter(directory, config), Optional.empty());
        });
  }

  /** Memory maps are for real files only. */
  private static Directory directory(Path folder) throws IOException {
    return folder.getFileSystem() == FileSystems.getDefault()
        ? new MMapDirectory(folder, NoLockFactory.INSTANCE)
        : new NIOFSDirectory(folder, NoLockFactory.INSTANCE);
  }

  private static double heapMib() {
    return Runtime.getRuntime().maxMemory() / 0x1p20;
  }

  private static IndexWriterConfig config(IndexWriterConfig.OpenMode mode) {
    return new IndexWriterConfig()
        .setOpenMode(mode)
        .setCommitOnClose(false)
        .setRAMBufferSizeMB(Math.min(BUFFER_MIB, heapMib() / 8))
        .setMergePolicy(new ExpungingMerges())
        .setMergeScheduler(
            heapMib() < SMALL_HEAP_MIB ? new SerialMergeScheduler() : new QuietMerges())
        .setIndexSort(new Sort(new SortField(IndexFields.KEY, SortField.Type.STRING)));
  }

  /**
   * The position given to the last commit when this was opened.
   *
   * @return empty for a new index
   */
  public Optional<String> position() {
    return position;
  }

  /**
   * Takes in changes, one after the other. Nothing is synced. After an error some may have been
   * taken in: close it, open it and apply again what came after the last commit.
   *
   * @param changes what happened
   * @param indexes the indexes declared for a collection
   */
  public void apply(
      Iterable<? extends IndexChange> changes, Function<String, List<IndexDefinition>> indexes) {
    guard(
        () -> {
          for (IndexChange change : changes) {
            apply(change, indexes);
          }
          return true;
        });
  }

  private void apply(IndexChange change, Function<String, List<IndexDefinition>> indexes)
      throws IOException {
    if (change instanceof IndexChange.Put put) {
      DocKey key = DocKey.of(put.user(), put.document().address());
      put(key, put.document(), indexes.apply(key.collection()));
    } else if (change instanceof IndexChange.Tombstone tombstone) {
      writer.updateDocument(IndexFields.keyTerm(tombstone.key()), DocumentFields.of(tombstone));
    } else if (change instanceof IndexChange.Unreadable unreadable) {
      writer.updateDocument(IndexFields.keyTerm(unreadable.key()), DocumentFields.of(unreadable));
    } else if (change instanceof IndexChange.Forget forget) {
      writer.deleteDocuments(IndexFields.keyTerm(forget.key()));
    } else if (change instanceof IndexChange.User user) {
      Document state = DocumentFields.of(user.state());
      writer.updateDocument(IndexFields.keyTerm(user.state().user()), state);
    } else if (change instanceof IndexChange.RemoveUser removed) {
      BytesRef owner = new BytesRef(IndexFields.utf8(removed.user()));
      writer.deleteDocuments(new Term(IndexFields.OWNER, owner));
    }
  }

  private void put(DocKey key, StoredDocument document, List<IndexDefinition> indexes)
      throws IOException {
    writer.updateDocument(IndexFields.keyTerm(key), DocumentFields.of(key, document, indexes));
  }

  /**
   * What has been applied so far, as one state. Costs a few milliseconds.
   *
   * @return a view of the caller's own, to be {@linkplain View#release released}
   */
  public View refresh() {
    return guard(() -> new View(DirectoryReader.open(writer)));
  }

  /**
   * Makes all that was applied outlive power loss.
   *
   * @param position up to where in the journal that goes; told again by {@link #position} after
   *     opening
   */
  public void commit(String position) {
    guard(
        () -> {
          Map<String, String> data = Map.of(FORMAT, IndexFields.FORMAT, POSITION, position);
          writer.setLiveCommitData(data.entrySet());
          return writer.commit();
        });
  }

  /**
   * Writes anew every segment that holds something deleted. The bytes are gone from disk after the
   * next {@link #commit}, once every older view is released. Costs up to a copy of the index.
   */
  public void expunge() {
    guard(
        () -> {
          // A segment that is being merged anyway is neither merged again nor waited for.
          while (writer.hasDeletions()) {
            writer.forceMergeDeletes(true);
            if (writer.getConfig().getMergeScheduler() instanceof QuietMerges merges) {
              merges.sync();
            }
          }
          return true;
        });
  }

  /**
   * Reads every file and compares checksums. Costs a read of the whole index.
   *
   * @throws BackendException CORRUPT if one differs or is missing
   */
  public void verify() {
    View view = refresh();
    try {
      view.verify();
    } finally {
      view.release();
    }
  }

  /**
   * Indexes all live documents of a collection anew, of all users, from what is stored of them:
   * after an index was declared or dropped. A unique index is then judged by {@link View#offender}.
   * A damaged document ends it with CORRUPT and its address.
   *
   * @param collection which collection
   * @param indexes all of its indexes from now on
   * @param progress hears of documents indexed
   */
  public void rebuild(String collection, List<IndexDefinition> indexes, Progress progress) {
    View before = refresh();
    try (Entries<StoredEntry> documents = before.everyDocument(collection)) {
      long total = before.documents(collection);
      long done = 0;
      for (StoredEntry entry = documents.next(); entry != null; entry = documents.next()) {
        put(entry.docKey(), entry.document(), indexes);
        if (++done % PROGRESS_EVERY == 0) {
          progress.at(done, total);
        }
      }
      progress.at(done, total);
    } catch (AlreadyClosedException e) {
      throw IndexErrors.translate(IndexErrors.because(e, writer.getTragicException()));
    } catch (IOException e) {
      throw IndexErrors.translate(e);
    } finally {
      before.release();
    }
  }

  /** Tells why the writer has stopped also where a merge of its own did, and only that is told. */
  private <T> T guard(IndexErrors.Action<T> action) {
    return IndexErrors.guard(
        () -> {
          try {
            return action.run();
          } catch (AlreadyClosedException e) {
            throw IndexErrors.because(e, writer.getTragicException());
          }
        });
  }

  /** Lets go of the files. What was not committed is forgotten. Idempotent. */
  @Override
  public void close() {
    IndexErrors.guard(
        () -> {
          try {
            writer.rollback();
          } finally {
            directory.close();
          }
          return true;
        });
  }
}
