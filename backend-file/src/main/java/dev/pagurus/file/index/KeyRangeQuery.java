package dev.pagurus.file.index;

import java.io.IOException;
import org.apache.lucene.index.FilteredTermsEnum;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.MultiTermQuery;
import org.apache.lucene.search.QueryVisitor;
import org.apache.lucene.util.AttributeSource;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/**
 * Documents with a term in a range. Lucene's own query of the kind first builds an automaton with a
 * state for each byte of both ends, which costs more than to walk over the terms.
 */
final class KeyRangeQuery extends MultiTermQuery {

  private final BytesRef from;
  private final BytesRef to;

  /**
   * A range.
   *
   * @param from the first term
   * @param to the first term beyond
   */
  KeyRangeQuery(String field, byte[] from, byte[] to) {
    super(field, CONSTANT_SCORE_BLENDED_REWRITE);
    this.from = new BytesRef(from);
    this.to = new BytesRef(to);
  }

  @Override
  protected TermsEnum getTermsEnum(Terms terms, AttributeSource attributes) throws IOException {
    return new RangeEnum(terms.iterator());
  }

  private final class RangeEnum extends FilteredTermsEnum {

    RangeEnum(TermsEnum terms) {
      super(terms);
      setInitialSeekTerm(from);
    }

    @Override
    protected AcceptStatus accept(BytesRef term) {
      return term.compareTo(to) < 0 ? AcceptStatus.YES : AcceptStatus.END;
    }
  }

  @Override
  public void visit(QueryVisitor visitor) {
    if (visitor.acceptField(getField())) {
      visitor.visitLeaf(this);
    }
  }

  @Override
  public String toString(String field) {
    return getField() + ":[" + from + " TO " + to + "}";
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof KeyRangeQuery that
        && getField().equals(that.getField())
        && from.equals(that.from)
        && to.equals(that.to);
  }

  @Override
  public int hashCode() {
    return (getField().hashCode() * 31 + from.hashCode()) * 31 + to.hashCode();
  }
}
