package dev.pagurus.sharded;

import dev.pagurus.document.Body;
import dev.pagurus.spi.Backend;
import dev.pagurus.spi.Condition;
import dev.pagurus.spi.OpenRequest;
import dev.pagurus.spi.StoredDocument;
import dev.pagurus.spi.Write;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What kind of store this is, in which format, and by which layout users' files lie: one row of the
 * {@link Registry}, written when the store is made. Only the layout changes later.
 */
final class Heading {

  /**
   * What this build writes. A new format takes the next number, and a frozen store of the format
   * before it.
   */
  static final int FORMAT = 1;

  private static final String KIND = "sharded-sqlite";
  private static final String TABLE = "store";
  private static final String ID = "heading";

  private final Table table;
  private final String store;

  private Heading(Table table, String store) {
    this.table = table;
    this.store = store;
  }

  /**
   * Reads the heading of a registry, or makes it.
   *
   * @param ifMade by which layout users' files lie if it is made
   * @throws dev.pagurus.spi.BackendException if it is another store's, or of a newer format, or not
   *     there and must be
   */
  static Heading open(Backend registry, Place place, UserLayout ifMade, OpenRequest.Mode mode) {
    Table table = new Table(registry, TABLE);
    StoredDocument heading = table.get(ID);
    if (heading == null) {
      if (!registry.users(null, 1).isEmpty()) {
        throw place.foreign("a folder whose registry.db is another store");
      }
      if (mode == OpenRequest.Mode.MUST_EXIST) {
        throw place.noStore();
      }
      make(table, ifMade);
    }
    JsonNode body = heading == null ? read(table) : heading.body().root();
    requireKnown(body, place);
    String store = body.path("store").asString("");
    if (store.isEmpty()) {
      // Made by a build that knew no volumes.
      store = UUID.randomUUID().toString();
      table.put(ID, Body.of(((ObjectNode) body.deepCopy()).put("store", store)));
    }
    return new Heading(table, store);
  }

  private static void make(Table table, UserLayout layout) {
    ObjectNode body =
        JsonNodeFactory.instance
            .objectNode()
            .put("kind", KIND)
            .put("format", FORMAT)
            .put("store", UUID.randomUUID().toString())
            .put("digits", layout.digits().name().toLowerCase(Locale.ROOT))
            .put("fan-out", layout.writtenFanOut());
    // If another process was faster, its layout holds.
    table.tryChange(List.of(new Write.Put(table.at(ID), Body.of(body), Condition.ABSENT)));
  }

  private static void requireKnown(JsonNode body, Place place) {
    String kind = body.path("kind").asString("");
    long format = body.path("format").asLong(0);
    if (!kind.equals(KIND) || format < 1) {
      throw place.foreign("a folder whose registry.db is another store");
    }
    if (format > FORMAT) {
      throw place.foreign(
          "a store of the format "
              + format
              + ", and this build knows formats up to "
              + FORMAT
              + ": open it with a newer build");
    }
  }

  private static JsonNode read(Table table) {
    StoredDocument heading = table.get(ID);
    if (heading == null) {
      throw new IllegalStateException("the heading is gone");
    }
    return heading.body().root();
  }

  /** What this store is called by the disks that belong to it. */
  String store() {
    return store;
  }

  /** Where new users' files lie, as of now: another process may be deepening the folders. */
  UserLayout layout() {
    JsonNode body = read(table);
    return UserLayout.of(
        body.required("digits").stringValue(), body.required("fan-out").stringValue());
  }

  /** Whether users' files are being moved to where the layout has them, or are to be. */
  boolean isRelaid() {
    return read(table).path("relaying").asBoolean(false);
  }

  /** Has new users lie by another layout from now on. */
  void relay(UserLayout layout, boolean underWay) {
    ObjectNode body = (ObjectNode) read(table).deepCopy();
    table.put(ID, Body.of(body.put("fan-out", layout.writtenFanOut()).put("relaying", underWay)));
  }
}
