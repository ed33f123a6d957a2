package dev.pagurus.file.index;

import dev.pagurus.file.index.MergedEntries.Direction;
import dev.pagurus.query.SortKey;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.Weight;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/**
 * Goes through the segments of a view side by side, each in one order, so that nothing has to be
 * sorted. What it answers takes over a hold on the view.
 */
final class SegmentWalks {

  private final View view;
  private final DirectoryReader reader;

  SegmentWalks(View view, DirectoryReader reader) {
    this.view = view;
    this.reader = reader;
  }

  /** What a query finds, in the order of keys, in which the documents of a segment lie. */
  Entries<StoredEntry> inOrder(Query query, @Nullable DocKey after) throws IOException {
    Weight weight = view.weight(query);
    // The smallest key after this one; documents from its place on are those that come after.
    byte[] from = after == null ? null : SortKey.concat(after.bytes(), new byte[1]);
    List<MergedEntries.Source> sources = new ArrayList<>();
    for (LeafReaderContext context : reader.leaves()) {
      LeafReader leaf = context.reader();
      int first = from == null ? 0 : firstDoc(leaf, from);
      Scorer scorer = first == DocIdSetIterator.NO_MORE_DOCS ? null : weight.scorer(context);
      if (scorer != null) {
        MergedEntries.Docs docs = from(scorer.iterator(), first);
        sources.add(new MergedEntries.Source(docs, leaf, Direction.UP));
      }
    }
    return new MergedEntries(view, sources);
  }

  private static MergedEntries.Docs from(DocIdSetIterator docs, int first) {
    return () -> docs.docID() < 0 && first > 0 ? docs.advance(first) : docs.nextDoc();
  }

  private static int firstDoc(LeafReader leaf, byte[] from) throws IOException {
    Terms terms = leaf.terms(IndexFields.KEY);
    TermsEnum keys = terms == null ? null : terms.iterator();
    if (keys == null || keys.seekCeil(new BytesRef(from)) == TermsEnum.SeekStatus.END) {
      return DocIdSetIterator.NO_MORE_DOCS;
    }
    return keys.postings(null, 0).nextDoc();
  }

  /** The documents with a term in a range, in the order of terms, then of keys. */
  Entries<StoredEntry> byTerm(String field, byte[] from, byte @Nullable [] end) throws IOException {
    List<MergedEntries.Source> sources = new ArrayList<>();
    for (LeafReaderContext context : reader.leaves()) {
      LeafReader leaf = context.reader();
      MergedEntries.Docs docs = new TermDocs(leaf, field, from, end, null);
      sources.add(new MergedEntries.Source(docs, leaf, Direction.UP));
    }
    return new MergedEntries(view, sources);
  }

  /**
   * The documents of a walk, in its order.
   *
   * @param after the document behind which to begin, of the term at which the walk does
   */
  Entries<StoredEntry> along(Access.Walk walk, @Nullable DocKey after) throws IOException {
    Direction direction = walk.falling() == null ? Direction.UP : Direction.DOWN;
    byte[] next = after == null ? null : SortKey.concat(after.bytes(), new byte[1]);
    List<MergedEntries.Source> sources = new ArrayList<>();
    for (LeafReaderContext context : reader.leaves()) {
      LeafReader leaf = context.reader();
      BytesRef term = walk.after();
      TermDocs.Skip skip =
          term == null || next == null ? null : new TermDocs.Skip(term, firstDoc(leaf, next));
      MergedEntries.Docs docs =
          walk.falling() == null
              ? new TermDocs(leaf, walk.field(), walk.from(), walk.to(), skip)
              : new DescendingTermDocs(
                  leaf, walk.field(), walk.falling(), walk.prefix(), walk.range(), skip);
      sources.add(new MergedEntries.Source(docs, leaf, direction));
    }
    return new MergedEntries(view, sources);
  }
}
