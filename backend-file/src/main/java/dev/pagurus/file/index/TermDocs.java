package dev.pagurus.file.index;

import java.io.IOException;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/** The documents of a segment in the order of their terms in one field, from one term on. */
final class TermDocs implements MergedEntries.Docs {

  private final @Nullable TermsEnum terms;
  private final @Nullable BytesRef end;
  private boolean there;
  private @Nullable PostingsEnum docs;

  /**
   * Begins before the first document.
   *
   * @param from the first term, or the first one after
   * @param end the first term beyond, null to go on to the last
   */
  TermDocs(LeafReader leaf, String field, byte[] from, byte @Nullable [] end) throws IOException {
    Terms all = leaf.terms(field);
    this.terms = all == null ? null : all.iterator();
    this.end = end == null ? null : new BytesRef(end);
    this.there = terms != null && terms.seekCeil(new BytesRef(from)) != TermsEnum.SeekStatus.END;
  }

  @Override
  public int next() throws IOException {
    while (there && terms != null) {
      if (docs == null) {
        if (end != null && terms.term().compareTo(end) >= 0) {
          break;
        }
        docs = terms.postings(null, PostingsEnum.NONE);
      }
      int doc = docs.nextDoc();
      if (doc != DocIdSetIterator.NO_MORE_DOCS) {
        return doc;
      }
      docs = null;
      there = terms.next() != null;
    }
    return DocIdSetIterator.NO_MORE_DOCS;
  }

  @Override
  public BytesRef rank() {
    if (terms == null) {
      throw new IllegalStateException("there is no document");
    }
    try {
      return terms.term();
    } catch (IOException e) {
      throw IndexErrors.translate(e);
    }
  }
}
