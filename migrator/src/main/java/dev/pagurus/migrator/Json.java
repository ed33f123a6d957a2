package dev.pagurus.migrator;

import dev.pagurus.spi.CollectionDefinition;
import dev.pagurus.spi.IndexDefinition;
import java.util.Collection;
import java.util.function.Function;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** JSON objects as they are made here. */
final class Json {

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private Json() {}

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  static ArrayNode array(Collection<String> texts) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    texts.forEach(array::add);
    return array;
  }

  static <T> ArrayNode objects(Collection<T> all, Function<T, ObjectNode> each) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    all.forEach(one -> array.add(each.apply(one)));
    return array;
  }

  /** Indexes, as {@code {"collection": ..., "indexes": [...]}}. */
  static ArrayNode indexes(Collection<CollectionDefinition> definitions) {
    return objects(
        definitions,
        one -> {
          ObjectNode tree = object().put("collection", one.collection());
          tree.set("indexes", array(one.indexes().stream().map(IndexDefinition::name).toList()));
          return tree;
        });
  }

  static String write(ObjectNode object) {
    return MAPPER.writeValueAsString(object);
  }
}
