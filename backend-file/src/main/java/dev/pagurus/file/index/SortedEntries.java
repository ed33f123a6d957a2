package dev.pagurus.file.index;

import java.io.IOException;
import java.util.List;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.search.FieldDoc;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.TopFieldCollectorManager;
import org.jspecify.annotations.Nullable;

/**
 * What a query finds, sorted by doc values, in batches: each is a search for the first after the
 * last of the batch before, four times as large up to a bound.
 */
final class SortedEntries implements Entries<StoredEntry> {

  private static final int LARGEST = 4_096;
  private static final int GROWTH = 4;

  private final View view;
  private final IndexSearcher searcher;
  private final Query query;
  private final Sort sort;
  private final LeafEntries[] leaves;
  private ScoreDoc[] batch = new ScoreDoc[0];
  private int at;
  private int size;
  private @Nullable FieldDoc after;
  private boolean last;
  private boolean closed;

  /** Takes over a hold on the view. */
  SortedEntries(View view, Query query, Sort sort, @Nullable FieldDoc after, int first) {
    this.view = view;
    this.searcher = view.searcher();
    this.query = query;
    this.sort = sort;
    this.after = after;
    this.size = Math.min(first, LARGEST);
    this.leaves = new LeafEntries[searcher.getIndexReader().leaves().size()];
  }

  @Override
  public @Nullable StoredEntry next() {
    if (closed) {
      return null;
    }
    return IndexErrors.search(
        () -> {
          if (at == batch.length && !last) {
            search();
          }
          return at == batch.length ? null : read(batch[at++].doc);
        });
  }

  private void search() throws IOException {
    TopFieldCollectorManager first = new TopFieldCollectorManager(sort, size, after, 1);
    batch = searcher.search(query, first).scoreDocs;
    at = 0;
    last = batch.length < size;
    if (!last) {
      after = (FieldDoc) batch[batch.length - 1];
    }
    size = Math.min(size * GROWTH, LARGEST);
  }

  private StoredEntry read(int doc) throws IOException {
    List<LeafReaderContext> contexts = searcher.getIndexReader().leaves();
    int leaf = ReaderUtil.subIndex(doc, contexts);
    if (leaves[leaf] == null) {
      leaves[leaf] = new LeafEntries(contexts.get(leaf).reader());
    }
    return leaves[leaf].read(doc - contexts.get(leaf).docBase);
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      view.release();
    }
  }
}
