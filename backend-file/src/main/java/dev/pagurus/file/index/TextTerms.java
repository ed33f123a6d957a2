package dev.pagurus.file.index;

import dev.pagurus.document.FieldPath;
import dev.pagurus.query.SortKey;
import dev.pagurus.query.TextQuery;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.MultiPhraseQuery;
import org.apache.lucene.search.PhraseQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/**
 * A text query in Lucene's terms: every clause in any of the fields. It finds at least what
 * matches, and exactly that unless {@link #isExact} says otherwise: a very long prefix is cut, a
 * phrase whose last word begins very many words is only asked for without it, and what goes beyond
 * the budget of terms is left out. Used once, by one thread.
 */
final class TextTerms {

  /** Lucene refuses queries of more than 1,024 parts. */
  static final int BUDGET = 800;

  private static final int MOST_ENDINGS = 200;

  private final IndexReader reader;
  private final String user;
  private final List<String> fields = new ArrayList<>();
  private int budget;
  private boolean exact = true;

  TextTerms(IndexReader reader, String user, String collection, List<FieldPath> paths, int budget) {
    this.reader = reader;
    this.user = user;
    this.budget = budget;
    paths.stream().distinct().forEach(path -> fields.add(IndexFields.words(collection, path)));
  }

  boolean isExact() {
    return exact;
  }

  /** What is left of it. */
  int budget() {
    return budget;
  }

  /** The query; null if nothing of it fits the budget. */
  @Nullable Query of(TextQuery text) throws IOException {
    if (text.clauses().isEmpty()) {
      return new MatchNoDocsQuery("no words are asked for");
    }
    BooleanQuery.Builder all = new BooleanQuery.Builder();
    int served = 0;
    for (TextQuery.Clause clause : text.clauses()) {
      long cost = (long) (clause.terms().size() + 1) * fields.size();
      if (cost > budget) {
        exact = false;
      } else {
        budget -= (int) cost;
        served++;
        all.add(inAnyField(clause), Occur.FILTER);
      }
    }
    return served == 0 ? null : all.build();
  }

  private Query inAnyField(TextQuery.Clause clause) throws IOException {
    if (fields.size() == 1) {
      return in(fields.get(0), clause.terms());
    }
    BooleanQuery.Builder any = new BooleanQuery.Builder();
    for (String field : fields) {
      any.add(in(field, clause.terms()), Occur.SHOULD);
    }
    return any.build();
  }

  private Query in(String field, List<TextQuery.Term> terms) throws IOException {
    TextQuery.Term last = terms.get(terms.size() - 1);
    exact &= !last.prefix() || !Tokens.isLong(last.text());
    if (terms.size() == 1) {
      return last.prefix() ? beginning(field, last) : new TermQuery(term(field, last));
    }
    if (!last.prefix()) {
      PhraseQuery.Builder phrase = new PhraseQuery.Builder();
      terms.forEach(term -> phrase.add(term(field, term)));
      return phrase.build();
    }
    Term[] endings = endings(field, Tokens.prefix(user, last.text()));
    if (endings.length == 0) {
      return new MatchNoDocsQuery("no word begins so");
    }
    if (endings.length > Math.min(MOST_ENDINGS, budget)) {
      exact = false;
      return new BooleanQuery.Builder()
          .add(in(field, terms.subList(0, terms.size() - 1)), Occur.FILTER)
          .add(beginning(field, last), Occur.FILTER)
          .build();
    }
    budget -= endings.length;
    MultiPhraseQuery.Builder phrase = new MultiPhraseQuery.Builder();
    terms.subList(0, terms.size() - 1).forEach(term -> phrase.add(term(field, term)));
    return phrase.add(endings).build();
  }

  private Term term(String field, TextQuery.Term term) {
    return new Term(field, new BytesRef(Tokens.term(user, term.text())));
  }

  private Query beginning(String field, TextQuery.Term term) {
    byte[] prefix = Tokens.prefix(user, term.text());
    return new KeyRangeQuery(field, prefix, SortKey.after(prefix));
  }

  /** The words that begin so, but no more than one too many. */
  private Term[] endings(String field, byte[] prefix) throws IOException {
    BytesRef beyond = new BytesRef(SortKey.after(prefix));
    TreeSet<BytesRef> words = new TreeSet<>();
    for (LeafReaderContext leaf : reader.leaves()) {
      Terms terms = leaf.reader().terms(field);
      if (terms != null) {
        TermsEnum word = terms.iterator();
        boolean there = word.seekCeil(new BytesRef(prefix)) != TermsEnum.SeekStatus.END;
        while (there && words.size() <= MOST_ENDINGS && word.term().compareTo(beyond) < 0) {
          words.add(BytesRef.deepCopyOf(word.term()));
          there = word.next() != null;
        }
      }
    }
    return words.stream().map(word -> new Term(field, word)).toArray(Term[]::new);
  }
}
