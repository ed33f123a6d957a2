package dev.pagurus.file.index;

import dev.pagurus.document.Body;
import dev.pagurus.document.Values;
import dev.pagurus.query.Filter;
import dev.pagurus.query.SortKey;
import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.Change;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.spi.FindRequest;
import dev.pagurus.spi.IndexDefinition;
import dev.pagurus.spi.Plan;
import dev.pagurus.spi.StoredDocument;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Predicate;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.StandardDirectoryReader;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.FieldDoc;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.Weight;
import org.apache.lucene.store.Directory;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The index as it was at one moment. Everything that one view answers is of that state. Safe for
 * many threads.
 *
 * <p>Whoever uses it must hold it: {@link SearchIndex#refresh} answers it held once, {@link
 * #acquire} holds it once more, {@link #release} lets go. It outlives the closing of the index.
 * What it answers one by one holds it by itself. Errors are {@link BackendException}s: CLOSED when
 * nobody holds it any more, CORRUPT for damage, UNAVAILABLE.
 */
public final class View {

  /** Masks nothing. */
  public static final Predicate<DocKey> NOTHING = key -> false;

  private static final int FIRST_BATCH = 128;

  private final DirectoryReader reader;
  private final IndexSearcher searcher;
  private final SegmentWalks walks;

  View(DirectoryReader reader) {
    this.reader = reader;
    this.searcher = new IndexSearcher(reader);
    this.walks = new SegmentWalks(this, reader);
    searcher.setQueryCache(null); // it would count finds, and hold heap for them
  }

  IndexSearcher searcher() {
    return searcher;
  }

  /**
   * Holds it once more.
   *
   * @return this
   * @throws BackendException CLOSED if nobody held it
   */
  public View acquire() {
    if (!reader.tryIncRef()) {
      throw new BackendException(ErrorCode.CLOSED, "this state of the search index was let go");
    }
    return this;
  }

  /** Lets go of it; once for each time that it was held. */
  public void release() {
    IndexErrors.guard(
        () -> {
          reader.decRef();
          return true;
        });
  }

  /** How many bytes its files have, about. */
  public long bytes() {
    return read(
        () -> {
          long bytes = 0;
          if (reader instanceof StandardDirectoryReader standard) {
            for (String file : standard.getSegmentInfos().files(false)) {
              bytes += reader.directory().fileLength(file);
            }
          }
          return bytes;
        });
  }

  /**
   * Reads every file that it looks into and compares checksums. Costs a read of the whole index.
   *
   * @throws BackendException CORRUPT if one differs or is missing, naming the file
   */
  public void verify() {
    read(
        () -> {
          if (reader instanceof StandardDirectoryReader standard) {
            Directory directory = reader.directory();
            IndexFolder.requireSums(directory, standard.getSegmentInfos().files(false));
            IndexFolder.requireCommit(directory);
          }
          return true;
        });
  }

  /** Something read while the view is held. */
  private <T> T read(IndexErrors.Action<T> action) {
    acquire();
    try {
      return IndexErrors.guard(action);
    } finally {
      release();
    }
  }

  /** Entries that take over a hold. */
  private <T extends Entries<?>> T open(IndexErrors.Action<T> action) {
    acquire();
    T opened = null;
    try {
      opened = IndexErrors.guard(action);
      return opened;
    } finally {
      if (opened == null) {
        release();
      }
    }
  }

  /**
   * The documents of a collection in the order of ids.
   *
   * @param user whose documents
   * @param collection which collection
   * @param after the id after which to begin, null for the start; it need not exist
   * @return documents, to be closed
   */
  public Entries<StoredDocument> scan(String user, String collection, @Nullable String after) {
    Query all = new TermQuery(IndexFields.collectionTerm(user, collection));
    DocKey key = after == null ? null : new DocKey(user, collection, after);
    return new DocumentRows(open(() -> walks.inOrder(all, key)), user, NOTHING);
  }

  /**
   * What happened to a user's documents, in the order of revisions, then of addresses.
   *
   * @param user whose
   * @param since the revision after which to begin
   * @return the latest change of each document, to be closed
   */
  public Entries<Change> feed(String user, long since) {
    if (since == Long.MAX_VALUE) {
      return feed(user, since - 1);
    }
    byte[] from = DocumentFields.feed(user, since + 1);
    byte[] end = SortKey.after(IndexFields.prefix(user));
    return new MappedEntries<>(
        open(() -> walks.byTerm(IndexFields.FEED, from, end)), StoredEntry::change);
  }

  /**
   * A user's state.
   *
   * @param user which
   * @return what was applied last, null if nothing was
   */
  public @Nullable UserState user(String user) {
    StoredEntry entry = single(IndexFields.keyTerm(user));
    return entry == null ? null : IndexErrors.guard(entry::state);
  }

  /**
   * Users in order (ADDR-4).
   *
   * @param after the name after which to begin, null for the start; it need not exist
   * @return their states, to be closed
   */
  public Entries<UserState> users(@Nullable String after) {
    // The smallest name after this one is this one and the lowest character.
    byte[] from = after == null ? new byte[0] : IndexFields.prefix(after);
    return new MappedEntries<>(
        open(() -> walks.byTerm(IndexFields.USER, from, null)), StoredEntry::state);
  }

  /**
   * What is known of a document.
   *
   * @param key which
   * @return the document or its deletion, null if neither is known
   */
  public @Nullable Change document(DocKey key) {
    StoredEntry entry = single(IndexFields.keyTerm(key));
    return entry == null || entry.isUnreadable() ? null : IndexErrors.guard(entry::change);
  }

  /**
   * The documents of a collection that nobody could read when the index was made. Costs next to
   * nothing while there are none in the store.
   *
   * @param user whose documents
   * @param collection which collection
   * @return their keys in order
   */
  public List<DocKey> unreadable(String user, String collection) {
    boolean isAny =
        reader.leaves().stream()
            .anyMatch(leaf -> leaf.reader().getFieldInfos().fieldInfo(IndexFields.BAD) != null);
    if (!isAny) {
      return List.of();
    }
    Query query = new TermQuery(IndexFields.unreadableTerm(user, collection));
    try (Entries<StoredEntry> entries = open(() -> walks.inOrder(query, null))) {
      List<DocKey> keys = new ArrayList<>();
      for (StoredEntry entry = entries.next(); entry != null; entry = entries.next()) {
        keys.add(IndexErrors.guard(entry::docKey));
      }
      return keys;
    }
  }

  private @Nullable StoredEntry single(Term key) {
    acquire();
    try {
      for (LeafReaderContext leaf : reader.leaves()) {
        int doc = IndexErrors.guard(() -> liveDoc(leaf.reader(), key));
        if (doc != DocIdSetIterator.NO_MORE_DOCS) {
          return IndexErrors.guard(() -> single(leaf.reader(), doc, key));
        }
      }
      return null;
    } finally {
      release();
    }
  }

  private static StoredEntry single(LeafReader leaf, int doc, Term key) throws IOException {
    StoredEntry entry = new LeafEntries(leaf).read(doc);
    if (!entry.key().bytesEquals(key.bytes())) {
      throw new IllegalStateException("an entry of another key");
    }
    entry.keepBody();
    return entry;
  }

  private static int liveDoc(LeafReader leaf, Term key) throws IOException {
    var docs = leaf.postings(key, 0);
    Bits live = leaf.getLiveDocs();
    int doc = docs == null ? DocIdSetIterator.NO_MORE_DOCS : docs.nextDoc();
    while (doc != DocIdSetIterator.NO_MORE_DOCS && live != null && !live.get(doc)) {
      doc = docs == null ? DocIdSetIterator.NO_MORE_DOCS : docs.nextDoc();
    }
    return doc;
  }

  /**
   * Who holds a value of a unique index (INDEX-2).
   *
   * @param user whose documents
   * @param collection which collection
   * @param index a unique index that is built
   * @param value the value; nobody holds a missing one or null
   * @return the keys of the documents that hold it, in order: mostly none or one
   */
  public List<DocKey> holders(
      String user, String collection, IndexDefinition index, @Nullable JsonNode value) {
    if (value == null || value.isNull()) {
      return List.of();
    }
    byte[] key = IndexFields.sortKey(value);
    boolean certain = !value.isContainer() && SortKey.isExact(key);
    byte[] term = SortKey.concat(IndexFields.prefix(user), key);
    Query query =
        new TermQuery(new Term(IndexFields.values(collection, index), new BytesRef(term)));
    try (Entries<StoredEntry> entries = open(() -> walks.inOrder(query, null))) {
      return IndexErrors.guard(
          () -> {
            List<DocKey> holders = new ArrayList<>();
            for (StoredEntry entry = entries.next(); entry != null; entry = entries.next()) {
              if (certain || isEqual(index, entry.document().body(), value)) {
                holders.add(entry.docKey());
              }
            }
            return holders;
          });
    }
  }

  private static boolean isEqual(IndexDefinition index, Body body, JsonNode value) {
    JsonNode held = index.paths().get(0).in(body.root());
    return held != null && Values.equal(held, value);
  }

  /**
   * Judges a unique index that was built over all documents (INDEX-3).
   *
   * @param collection which collection
   * @param index the unique index
   * @return the violation of one offender, empty if every value is held once within its user
   */
  public Optional<BackendException> offender(String collection, IndexDefinition index) {
    return read(() -> new UniqueJudge(this, reader, collection, index).offender());
  }

  /**
   * Finds documents.
   *
   * @param indexes the indexes of the collection that are built
   * @param request what is asked
   * @param masked documents to leave out; {@link #NOTHING} costs nothing
   * @return rows as the plan says, to be closed
   */
  public IndexFound find(
      List<IndexDefinition> indexes, FindRequest request, Predicate<DocKey> masked) {
    Access access = read(() -> new IndexPlanner(reader, indexes, request).plan());
    Entries<StoredEntry> entries = open(() -> entries(access, request));
    return new IndexFound(access.plan(), new DocumentRows(entries, request.user(), masked));
  }

  private Entries<StoredEntry> entries(Access access, FindRequest request) throws IOException {
    boolean positioned = access.after() != null && request.after() != null;
    DocKey after =
        positioned && request.after() != null
            ? new DocKey(request.user(), request.collection(), request.after().id())
            : null;
    if (access.order().isEmpty()) {
      return walks.inOrder(access.query(), after);
    }
    Access.Walk walk = access.walk();
    if (walk != null) {
      return walks.along(walk, after);
    }
    List<SortField> fields = new ArrayList<>(access.order());
    fields.add(new SortField(IndexFields.KEY, SortField.Type.STRING));
    FieldDoc place = null;
    if (after != null && access.after() != null) {
      List<BytesRef> values = new ArrayList<>();
      access.after().forEach(value -> values.add(new BytesRef(value)));
      values.add(new BytesRef(after.bytes()));
      place = new FieldDoc(Integer.MAX_VALUE, Float.NaN, values.toArray());
    }
    Sort sort = new Sort(fields.toArray(SortField[]::new));
    int first = Math.max(1, request.limit().orElse(FIRST_BATCH));
    return new SortedEntries(this, access.query(), sort, place, first);
  }

  /**
   * Says how {@link #find} would answer.
   *
   * @param indexes the indexes of the collection that are built
   * @param request what is asked
   * @return the plan
   */
  public Plan explain(List<IndexDefinition> indexes, FindRequest request) {
    return read(() -> new IndexPlanner(reader, indexes, request).plan().plan());
  }

  /**
   * Counts without a look at documents, if indexes can.
   *
   * @param indexes the indexes of the collection that are built
   * @param user whose documents
   * @param collection in which collection
   * @param filter which documents
   * @param masked documents to leave out; {@link #NOTHING} costs nothing
   * @return the number, empty if documents must be looked at
   */
  public OptionalLong count(
      List<IndexDefinition> indexes,
      String user,
      String collection,
      Filter filter,
      Predicate<DocKey> masked) {
    FindRequest request =
        new FindRequest(user, collection, filter, List.of(), null, OptionalInt.empty());
    return read(
        () -> {
          Access access = new IndexPlanner(reader, indexes, request).plan();
          if (!access.plan().residual().equals(Filter.all())) {
            return OptionalLong.empty();
          }
          return OptionalLong.of(
              masked == NOTHING ? searcher.count(access.query()) : count(access.query(), masked));
        });
  }

  private long count(Query query, Predicate<DocKey> masked) throws IOException {
    Weight weight = weight(query);
    long count = 0;
    for (LeafReaderContext leaf : reader.leaves()) {
      Scorer scorer = weight.scorer(leaf);
      if (scorer != null) {
        count += count(leaf.reader(), scorer.iterator(), masked);
      }
    }
    return count;
  }

  private static long count(LeafReader leaf, DocIdSetIterator docs, Predicate<DocKey> masked)
      throws IOException {
    var keys = leaf.getSortedDocValues(IndexFields.KEY);
    Bits live = leaf.getLiveDocs();
    long count = 0;
    for (int doc = docs.nextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = docs.nextDoc()) {
      if ((live == null || live.get(doc)) && keys.advanceExact(doc)) {
        BytesRef key = keys.lookupOrd(keys.ordValue());
        count += masked.test(DocKey.read(key.bytes, key.offset, key.length)) ? 0 : 1;
      }
    }
    return count;
  }

  /** How many live documents a collection has, of all users. */
  long documents(String collection) {
    Term all = new Term(IndexFields.ALL, new BytesRef(IndexFields.utf8(collection)));
    return read(() -> (long) searcher.count(new TermQuery(all)));
  }

  /** The live documents of a collection, of all users, segment by segment. */
  Entries<StoredEntry> everyDocument(String collection) {
    byte[] term = IndexFields.utf8(collection);
    return open(() -> walks.byTerm(IndexFields.ALL, term, SortKey.concat(term, new byte[1])));
  }

  /** The documents with a term, in order. */
  Entries<StoredEntry> withTerm(String field, BytesRef term) {
    return open(() -> walks.inOrder(new TermQuery(new Term(field, term)), null));
  }

  Weight weight(Query query) throws IOException {
    return searcher.createWeight(searcher.rewrite(query), ScoreMode.COMPLETE_NO_SCORES, 1);
  }
}
