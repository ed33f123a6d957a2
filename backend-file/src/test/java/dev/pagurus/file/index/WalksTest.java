package dev.pagurus.file.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.pagurus.query.Position;
import dev.pagurus.query.Query;
import dev.pagurus.query.Sort;
import dev.pagurus.spi.FindRequest;
import dev.pagurus.spi.IndexDefinition;
import dev.pagurus.spi.IndexDefinition.Kind;
import dev.pagurus.spi.StoredDocument;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * QUERY-4, QUERY-5: an order that an index holds is walked, up and down, from the start and from
 * any position, past what other users have.
 */
final class WalksTest {

  private static final List<IndexDefinition> INDEXES =
      List.of(Samples.index(Kind.VALUE, "a"), Samples.index(Kind.VALUE, "kind", "a"));

  private static final List<String> WALKED =
      List.of(
          "order by a",
          "order by a desc",
          "a >= 40 order by a",
          "a <= 40 order by a desc",
          "a < 40 and a > 3 order by a desc",
          "a < -5 order by a desc",
          "kind = \"x\" order by a",
          "kind = \"x\" order by a desc",
          "kind = \"x\" and a between 10 and 60 order by a desc",
          "kind = \"none\" order by a desc",
          "order by kind, a");

  private static final List<String> SORTED = List.of("order by kind desc, a desc", "order by b");

  private final Random random = new Random(7);
  private final Map<String, Map<String, StoredDocument>> users = new TreeMap<>();

  @TempDir Path folder;

  @Test
  void anOrderIsWalkedFromEveryPosition() throws IOException {
    try (SearchIndex index = SearchIndex.create(folder)) {
      View view = filled(index);
      for (String user : users.keySet()) {
        for (String text : WALKED) {
          assertNotNull(access(view, request(user, text, null)).walk(), text);
          requireAsReference(view, user, text);
        }
        for (String text : SORTED) {
          assertNull(access(view, request(user, text, null)).walk(), text);
          requireAsReference(view, user, text);
        }
      }
      view.release();
    }
  }

  /** Some users have much, some little, and all the same values, in several segments. */
  private View filled(SearchIndex index) {
    String[] names = {"ann", "ann", "ann", "ann!", "anna", "bob", "bob", "bob", "bob"};
    for (int segment = 0; segment < 4; segment++) {
      List<IndexChange> changes = new ArrayList<>();
      for (int i = 0; i < 120; i++) {
        String user = names[random.nextInt(names.length)];
        String id = "id" + random.nextInt(300);
        StoredDocument document = Samples.document(id, segment * 120L + i + 1, body());
        users.computeIfAbsent(user, none -> new TreeMap<>()).put(id, document);
        changes.add(Samples.put(user, document));
      }
      index.apply(changes, name -> INDEXES);
      index.refresh().release();
    }
    return index.refresh();
  }

  private String body() {
    String kind = random.nextBoolean() ? "x" : "y";
    String a = random.nextInt(9) == 0 ? "" : ",\"a\":" + random.nextInt(80);
    return "{\"kind\":\"%s\",\"b\":%d%s}".formatted(kind, random.nextInt(5), a);
  }

  private void requireAsReference(View view, String user, String text) {
    List<StoredDocument> documents = List.copyOf(users.getOrDefault(user, Map.of()).values());
    FindRequest all = request(user, text, null);
    List<String> expected = Samples.reference(documents, all);
    assertEquals(expected, Samples.answer(view, INDEXES, all, View.NOTHING), text);
    for (int i = 0; i < expected.size(); i += 1 + random.nextInt(7)) {
      FindRequest from = request(user, text, position(documents, expected.get(i), all));
      assertEquals(
          expected.subList(i + 1, expected.size()),
          Samples.answer(view, INDEXES, from, View.NOTHING),
          text);
    }
  }

  private static Position position(List<StoredDocument> documents, String id, FindRequest request) {
    StoredDocument document =
        documents.stream().filter(each -> each.address().id().equals(id)).findFirst().orElseThrow();
    List<@Nullable JsonNode> values = new ArrayList<>();
    for (Sort sort : request.order()) {
      values.add(sort.path().in(document.body().root()));
    }
    return new Position(values, null, id);
  }

  private static FindRequest request(String user, String text, @Nullable Position after) {
    Query query = Query.parse(text);
    return new FindRequest(
        user, Samples.PLACES, query.filter(), query.order(), after, OptionalInt.empty());
  }

  private static Access access(View view, FindRequest request) throws IOException {
    return new IndexPlanner(view.searcher().getIndexReader(), INDEXES, request).plan();
  }
}
