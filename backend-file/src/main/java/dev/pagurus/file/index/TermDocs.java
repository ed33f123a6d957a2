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
  private final @Nullable Skip skip;
  private boolean there;
  private @Nullable PostingsEnum docs;

  /**
   * Where to begin: at a term, and among its documents not before one of them.
   *
   * @param term the term, which nobody need have
   * @param doc the first document, or {@link DocIdSetIterator#NO_MORE_DOCS}
   */
  record Skip(BytesRef term, int doc) {}

  /**
   * Begins before the first document.
   *
   * @param from the first term, or the first one after
   * @param end the first term beyond, null to go on to the last
   * @param skip where to begin within that; null to begin at its start
   */
  TermDocs(LeafReader leaf, String field, byte[] from, byte @Nullable [] end, @Nullable Skip skip)
      throws IOException {
    Terms all = leaf.terms(field);
    this.terms = all == null ? null : all.iterator();
    this.end = end == null ? null : new BytesRef(end);
    this.skip = skip;
    BytesRef first = new BytesRef(from);
    BytesRef begin = skip != null && skip.term.compareTo(first) > 0 ? skip.term : first;
    this.there = terms != null && terms.seekCeil(begin) != TermsEnum.SeekStatus.END;
  }

  @Override
  public int next() throws IOException {
    while (there && terms != null) {
      int doc;
      if (docs == null) {
        if (end != null && terms.term().compareTo(end) >= 0) {
          break;
        }
        docs = terms.postings(null, PostingsEnum.NONE);
        doc = first(docs, terms.term(), skip);
      } else {
        doc = docs.nextDoc();
      }
      if (doc != DocIdSetIterator.NO_MORE_DOCS) {
        return doc;
      }
      docs = null;
      there = terms.next() != null;
    }
    return DocIdSetIterator.NO_MORE_DOCS;
  }

  /** Goes to the first document of a term. */
  static int first(PostingsEnum docs, BytesRef term, @Nullable Skip skip) throws IOException {
    return skip != null && skip.doc > 0 && term.equals(skip.term)
        ? docs.advance(skip.doc)
        : docs.nextDoc();
  }

  @Override
  public BytesRef rank() {
    return rank(terms);
  }

  static BytesRef rank(@Nullable TermsEnum terms) {
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
