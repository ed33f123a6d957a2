package dev.pagurus.bench;

import dev.pagurus.query.TextAnalyser;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.DoubleField;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.KeywordField;
import org.apache.lucene.document.LongField;
import org.apache.lucene.document.SortedDocValuesField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.search.SortedNumericSelector;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopFieldCollectorManager;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Lucene by hand: the fields that are searched, the body as it is answered, segments sorted by id,
 * a writer and a searcher manager. Whoever searches after something was written refreshes first.
 * Safe for many threads.
 */
final class RawLucene implements AutoCloseable {

  static final String BODY = "body";

  private static final String ID = "id";
  private static final String MADE = "made";
  private static final Sort BY_ID = new Sort(new SortField(ID, SortField.Type.STRING));

  private final IndexWriter writer;
  private final SearcherManager searchers;
  private volatile boolean written;

  RawLucene(Path directory) throws IOException {
    writer =
        new IndexWriter(
            new MMapDirectory(directory),
            new IndexWriterConfig()
                .setRAMBufferSizeMB(32)
                .setCommitOnClose(false)
                .setIndexSort(BY_ID));
    searchers = new SearcherManager(writer, null);
  }

  /** When the newest document that it holds for sure was made, 0 for none. */
  long committed() {
    Iterable<Map.Entry<String, String>> data = writer.getLiveCommitData();
    if (data != null) {
      for (Map.Entry<String, String> entry : data) {
        return Long.parseLong(entry.getValue());
      }
    }
    return 0;
  }

  void put(String id, JsonNode document, byte[] body) throws IOException {
    Document fields = new Document();
    fields.add(new StringField(ID, id, Field.Store.NO));
    fields.add(new SortedDocValuesField(ID, new BytesRef(id)));
    fields.add(new StringField("ward", text(document, "ward"), Field.Store.NO));
    long population = document.get("population").longValue();
    fields.add(new LongField("population", population, Field.Store.NO));
    double elevation = document.get("elevation").doubleValue();
    fields.add(new DoubleField("elevation", elevation, Field.Store.NO));
    fields.add(new KeywordField("opened", text(document, "opened"), Field.Store.NO));
    fields.add(new KeywordField("kind", text(document, "kind"), Field.Store.NO));
    fields.add(new TextField("title", new Words(text(document, "title"))));
    fields.add(new StoredField(BODY, body));
    writer.updateDocument(new Term(ID, id), fields);
    written = true;
  }

  private static String text(JsonNode document, String member) {
    return document.get(member).stringValue();
  }

  /** Makes all that was put outlive a loss of power. */
  void commit() throws IOException {
    String now = String.valueOf(System.currentTimeMillis());
    writer.setLiveCommitData(Map.of(MADE, now).entrySet());
    writer.commit();
  }

  /** Something asked of one state. */
  interface Question<R> {
    R ask(IndexSearcher searcher) throws IOException;
  }

  <R> R ask(Question<R> question) throws IOException {
    if (written) {
      written = false;
      searchers.maybeRefreshBlocking();
    }
    IndexSearcher searcher = searchers.acquire();
    try {
      return question.ask(searcher);
    } finally {
      searchers.release(searcher);
    }
  }

  List<JsonNode> ward(String ward) throws IOException {
    return first(new TermQuery(new Term("ward", ward)), BY_ID, Records.PER_WARD);
  }

  List<JsonNode> titled(String word) throws IOException {
    return first(new TermQuery(new Term("title", word)), BY_ID, 20);
  }

  List<JsonNode> byPopulation(long from, long to, boolean down) throws IOException {
    Sort order =
        new Sort(
            LongField.newSortField("population", down, SortedNumericSelector.Type.MIN),
            new SortField(ID, SortField.Type.STRING));
    return first(LongField.newRangeQuery("population", from, to), order, 20);
  }

  private List<JsonNode> first(Query query, Sort order, int limit) throws IOException {
    return ask(
        searcher -> {
          List<JsonNode> trees = new ArrayList<>(limit);
          StoredFields stored = searcher.storedFields();
          TopFieldCollectorManager top = new TopFieldCollectorManager(order, limit, null, 1);
          for (ScoreDoc hit : searcher.search(query, top).scoreDocs) {
            trees.add(JsonMapper.shared().readTree(body(stored, hit.doc)));
          }
          return trees;
        });
  }

  private static byte[] body(StoredFields stored, int doc) throws IOException {
    BytesRef body = stored.document(doc, Set.of(BODY)).getBinaryValue(BODY);
    return body.length == body.bytes.length ? body.bytes : BytesRef.deepCopyOf(body).bytes;
  }

  /** What is done with a document of a scan. */
  interface Visitor {
    void visit(String id, byte[] body) throws IOException;
  }

  /** Visits all documents by id; answers how many. */
  long scan(Visitor visitor) throws IOException {
    return ask(
        searcher -> {
          PriorityQueue<Leaf> leaves = new PriorityQueue<>();
          for (LeafReaderContext context : searcher.getIndexReader().leaves()) {
            Leaf leaf = new Leaf(context.reader());
            if (leaf.advance()) {
              leaves.add(leaf);
            }
          }
          long count = 0;
          for (Leaf leaf = leaves.poll(); leaf != null; leaf = leaves.poll(), count++) {
            visitor.visit(leaf.id.utf8ToString(), body(leaf.stored, leaf.doc));
            if (leaf.advance()) {
              leaves.add(leaf);
            }
          }
          return count;
        });
  }

  /** A segment, whose documents lie in the order of ids. */
  private static final class Leaf implements Comparable<Leaf> {

    private final int end;
    private final @Nullable Bits live;
    private final SortedDocValues ids;
    private final StoredFields stored;
    private int doc = -1;
    private BytesRef id = new BytesRef();

    Leaf(LeafReader reader) throws IOException {
      end = reader.maxDoc();
      live = reader.getLiveDocs();
      ids = reader.getSortedDocValues(ID);
      stored = reader.storedFields();
    }

    boolean advance() throws IOException {
      do {
        doc++;
      } while (doc < end && live != null && !live.get(doc));
      if (doc == end) {
        return false;
      }
      ids.advanceExact(doc);
      id = BytesRef.deepCopyOf(ids.lookupOrd(ids.ordValue()));
      return true;
    }

    @Override
    public int compareTo(Leaf other) {
      return id.compareTo(other.id);
    }
  }

  /** Reads every file of the index and compares checksums. */
  void verify() throws IOException {
    ask(
        searcher -> {
          for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
            leaf.reader().checkIntegrity();
          }
          return true;
        });
  }

  @Override
  public void close() throws IOException {
    searchers.close();
    writer.close();
  }

  /** The words that ours finds a text by. */
  private static final class Words extends TokenStream {

    private final CharTermAttribute term = addAttribute(CharTermAttribute.class);
    private final List<String> words = new ArrayList<>();
    private Iterator<String> left = words.iterator();

    Words(String text) {
      TextAnalyser.forEachToken(text, words::add);
    }

    @Override
    public void reset() {
      left = words.iterator();
    }

    @Override
    public boolean incrementToken() {
      if (!left.hasNext()) {
        return false;
      }
      clearAttributes();
      term.append(left.next());
      return true;
    }
  }
}
