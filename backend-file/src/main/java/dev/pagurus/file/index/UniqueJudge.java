package dev.pagurus.file.index;

import dev.pagurus.document.Values;
import dev.pagurus.query.SortKey;
import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.IndexDefinition;
import dev.pagurus.spi.StoredDocument;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.MultiBits;
import org.apache.lucene.index.MultiTerms;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.BytesRef;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

/**
 * Looks for a value that two documents of a user hold (INDEX-3). Costs a walk over the terms of the
 * index; only documents whose keys do not tell values apart (arrays, objects and very long strings)
 * are read.
 */
final class UniqueJudge {

  private static final byte MISSING = SortKey.encode(null)[0];
  private static final byte NULL = SortKey.encode(NullNode.getInstance())[0];

  private final View view;
  private final DirectoryReader reader;
  private final String collection;
  private final IndexDefinition index;

  UniqueJudge(View view, DirectoryReader reader, String collection, IndexDefinition index) {
    this.view = view;
    this.reader = reader;
    this.collection = collection;
    this.index = index;
  }

  Optional<BackendException> offender() throws IOException {
    Terms all = MultiTerms.getTerms(reader, IndexFields.values(collection, index));
    if (all == null) {
      return Optional.empty();
    }
    Bits live = MultiBits.getLiveDocs(reader);
    TermsEnum terms = all.iterator();
    for (BytesRef term = terms.next(); term != null; term = terms.next()) {
      if (terms.docFreq() > 1 && binds(term) && isShared(terms.postings(null, 0), live)) {
        Optional<BackendException> offender = judge(BytesRef.deepCopyOf(term));
        if (offender.isPresent()) {
          return offender;
        }
      }
    }
    return Optional.empty();
  }

  private static int key(BytesRef term) {
    int at = term.offset;
    while (term.bytes[at] != 0) {
      at++;
    }
    return at + 1;
  }

  private static boolean binds(BytesRef term) {
    byte kind = term.bytes[key(term)];
    return kind != MISSING && kind != NULL;
  }

  private static boolean isShared(PostingsEnum docs, Bits live) throws IOException {
    int found = 0;
    for (int doc = docs.nextDoc();
        doc != DocIdSetIterator.NO_MORE_DOCS && found < 2;
        doc = docs.nextDoc()) {
      found += live == null || live.get(doc) ? 1 : 0;
    }
    return found > 1;
  }

  /** Compares the values of documents that share a key. */
  private Optional<BackendException> judge(BytesRef term) {
    Map<Integer, List<StoredDocument>> byHash = new HashMap<>();
    try (Entries<StoredEntry> entries =
        view.withTerm(IndexFields.values(collection, index), term)) {
      for (StoredEntry entry = entries.next(); entry != null; entry = entries.next()) {
        StoredDocument document = entry.document();
        JsonNode value = value(document);
        List<StoredDocument> alike = byHash.computeIfAbsent(hash(value), none -> new ArrayList<>());
        for (StoredDocument holder : alike) {
          if (Values.equal(value(holder), value)) {
            return Optional.of(
                BackendException.uniqueViolation(document.address(), index, holder.address().id()));
          }
        }
        alike.add(document);
      }
    }
    return Optional.empty();
  }

  private JsonNode value(StoredDocument document) {
    JsonNode value = index.paths().get(0).in(document.body().root());
    if (value == null) {
      throw new IllegalStateException("a document in the index without a value");
    }
    return value;
  }

  /** The same for equal values: numbers count as doubles, members in any order. */
  private static int hash(JsonNode value) {
    if (value.isNumber()) {
      return Double.hashCode(value.doubleValue() + 0.0);
    }
    int hash = value.size();
    if (value.isObject()) {
      for (Map.Entry<String, JsonNode> member : value.properties()) {
        hash += member.getKey().hashCode() * 31 + hash(member.getValue());
      }
      return hash;
    }
    for (JsonNode element : value) {
      hash = hash * 31 + hash(element);
    }
    return value.isArray() ? hash : value.hashCode();
  }
}
