package dev.pagurus.sharded;

import dev.pagurus.document.Body;
import dev.pagurus.document.FieldPath;
import dev.pagurus.spi.IndexDefinition;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A declared index, as a row of {@link IndexTable} has it among those of its collection.
 *
 * @param serves whether it has been built for all users
 * @param since the change of the indexes that declared it: rows that were brought so far have marks
 *     of it; 0 as long as it does not serve
 */
record Declared(IndexDefinition index, boolean serves, long since) {

  /** The indexes of a collection, as they are stored. */
  static Body write(List<Declared> indexes) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    ArrayNode all = body.putArray("indexes");
    for (Declared one : indexes) {
      ObjectNode written =
          all.addObject()
              .put("kind", one.index().kind().name())
              .put("serves", one.serves())
              .put("since", one.since());
      ArrayNode paths = written.putArray("paths");
      for (FieldPath path : one.index().paths()) {
        ArrayNode keys = paths.addArray();
        path.keys().forEach(keys::add);
      }
    }
    return Body.of(body);
  }

  /** Reads what {@link #write} wrote. */
  static List<Declared> read(JsonNode body) {
    List<Declared> all = new ArrayList<>();
    for (JsonNode one : body.required("indexes")) {
      List<FieldPath> paths = new ArrayList<>();
      for (JsonNode path : one.required("paths")) {
        List<String> keys = new ArrayList<>();
        path.forEach(key -> keys.add(key.stringValue()));
        paths.add(new FieldPath(keys));
      }
      IndexDefinition.Kind kind = IndexDefinition.Kind.valueOf(one.required("kind").stringValue());
      all.add(
          new Declared(
              new IndexDefinition(kind, paths),
              one.required("serves").booleanValue(),
              one.path("since").asLong(0)));
    }
    return all;
  }
}
