package dev.pagurus.file.index;

import dev.pagurus.query.KeyRange;
import dev.pagurus.query.SortKey;
import java.io.IOException;
import java.util.Arrays;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.StringHelper;
import org.jspecify.annotations.Nullable;

/**
 * The documents of a segment in the falling order of their terms in one field; those that share a
 * term, in the order of ids.
 *
 * <p>Lucene goes over terms upward only. But the last keys of the terms are the values of a column,
 * whose ordinals can be taken from the last to the first. Keys of documents that do not have the
 * prefix (other users', above all) are leapt over, in strides that double, and then by halves: a
 * document costs O(log n) at worst and one look where all have the prefix.
 */
final class DescendingTermDocs implements MergedEntries.Docs {

  private static final int NONE = -1;

  private final @Nullable TermsEnum terms;
  private final @Nullable SortedDocValues keys;
  private final BytesRef prefix;
  private final TermDocs.@Nullable Skip skip;
  private final int lowest;

  /** All terms from this one on were given. */
  private int above;

  private @Nullable PostingsEnum docs;

  /**
   * Begins above the last document.
   *
   * @param field the terms
   * @param column the last keys of the terms
   * @param prefix what comes before the last key in the terms
   * @param range the last keys; null for all
   * @param skip where to begin; null to begin at the end of the range
   */
  DescendingTermDocs(
      LeafReader leaf,
      String field,
      String column,
      BytesRef prefix,
      @Nullable KeyRange range,
      TermDocs.@Nullable Skip skip)
      throws IOException {
    Terms all = leaf.terms(field);
    this.terms = all == null ? null : all.iterator();
    this.keys = leaf.getSortedDocValues(column);
    this.prefix = prefix;
    this.skip = skip;
    boolean isEmpty = terms == null || keys == null || (range != null && range.isEmpty());
    int count = keys == null ? 0 : keys.getValueCount();
    this.lowest = isEmpty || range == null ? 0 : ceiling(range.from());
    int end = range == null ? count : ceiling(range.to());
    this.above = isEmpty ? 0 : skip == null ? end : Math.min(end, behind(skip));
  }

  /** The ordinal of the first key that is as high or higher. */
  private int ceiling(byte[] key) throws IOException {
    int at = keys == null ? 0 : keys.lookupTerm(new BytesRef(key));
    return at < 0 ? -at - 1 : at;
  }

  private int behind(TermDocs.Skip to) throws IOException {
    byte[] term = BytesRef.deepCopyOf(to.term()).bytes;
    byte[] key = Arrays.copyOfRange(term, prefix.length, term.length);
    return ceiling(SortKey.concat(key, new byte[1]));
  }

  @Override
  public int next() throws IOException {
    while (terms != null) {
      if (docs == null) {
        if (!stepDown()) {
          break;
        }
        docs = terms.postings(null, PostingsEnum.NONE);
        int doc = TermDocs.first(docs, terms.term(), skip);
        if (doc != DocIdSetIterator.NO_MORE_DOCS) {
          return doc;
        }
      } else {
        int doc = docs.nextDoc();
        if (doc != DocIdSetIterator.NO_MORE_DOCS) {
          return doc;
        }
      }
      docs = null;
    }
    return DocIdSetIterator.NO_MORE_DOCS;
  }

  /** Goes to the highest term below {@link #above}. */
  private boolean stepDown() throws IOException {
    int high = above;
    int stride = 1;
    while (high > lowest) {
      int low = high - lowest > stride ? high - stride : lowest;
      int found = lowestWithin(low, high);
      if (found != NONE) {
        above = highestWithin(found, high);
        return true;
      }
      high = low;
      stride = Math.min(stride * 2, 1 << 30);
    }
    above = lowest;
    return false;
  }

  /** Goes to the highest term in a range of ordinals that begins with one that is there. */
  private int highestWithin(int from, int to) throws IOException {
    int found = from;
    int high = to;
    while (high - found > 1) {
      int middle = (found + high) >>> 1;
      int other = lowestWithin(middle, high);
      if (other == NONE) {
        high = middle;
      } else {
        found = other;
      }
    }
    return lowestWithin(found, found + 1);
  }

  /** Goes to the lowest term in a range of ordinals; answers its ordinal. */
  private int lowestWithin(int from, int to) throws IOException {
    if (terms == null || keys == null) {
      return NONE;
    }
    BytesRef key = keys.lookupOrd(from);
    BytesRef term = new BytesRef(prefix.length + key.length);
    System.arraycopy(prefix.bytes, prefix.offset, term.bytes, 0, prefix.length);
    System.arraycopy(key.bytes, key.offset, term.bytes, prefix.length, key.length);
    term.length = prefix.length + key.length;
    return switch (terms.seekCeil(term)) {
      case FOUND -> from;
      case END -> NONE;
      case NOT_FOUND -> {
        int there = ordinal(terms.term(), keys);
        yield there >= from && there < to ? there : NONE;
      }
    };
  }

  private int ordinal(BytesRef term, SortedDocValues values) throws IOException {
    int offset = term.offset + prefix.length;
    return StringHelper.startsWith(term, prefix)
        ? values.lookupTerm(new BytesRef(term.bytes, offset, term.length - prefix.length))
        : NONE;
  }

  @Override
  public BytesRef rank() {
    return TermDocs.rank(terms);
  }
}
