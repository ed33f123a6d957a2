package dev.pagurus.file.index;

import dev.pagurus.document.FieldPath;
import dev.pagurus.document.Values;
import dev.pagurus.query.Filter;
import dev.pagurus.query.KeyRange;
import dev.pagurus.query.Position;
import dev.pagurus.query.Sort;
import dev.pagurus.query.SortKey;
import dev.pagurus.query.TextQuery;
import dev.pagurus.spi.FindRequest;
import dev.pagurus.spi.IndexDefinition;
import dev.pagurus.spi.IndexDefinition.Kind;
import dev.pagurus.spi.Plan;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.lucene.document.SortedDocValuesField;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexOrDocValuesQuery;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.SortField;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Decides which declared indexes answer which parts of a request. Used once, by one thread.
 *
 * <p>A part is served if the index tells the exact truth about it, for keys compare as values do,
 * missing ones included. Strings of more than {@value IndexFields#MAX_STRING_BYTES} bytes share
 * their key with others; so equality with such a one is asked of the index and judged again, a
 * range that ends at one is left, and an order over a path that holds one is not given. So are
 * {@code ne}, {@code not}, {@code or} over several paths and the few texts that {@link TextTerms}
 * cannot ask for exactly. All else goes into one query, and Lucene takes the rarest part first.
 *
 * <p>Any order over paths that have sort keys is given, up, down or mixed, ties by id; a path at
 * which the filter asks for one value is left out of it.
 */
public final class IndexPlanner {

  private static final int WHOLE_UNIQUE = 1_000;
  private static final int EACH_EQUAL = 100;
  private static final int ONE_OF = 80;
  private static final int RANGE = 50;
  private static final int PRESENT = 10;

  /** Above this, values in the middle of an index are judged by doc values. */
  private static final int MOST_RANGES = 64;

  private final IndexReader reader;
  private final List<IndexDefinition> indexes;
  private final FindRequest request;
  private final List<Conjunct> conjuncts;
  private final Set<FieldPath> columns = new HashSet<>();
  private final List<Plan.Served> served = new ArrayList<>();
  private final List<Filter> residual = new ArrayList<>();
  private final List<Query> filters = new ArrayList<>();
  private int budget = TextTerms.BUDGET;
  private boolean scans;

  IndexPlanner(IndexReader reader, List<IndexDefinition> indexes, FindRequest request) {
    this.reader = reader;
    this.indexes = indexes;
    this.request = request;
    this.conjuncts = Conjunct.of(request.filter());
    for (IndexDefinition index : indexes) {
      if (hasColumns(index)) {
        columns.addAll(index.paths());
      }
    }
  }

  private static boolean hasColumns(IndexDefinition index) {
    return index.kind() == Kind.VALUE || index.kind() == Kind.UNIQUE;
  }

  Access plan() throws IOException {
    Lead lead = bestLead();
    Set<Conjunct> used = new HashSet<>();
    if (lead != null) {
      filters.add(query(lead));
      used.addAll(lead.used());
    }
    for (Conjunct conjunct : conjuncts) {
      IndexDefinition index =
          used.contains(conjunct) && lead != null ? lead.index : serve(conjunct);
      if (index != null) {
        served.add(new Plan.Served(index.name(), conjunct.filter().toString()));
      }
      if (index == null || (conjunct.path() != null && !conjunct.exact())) {
        residual.add(conjunct.filter());
      }
    }
    if (served.isEmpty()) {
      scan();
    }
    return ordered(lead);
  }

  /** Doc values spare a look at bodies; the filter is left as it is, for this is a scan. */
  private void scan() {
    scans = true;
    filters.clear();
    filters.add(new TermQuery(IndexFields.collectionTerm(request.user(), request.collection())));
    for (Conjunct conjunct : conjuncts) {
      if (conjunct.path() != null && columns.contains(conjunct.path())) {
        filters.add(columnQuery(conjunct.path(), conjunct));
      }
    }
    residual.clear();
    residual.add(request.filter());
  }

  /**
   * A value index that leads to the documents.
   *
   * @param equals the conjuncts that fix its first paths, one for each
   * @param next the conjuncts about the path behind them: one that asks for one of several values,
   *     or any number that ask for ranges
   */
  private record Lead(
      IndexDefinition index, List<Conjunct> equals, List<Conjunct> next, int score) {

    Set<Conjunct> used() {
      Set<Conjunct> used = new HashSet<>(equals);
      used.addAll(next);
      return used;
    }

    boolean isOneOf() {
      return !next.isEmpty() && next.get(0).values() != null;
    }

    List<FieldPath> rest() {
      return index.paths().subList(equals.size(), index.paths().size());
    }
  }

  private @Nullable Lead bestLead() {
    Lead best = null;
    for (IndexDefinition index : indexes) {
      if (hasColumns(index)) {
        Lead lead = lead(index, conjuncts);
        if (lead.score > 0 && (best == null || lead.score > best.score)) {
          best = lead;
        }
      }
    }
    return best;
  }

  private static Lead lead(IndexDefinition index, List<Conjunct> from) {
    List<Conjunct> equals = new ArrayList<>();
    for (FieldPath path : index.paths()) {
      Conjunct equal = first(from, path, conjunct -> conjunct.single() != null);
      if (equal == null) {
        break;
      }
      equals.add(equal);
    }
    boolean whole = equals.size() == index.paths().size();
    int score = equals.size() * EACH_EQUAL;
    score += whole && index.kind() == Kind.UNIQUE ? WHOLE_UNIQUE : 0;
    if (whole) {
      return new Lead(index, equals, List.of(), score);
    }
    FieldPath path = index.paths().get(equals.size());
    int most = equals.size() == index.paths().size() - 1 ? Filter.MAX_VALUES : MOST_RANGES;
    Conjunct oneOf = first(from, path, c -> c.values() != null && c.values().size() <= most);
    if (oneOf != null) {
      return new Lead(index, equals, List.of(oneOf), score + ONE_OF);
    }
    List<Conjunct> ranges =
        from.stream().filter(c -> c.isAbout(path) && c.range() != null).toList();
    boolean narrow = ranges.stream().anyMatch(c -> !(c.filter() instanceof Filter.Exists));
    score += ranges.isEmpty() ? 0 : narrow ? RANGE : PRESENT;
    return new Lead(index, equals, ranges, score);
  }

  private static @Nullable Conjunct first(
      List<Conjunct> from, FieldPath path, Predicate<Conjunct> condition) {
    for (Conjunct conjunct : from) {
      if (conjunct.isAbout(path) && condition.test(conjunct)) {
        return conjunct;
      }
    }
    return null;
  }

  private Query query(Lead lead) {
    String field = IndexFields.values(request.collection(), lead.index);
    byte[] prefix = prefix(lead);
    if (lead.next.isEmpty()) {
      return lead.rest().isEmpty() ? term(field, prefix) : beginning(field, prefix);
    }
    List<JsonNode> values = lead.next.get(0).values();
    if (values != null) {
      return oneOf(field, prefix, values, lead.rest().size() == 1);
    }
    KeyRange range = range(lead.next).behind(prefix);
    return new KeyRangeQuery(field, range.from(), range.to());
  }

  /** What all entries begin with that the lead leads to. */
  private byte[] prefix(Lead lead) {
    byte[] prefix = IndexFields.prefix(request.user());
    for (Conjunct equal : lead.equals) {
      prefix = SortKey.concat(prefix, IndexFields.sortKey(equal.single()));
    }
    return prefix;
  }

  private static Query term(String field, byte[] term) {
    return new TermQuery(new Term(field, new BytesRef(term)));
  }

  private static Query beginning(String field, byte[] prefix) {
    return new KeyRangeQuery(field, prefix, SortKey.after(prefix));
  }

  private Query oneOf(String field, byte[] prefix, List<JsonNode> values, boolean last) {
    if (last) {
      List<BytesRef> terms = new ArrayList<>();
      for (JsonNode value : values) {
        terms.add(new BytesRef(SortKey.concat(prefix, IndexFields.sortKey(value))));
      }
      return new TermInSetQuery(field, terms);
    }
    BooleanQuery.Builder any = new BooleanQuery.Builder();
    for (JsonNode value : values) {
      any.add(beginning(field, SortKey.concat(prefix, IndexFields.sortKey(value))), Occur.SHOULD);
    }
    return any.build();
  }

  private static KeyRange range(List<Conjunct> ranges) {
    KeyRange all = null;
    for (Conjunct conjunct : ranges) {
      KeyRange own = conjunct.range();
      if (own != null) {
        all = all == null ? own : all.and(own);
      }
    }
    if (all == null) {
      throw new IllegalStateException("no range was asked for");
    }
    return all;
  }

  /** Adds a query for a conjunct that does not lead; answers the index that serves it. */
  private @Nullable IndexDefinition serve(Conjunct conjunct) throws IOException {
    if (conjunct.filter() instanceof Filter.Contains contains) {
      return serveContains(contains);
    }
    if (conjunct.filter() instanceof Filter.Matches matches) {
      return serveMatches(matches);
    }
    FieldPath path = conjunct.path();
    if (path == null || !columns.contains(path) || !leadsAnywhere()) {
      return null;
    }
    Query byColumn = columnQuery(path, conjunct);
    for (IndexDefinition index : indexes) {
      if (hasColumns(index) && index.paths().get(0).equals(path)) {
        Lead lead = lead(index, List.of(conjunct));
        if (lead.score > 0) {
          filters.add(new IndexOrDocValuesQuery(query(lead), byColumn));
          return index;
        }
      }
    }
    filters.add(byColumn);
    return indexes.stream()
        .filter(index -> hasColumns(index) && index.paths().contains(path))
        .findFirst()
        .orElseThrow();
  }

  /** Doc values judge what is found; they do not find. */
  private boolean leadsAnywhere() {
    return !filters.isEmpty() || conjuncts.stream().anyMatch(this::isInverted);
  }

  private boolean isInverted(Conjunct conjunct) {
    return indexes.stream()
        .anyMatch(
            index ->
                (conjunct.filter() instanceof Filter.Contains contains && serves(index, contains))
                    || (conjunct.filter() instanceof Filter.Matches matches
                        && serves(index, matches)));
  }

  private static boolean serves(IndexDefinition index, Filter.Contains contains) {
    return index.kind() == Kind.ARRAY && index.paths().get(0).equals(contains.path());
  }

  private static boolean serves(IndexDefinition index, Filter.Matches matches) {
    return index.kind() == Kind.TEXT && index.paths().containsAll(matches.paths());
  }

  private Query columnQuery(FieldPath path, Conjunct conjunct) {
    String column = IndexFields.column(request.collection(), path);
    List<JsonNode> values = conjunct.values();
    if (values != null) {
      List<BytesRef> keys = new ArrayList<>();
      for (JsonNode value : values) {
        keys.add(new BytesRef(IndexFields.sortKey(value)));
      }
      return SortedDocValuesField.newSlowSetQuery(column, keys);
    }
    KeyRange range = range(List.of(conjunct));
    return range.isEmpty()
        ? new MatchNoDocsQuery("the range is empty")
        : SortedDocValuesField.newSlowRangeQuery(
            column, new BytesRef(range.from()), new BytesRef(range.to()), true, false);
  }

  private @Nullable IndexDefinition serveContains(Filter.Contains contains) {
    for (IndexDefinition index : indexes) {
      if (serves(index, contains)) {
        byte[] key = IndexFields.sortKey(contains.value());
        byte[] element = SortKey.concat(IndexFields.prefix(request.user()), key);
        filters.add(term(IndexFields.elements(request.collection(), index), element));
        if (!SortKey.isExact(key)) {
          residual.add(contains);
        }
        return index;
      }
    }
    return null;
  }

  private @Nullable IndexDefinition serveMatches(Filter.Matches matches) throws IOException {
    for (IndexDefinition index : indexes) {
      if (serves(index, matches)) {
        TextTerms terms =
            new TextTerms(reader, request.user(), request.collection(), matches.paths(), budget);
        Query query = terms.of(TextQuery.parse(matches.text()));
        budget = terms.budget();
        if (query == null) {
          return null;
        }
        filters.add(query);
        if (!terms.isExact()) {
          residual.add(matches);
        }
        return index;
      }
    }
    return null;
  }

  private Access ordered(@Nullable Lead lead) throws IOException {
    List<SortField> order = new ArrayList<>();
    List<byte[]> after = request.after() == null ? null : new ArrayList<>();
    boolean ordered = addOrder(order, after);
    if (!ordered) {
      order.clear();
      after = null;
    }
    String detail = describe() + (ordered && !order.isEmpty() ? ", sorted by sort keys" : "");
    if (!order.isEmpty()) {
      serveOrder(lead);
    }
    Plan plan = new Plan(served, Filter.allOf(residual), ordered, after != null, detail);
    return new Access(all(), order, after, order.isEmpty() ? null : walk(lead, order, after), plan);
  }

  /**
   * The entries of an index that hold the order asked for, whole and in one direction, so that ties
   * are left to the id. Downward by one path only.
   */
  private Access.@Nullable Walk walk(
      @Nullable Lead lead, List<SortField> order, @Nullable List<byte[]> after) {
    boolean down = order.get(0).getReverse();
    if (filters.size() > 1
        || (down && order.size() > 1)
        || order.stream().anyMatch(field -> field.getReverse() != down)) {
      return null;
    }
    Lead leading = lead == null && scans ? wholeIndex(order) : lead;
    if (leading == null || leading.isOneOf() || !columns(leading.rest()).equals(names(order))) {
      return null;
    }
    byte[] prefix = prefix(leading);
    return new Access.Walk(
        IndexFields.values(request.collection(), leading.index),
        new BytesRef(prefix),
        leading.next.isEmpty() ? null : range(leading.next),
        after == null ? null : new BytesRef(SortKey.concat(prefix, concat(after))),
        down ? order.get(0).getField() : null);
  }

  private static byte[] concat(List<byte[]> keys) {
    return SortKey.concat(keys.toArray(byte[][]::new));
  }

  /** An index that leads to every document, in an order. */
  private @Nullable Lead wholeIndex(List<SortField> order) {
    return indexes.stream()
        .filter(index -> hasColumns(index) && columns(index.paths()).equals(names(order)))
        .findFirst()
        .map(index -> new Lead(index, List.of(), List.of(), 0))
        .orElse(null);
  }

  private List<String> columns(List<FieldPath> paths) {
    return paths.stream().map(path -> IndexFields.column(request.collection(), path)).toList();
  }

  private static List<@Nullable String> names(List<SortField> order) {
    List<@Nullable String> names = new ArrayList<>();
    order.forEach(field -> names.add(field.getField()));
    return names;
  }

  private String describe() {
    if (served.isEmpty()) {
      return "the documents of the collection in id order";
    }
    return served.stream().map(Plan.Served::index).distinct().collect(Collectors.joining(" and "));
  }

  private Query all() {
    if (filters.size() == 1) {
      return filters.get(0);
    }
    BooleanQuery.Builder all = new BooleanQuery.Builder();
    filters.forEach(filter -> all.add(filter, Occur.FILTER));
    return all.build();
  }

  /** Whether the order asked for can be given. */
  private boolean addOrder(List<SortField> order, @Nullable List<byte[]> after) throws IOException {
    Map<FieldPath, JsonNode> constant = constant();
    Position position = request.after();
    for (int i = 0; i < request.order().size(); i++) {
      Sort sort = request.order().get(i);
      JsonNode value = position == null ? null : position.values().get(i);
      JsonNode fixed = constant.get(sort.path());
      if (fixed != null && (position == null || Values.compare(fixed, value) == 0)) {
        continue;
      }
      String column = IndexFields.column(request.collection(), sort.path());
      if (!columns.contains(sort.path()) || isCut(column)) {
        return false;
      }
      order.add(new SortField(column, SortField.Type.STRING, sort.descending()));
      if (after != null) {
        after.add(SortKey.encode(value));
      }
    }
    return true;
  }

  /** Paths at which all answers hold the same value. */
  private Map<FieldPath, JsonNode> constant() {
    Map<FieldPath, JsonNode> constant = new HashMap<>();
    for (Conjunct conjunct : conjuncts) {
      JsonNode single = conjunct.single();
      if (conjunct.path() != null && single != null) {
        constant.put(conjunct.path(), single);
      }
    }
    return constant;
  }

  /** Whether a document of the user may have a key at the path that was cut. */
  private boolean isCut(String column) throws IOException {
    byte[] cut = IndexFields.cut(request.user(), column);
    return reader.docFreq(new Term(IndexFields.CUT, new BytesRef(cut))) > 0;
  }

  private void serveOrder(@Nullable Lead lead) {
    String part =
        request.order().stream()
            .map(Sort::toString)
            .collect(Collectors.joining(", ", "order by ", ""));
    Map<FieldPath, JsonNode> constant = constant();
    FieldPath first =
        request.order().stream()
            .map(Sort::path)
            .filter(path -> !constant.containsKey(path))
            .findFirst()
            .orElse(request.order().get(0).path());
    if (lead != null && !lead.rest().isEmpty() && lead.rest().get(0).equals(first)) {
      served.add(new Plan.Served(lead.index.name(), part));
      return;
    }
    if (served.isEmpty()) {
      indexes.stream()
          .filter(index -> hasColumns(index) && index.paths().get(0).equals(first))
          .findFirst()
          .ifPresent(index -> served.add(new Plan.Served(index.name(), part)));
    }
  }
}
