package dev.pagurus.sharded;

import dev.pagurus.document.FieldPath;
import dev.pagurus.query.Filter;
import dev.pagurus.query.SortKey;
import dev.pagurus.spi.IndexDefinition;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A short digest of each value that a declared value, unique or array index holds: whoever has what
 * is looked for has its mark. Two values may share a digest, which costs a look at a user in vain.
 * A user of many values has the mark of everything.
 */
final class Marks {

  /** Of a user who may have anything. */
  static final String ANYTHING = "*";

  private static final int MOST_MARKS = 500;
  private static final int DIGEST_BYTES = 9;

  /** A longer string is marked by its beginning. */
  private static final int MOST_STRING_BYTES = 1_000;

  private final Set<String> marks = new TreeSet<>();

  /** Marks the values of a document. */
  void add(String collection, List<Declared> declared, JsonNode body) {
    for (Declared one : declared) {
      for (FieldPath path : one.index().paths()) {
        JsonNode value = path.in(body);
        if (value != null && isOfValues(one.index())) {
          add(collection, path, false, value);
        } else if (value != null && isOfArrays(one.index()) && value.isArray()) {
          value.forEach(element -> add(collection, path, true, element));
        }
      }
    }
  }

  private void add(String collection, FieldPath path, boolean element, JsonNode value) {
    if (!value.isContainer() && !areTooMany()) {
      marks.add(mark(collection, path, element, value));
    }
  }

  private boolean areTooMany() {
    return marks.size() > MOST_MARKS;
  }

  /** The marks of what was added, in order. */
  List<String> all() {
    return areTooMany() ? List.of(ANYTHING) : List.copyOf(marks);
  }

  static boolean isOfValues(IndexDefinition index) {
    return index.kind() == IndexDefinition.Kind.VALUE
        || index.kind() == IndexDefinition.Kind.UNIQUE;
  }

  private static boolean isOfArrays(IndexDefinition index) {
    return index.kind() == IndexDefinition.Kind.ARRAY;
  }

  private static String mark(String collection, FieldPath path, boolean element, JsonNode value) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      String place = (element ? "a" : "v") + collection + "\0" + path + "\0";
      digest.update(place.getBytes(StandardCharsets.UTF_8));
      byte[] sum = digest.digest(SortKey.encode(value, MOST_STRING_BYTES));
      byte[] begin = Arrays.copyOf(sum, DIGEST_BYTES);
      return Base64.getUrlEncoder().withoutPadding().encodeToString(begin);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java has it
    }
  }

  /**
   * Marks of which whoever has an answer has one.
   *
   * @param indexes that the marks are of
   * @return null if whoever has an answer need not have any
   */
  static @Nullable Set<String> of(String collection, Filter filter, List<IndexDefinition> indexes) {
    if (filter instanceof Filter.And and) {
      return ofAll(collection, and.filters(), indexes);
    }
    if (filter instanceof Filter.Or or) {
      return ofAny(collection, or.filters(), indexes);
    }
    if (filter instanceof Filter.Compare compare
        && compare.operator() == Filter.Operator.EQ
        && has(indexes, compare.path(), false)) {
      return ofValues(collection, compare.path(), false, List.of(compare.value()));
    }
    if (filter instanceof Filter.In in && has(indexes, in.path(), false)) {
      return ofValues(collection, in.path(), false, in.values());
    }
    if (filter instanceof Filter.Contains contains && has(indexes, contains.path(), true)) {
      return ofValues(collection, contains.path(), true, List.of(contains.value()));
    }
    return null;
  }

  /** Whether the values, or else the elements of arrays, at a path are marked. */
  static boolean has(List<IndexDefinition> indexes, FieldPath path, boolean elements) {
    return indexes.stream()
        .anyMatch(
            index ->
                (elements ? isOfArrays(index) : isOfValues(index)) && index.paths().contains(path));
  }

  private static @Nullable Set<String> ofValues(
      String collection, FieldPath path, boolean elements, List<JsonNode> values) {
    Set<String> marks = new HashSet<>();
    for (JsonNode value : values) {
      if (value.isContainer()) {
        return null;
      }
      marks.add(mark(collection, path, elements, value));
    }
    return marks;
  }

  /** The fewest of one part: whoever has an answer has one of each. */
  private static @Nullable Set<String> ofAll(
      String collection, List<Filter> parts, List<IndexDefinition> indexes) {
    Set<String> fewest = null;
    for (Filter part : parts) {
      Set<String> marks = of(collection, part, indexes);
      if (marks != null && (fewest == null || marks.size() < fewest.size())) {
        fewest = marks;
      }
    }
    return fewest;
  }

  private static @Nullable Set<String> ofAny(
      String collection, List<Filter> parts, List<IndexDefinition> indexes) {
    Set<String> all = new HashSet<>();
    for (Filter part : parts) {
      Set<String> marks = of(collection, part, indexes);
      if (marks == null) {
        return null;
      }
      all.addAll(marks);
    }
    return all;
  }
}
