package dev.pagurus;

import dev.pagurus.query.Query;
import dev.pagurus.query.Relevance;
import dev.pagurus.query.TopN;
import dev.pagurus.spi.StoredDocument;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Orders what a query finds by relevance (TEXT-3). */
final class Search {

  private static final int DEFAULT_LIMIT = 1_000;

  private final Finder finder;

  Search(Finder finder) {
    this.finder = finder;
  }

  private record Hit(StoredDocument document, double score) {}

  Answer<StoredDocument> search(String user, String collection, Query query) {
    Relevance relevance = Relevance.of(query.filter());
    Comparator<Hit> best =
        Comparator.comparingDouble(Hit::score)
            .reversed()
            .thenComparing(hit -> hit.document().address());
    TopN<Hit> hits = new TopN<>(query.limit().orElse(DEFAULT_LIMIT), best);
    List<Answer.Damaged> damaged =
        finder.forEach(
            user,
            collection,
            query.filter(),
            document -> hits.add(new Hit(document, relevance.score(document.body().root()))));
    List<StoredDocument> rows = new ArrayList<>();
    hits.toList().forEach(hit -> rows.add(hit.document()));
    return new Answer<>(rows, false, 0, damaged);
  }
}
