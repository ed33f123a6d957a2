package dev.pagurus.tck.saboteurs;

import dev.pagurus.document.Body;
import dev.pagurus.spi.Backend;
import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.Batch;
import dev.pagurus.spi.Changes;
import dev.pagurus.spi.Documents;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.spi.StoredDocument;
import dev.pagurus.spi.Write;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Right up to a bound, and wrong exactly at it. */
final class BoundarySaboteurs {

  private static final int MAX_NAME_BYTES = 255;
  private static final long MIB = 1L << 20;

  private BoundarySaboteurs() {}

  static List<Saboteur> all() {
    return List.of(
        refusing(
            "LIMITS",
            "BATCH-1",
            "a batch of exactly a thousand writes is refused",
            batch -> batch.writes().size() == Batch.MAX_WRITES),
        refusing(
            "LIMITS",
            "BATCH-1",
            "a batch of nearly 64 MiB is refused",
            batch -> bytes(batch) > 63 * MIB),
        refusing(
            "LIMITS",
            "DOC-1",
            "a body of nearly 8 MiB is refused",
            batch -> batch.writes().stream().anyMatch(write -> bytes(write) > 8 * MIB - 64)),
        refusing(
            "FIDELITY",
            "DOC-1",
            "a body exactly 64 deep is refused",
            batch ->
                batch.writes().stream()
                    .anyMatch(
                        write ->
                            write instanceof Write.Put put
                                && depth(put.body().root()) == Body.MAX_DEPTH)),
        Saboteur.of(
            "ADDRESS",
            "ADDR-2",
            "ids of exactly 255 bytes lose the last",
            Renaming.ids(BoundarySaboteurs::shortened)),
        Saboteur.of(
            "ADDRESS",
            "ADDR-2",
            "users of exactly 255 bytes lose the last",
            Renaming.users(BoundarySaboteurs::shortened)),
        Saboteur.of(
            "ADDRESS",
            "ADDR-3",
            "collections of exactly 63 letters lose the last",
            Renaming.collections(name -> name.substring(0, Math.min(62, name.length())))),
        Saboteur.of(
            "LIMITS",
            "CRUD-5",
            "of a thousand documents asked for the last is not found",
            Breaks.get(
                (next, user, addresses) -> {
                  Documents sound = next.get(user, addresses);
                  List<@Nullable StoredDocument> found = new ArrayList<>(sound.found());
                  if (found.size() == 1_000) {
                    found.set(999, null);
                  }
                  return new Documents(sound.revision(), found);
                })),
        Saboteur.of(
            "FIDELITY",
            "DOC-3",
            "strings end after 65,535 characters",
            Breaks.scalars(
                node ->
                    Trees.strings(
                        node, text -> text.substring(0, Math.min(65_535, text.length()))))),
        Saboteur.of(
            "FIDELITY",
            "DOC-3",
            "integers in arrays pass through doubles",
            Breaks.bodies(body -> Trees.arrays(body, BoundarySaboteurs::rounded))),
        Saboteur.of(
            "FIDELITY",
            "DOC-3",
            "nulls at the end of arrays are dropped",
            Breaks.bodies(body -> Trees.arrays(body, BoundarySaboteurs::withoutLastNull))),
        Saboteur.of(
            "FIDELITY",
            "DOC-3",
            "of an array only the first hundred elements are kept",
            Breaks.bodies(body -> Trees.arrays(body, BoundarySaboteurs::cut))),
        Saboteur.of(
            "ADDRESS",
            "ADDR-4",
            "a list goes on behind an id as UTF-16 orders them",
            Breaks.list(
                (next, user, collection, after) ->
                    RowList.read(next.scan(user, collection, null)).stream()
                        .filter(row -> after == null || row.address().id().compareTo(after) > 0)
                        .toList())),
        Saboteur.of(
            "ISOLATION",
            "USER-3",
            "the last user is on a page only if the page is not full",
            Breaks.users(
                (next, after, limit) ->
                    next.users(after, limit + 1).size() == limit
                        ? next.users(after, limit).subList(0, limit - 1)
                        : next.users(after, limit))),
        Saboteur.of(
            "FEED",
            "FEED-1",
            "a page that is exactly full is said to be the last",
            Breaks.changes(
                (next, user, since, limit) -> {
                  var page = next.changes(user, since, limit);
                  return page.changes().size() == limit
                      ? new Changes(page.changes(), page.upTo(), false)
                      : page;
                })));
  }

  private static Saboteur refusing(
      String group, String rule, String name, Predicate<Batch> refused) {
    UnaryOperator<Backend> breaks =
        Breaks.commit(
            (next, user, batch) -> {
              if (refused.test(batch)) {
                throw new BackendException(ErrorCode.INVALID, "this is too much");
              }
              return next.commit(user, batch);
            });
    return Saboteur.of(group, rule, name, breaks);
  }

  private static long bytes(Batch batch) {
    return batch.writes().stream().mapToLong(BoundarySaboteurs::bytes).sum();
  }

  private static long bytes(Write write) {
    return write instanceof Write.Put put ? put.body().size() : 0;
  }

  private static int depth(JsonNode node) {
    int deepest = 0;
    for (JsonNode inner : node) {
      deepest = Math.max(deepest, depth(inner));
    }
    return node.isContainer() ? deepest + 1 : 0;
  }

  private static String shortened(String name) {
    return name.getBytes(StandardCharsets.UTF_8).length < MAX_NAME_BYTES
        ? name
        : name.substring(0, name.offsetByCodePoints(name.length(), -1));
  }

  private static JsonNode rounded(JsonNode array) {
    var copy = JsonNodeFactory.instance.arrayNode();
    array.forEach(element -> copy.add(element.isContainer() ? element : Trees.rounded(element)));
    return copy;
  }

  private static JsonNode withoutLastNull(JsonNode array) {
    var copy = JsonNodeFactory.instance.arrayNode();
    array.forEach(copy::add);
    if (!copy.isEmpty() && copy.get(copy.size() - 1).isNull()) {
      copy.remove(copy.size() - 1);
    }
    return copy;
  }

  private static JsonNode cut(JsonNode array) {
    var copy = JsonNodeFactory.instance.arrayNode();
    for (int i = 0; i < Math.min(100, array.size()); i++) {
      copy.add(array.get(i));
    }
    return copy;
  }
}
