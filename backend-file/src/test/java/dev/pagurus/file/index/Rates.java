package dev.pagurus.file.index;

import dev.pagurus.document.FieldPath;
import dev.pagurus.query.Filter;
import dev.pagurus.query.Query;
import dev.pagurus.query.TextAnalyser;
import dev.pagurus.spi.FindRequest;
import dev.pagurus.spi.IndexDefinition;
import dev.pagurus.spi.IndexDefinition.Kind;
import dev.pagurus.spi.StoredDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.LongField;
import org.apache.lucene.document.SortedDocValuesField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.util.BytesRef;

/** Prints what the index does in a second beside Lucene used by hand for the same job. */
final class Rates {

  private static final int DOCUMENTS = 60_000;
  private static final int ROUNDS = 5;
  private static final long SPAN_NANOS = 400_000_000L;
  private static final List<IndexDefinition> INDEXES =
      List.of(
          Samples.index(Kind.VALUE, "group"),
          Samples.index(Kind.VALUE, "number"),
          Samples.index(Kind.TEXT, "text"));

  private Rates() {}

  /** Something to be done once. */
  private interface Work {
    int run() throws IOException;
  }

  public static void main(String[] arguments) throws IOException {
    List<StoredDocument> documents = documents();
    Path folder = Files.createTempDirectory("rates");
    long start = System.nanoTime();
    try (SearchIndex index = SearchIndex.create(folder.resolve("ours"));
        IndexWriter writer =
            new IndexWriter(
                new MMapDirectory(folder.resolve("raw")),
                new IndexWriterConfig()
                    .setRAMBufferSizeMB(32)
                    .setIndexSort(new Sort(new SortField("id", SortField.Type.STRING))))) {
      List<IndexChange> changes = new ArrayList<>();
      documents.forEach(document -> changes.add(Samples.put("ann", document)));
      index.apply(changes, name -> INDEXES);
      View view = index.refresh();
      long between = System.nanoTime();
      for (StoredDocument document : documents) {
        String id = document.address().id();
        writer.updateDocument(new Term("id", id), raw(document));
      }
      DirectoryReader reader = DirectoryReader.open(writer);
      long end = System.nanoTime();
      double ours = DOCUMENTS * 1e9 / (between - start);
      System.out.printf(
          Locale.ROOT,
          "apply %.0f a second beside %.0f, segments %d and %d%n",
          ours,
          DOCUMENTS * 1e9 / (end - between),
          view.searcher().getIndexReader().leaves().size(),
          reader.leaves().size());
      compare(view, new IndexSearcher(reader));
      view.release();
      reader.close();
    }
  }

  private static List<StoredDocument> documents() {
    List<StoredDocument> documents = new ArrayList<>();
    for (int i = 0; i < DOCUMENTS; i++) {
      String words = "word" + i % 997 + " common name" + i + " w" + i % 31;
      String body =
          "{\"group\":\"g%d\",\"number\":%d,\"text\":\"%s\",\"more\":\"%s\"}"
              .formatted(i % (DOCUMENTS / 50), i * 7_919L % 1_000_003, words, "filler ".repeat(60));
      documents.add(Samples.document("id" + (i * 31_337L % 1_000_003), i + 1, body));
    }
    return documents;
  }

  private static Document raw(StoredDocument document) {
    Document raw = new Document();
    String id = document.address().id();
    var root = document.body().root();
    raw.add(new StringField("id", id, Field.Store.YES));
    raw.add(new SortedDocValuesField("id", new BytesRef(id)));
    raw.add(new StringField("group", root.get("group").stringValue(), Field.Store.NO));
    raw.add(new LongField("number", root.get("number").longValue(), Field.Store.NO));
    String text =
        TextAnalyser.analyse(root.get("text").stringValue()).stream()
            .map(TextAnalyser.Token::text)
            .collect(Collectors.joining(" "));
    raw.add(new TextField("text", text, Field.Store.NO));
    raw.add(new StoredField("body", document.body().bytes()));
    return raw;
  }

  private static void compare(View view, IndexSearcher raw) throws IOException {
    Sort byId = new Sort(new SortField("id", SortField.Type.STRING));
    print(
        "find 50 by index",
        () -> find(view, Query.where("group").eq("g7").filter(), null, 50),
        () -> read(raw, new TermQuery(new Term("group", "g7")), byId, 50));
    for (boolean down : new boolean[] {false, true}) {
      Filter range = Query.where("number").between(100_000, 200_000).filter();
      Sort byNumber = new Sort(LongField.newSortField("number", down, minimum()));
      print(
          "range, first 20 " + (down ? "down" : "up"),
          () -> find(view, range, new dev.pagurus.query.Sort(FieldPath.of("number"), down), 20),
          () -> read(raw, LongField.newRangeQuery("number", 100_000, 200_000), byNumber, 20));
    }
    for (String word : new String[] {"word7", "w7", "common"}) {
      print(
          "text, first 20, " + word,
          () -> find(view, Query.where("text").matches(word).filter(), null, 20),
          () -> read(raw, new TermQuery(new Term("text", word)), byId, 20));
    }
    print(
        "scan all",
        () -> Samples.all(view.scan("ann", Samples.PLACES, null)).size(),
        () -> read(raw, new MatchAllDocsQuery(), byId, DOCUMENTS));
  }

  private static org.apache.lucene.search.SortedNumericSelector.Type minimum() {
    return org.apache.lucene.search.SortedNumericSelector.Type.MIN;
  }

  private static int find(
      View view,
      Filter filter,
      dev.pagurus.query.@org.jspecify.annotations.Nullable Sort order,
      int limit) {
    FindRequest request =
        new FindRequest(
            "ann",
            Samples.PLACES,
            filter,
            order == null ? List.of() : List.of(order),
            null,
            OptionalInt.of(limit));
    int found = 0;
    try (IndexFound rows = view.find(INDEXES, request, View.NOTHING)) {
      while (found < limit && rows.rows().next() != null) {
        found++;
      }
    }
    return found;
  }

  private static int read(
      IndexSearcher raw, org.apache.lucene.search.Query query, Sort sort, int limit)
      throws IOException {
    int found = 0;
    StoredFields fields = raw.getIndexReader().storedFields();
    for (ScoreDoc hit : raw.search(query, limit, sort).scoreDocs) {
      found += fields.document(hit.doc).getBinaryValue("body") == null ? 0 : 1;
    }
    return found;
  }

  private static void print(String what, Work ours, Work raw) throws IOException {
    List<Double> ratios = new ArrayList<>();
    double rate = 0;
    for (int round = 0; round <= ROUNDS; round++) {
      rate = rate(ours);
      double beside = rate(raw);
      if (round > 0) {
        ratios.add(rate / beside);
      }
    }
    ratios.sort(null);
    System.out.printf(
        Locale.ROOT,
        "%-24s %8.0f a second, %.2f of raw (%.2f to %.2f), %d rows%n",
        what,
        rate,
        ratios.get(ROUNDS / 2),
        ratios.get(0),
        ratios.get(ROUNDS - 1),
        ours.run());
  }

  private static double rate(Work work) throws IOException {
    long start = System.nanoTime();
    int times = 0;
    while (System.nanoTime() - start < SPAN_NANOS) {
      work.run();
      times++;
    }
    return times * 1e9 / (System.nanoTime() - start);
  }
}
