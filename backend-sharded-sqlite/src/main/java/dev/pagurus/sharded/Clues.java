package dev.pagurus.sharded;

import dev.pagurus.document.FieldPath;
import dev.pagurus.spi.Backend;
import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.spi.Rows;
import dev.pagurus.spi.StoredDocument;
import dev.pagurus.spi.UserInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a user's row tells of the user's documents, so that the registry knows who can have what is
 * looked for (QUERY-8). They are taken in one walk through the documents, when the file comes to
 * rest, and hold until it is written to.
 *
 * @param marks of values, see {@link Marks}
 * @param spans of values, see {@link Spans}; null if they are not known
 */
record Clues(List<String> marks, @Nullable Spans spans) {

  /** Of a user of whom nothing is known: a hot one, who is asked whatever is looked for. */
  static final Clues NONE = new Clues(List.of(), null);

  private static final Clues ANYTHING = new Clues(List.of(Marks.ANYTHING), null);

  /** Of a user who has more the file is not read through when it is closed. */
  private static final int MOST_DOCUMENTS = 1_000;

  /** Reads what a user has at the declared paths. */
  static Clues of(Backend file, UserInfo info, Map<String, List<Declared>> declared) {
    if (declared.isEmpty()) {
      return NONE;
    }
    if (info.documents() > MOST_DOCUMENTS) {
      return ANYTHING;
    }
    try {
      return read(file, info, declared);
    } catch (BackendException e) {
      if (e.code() != ErrorCode.CORRUPT) {
        throw e;
      }
      return ANYTHING; // who asks for the user is told of the damage
    }
  }

  private static Clues read(Backend file, UserInfo info, Map<String, List<Declared>> declared) {
    Marks marks = new Marks();
    SpanTaker spans = new SpanTaker();
    for (Map.Entry<String, List<Declared>> one : declared.entrySet()) {
      String collection = one.getKey();
      List<FieldPath> paths =
          one.getValue().stream().flatMap(each -> each.index().paths().stream()).toList();
      try (Rows rows = file.scan(info.user(), collection, null)) {
        for (StoredDocument row = rows.next(); row != null; row = rows.next()) {
          JsonNode body = row.body().part(paths);
          marks.add(collection, one.getValue(), body);
          spans.add(collection, one.getValue(), body);
        }
      }
    }
    return new Clues(marks.all(), spans.all());
  }

  /** Whether an earlier build took them, so that to take them again tells more. */
  boolean lackSpans() {
    return spans == null && !marks.isEmpty() && !marks.equals(ANYTHING.marks());
  }

  /** Whether the user has one of these marks, or may have any. */
  boolean hasAnyOf(Set<String> wanted) {
    return marks.stream().anyMatch(mark -> mark.equals(Marks.ANYTHING) || wanted.contains(mark));
  }

  void write(ObjectNode row) {
    ArrayNode has = row.putArray("has");
    marks.forEach(has::add);
    if (spans != null) {
      spans.write(row.putObject("spans"));
    }
  }

  /** A row that an earlier build wrote has no spans. */
  static Clues read(JsonNode row) {
    List<String> has = new ArrayList<>();
    row.path("has").forEach(mark -> has.add(mark.stringValue()));
    JsonNode spans = row.get("spans");
    return new Clues(has, spans == null ? null : Spans.read(spans));
  }
}
