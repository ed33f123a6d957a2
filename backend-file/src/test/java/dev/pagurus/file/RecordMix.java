package dev.pagurus.file;

import dev.pagurus.document.Body;
import java.util.List;
import java.util.Map;
import java.util.Random;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Makes a body that shares much with another: members and elements stay, change, come and go. */
final class RecordMix {

  private final Random random;
  private final List<JsonNode> strangers;

  private RecordMix(Random random, List<JsonNode> strangers) {
    this.random = random;
    this.strangers = strangers;
  }

  static Body mix(Body body, Body other, Random random) {
    ObjectNode strangers = other.toTree();
    strangers.putNull("a null");
    RecordMix mix =
        new RecordMix(random, strangers.properties().stream().map(Map.Entry::getValue).toList());
    return Body.of(mix.object(body.toTree()));
  }

  private JsonNode value(JsonNode value) {
    if (random.nextInt(5) == 0) {
      return stranger();
    }
    if (value instanceof ObjectNode object) {
      return object(object);
    }
    return value instanceof ArrayNode array ? array(array) : value;
  }

  private JsonNode stranger() {
    return strangers.get(random.nextInt(strangers.size()));
  }

  private ObjectNode object(ObjectNode object) {
    ObjectNode mixed = JsonNodeFactory.instance.objectNode();
    object
        .properties()
        .forEach(
            member -> {
              if (random.nextInt(5) > 0) {
                mixed.set(member.getKey(), value(member.getValue()));
              }
            });
    if (random.nextInt(3) == 0) {
      mixed.set("new", stranger());
    }
    return mixed;
  }

  private ArrayNode array(ArrayNode array) {
    ArrayNode mixed = JsonNodeFactory.instance.arrayNode();
    for (JsonNode element : array) {
      if (random.nextInt(6) == 0) {
        mixed.add(stranger());
      }
      if (random.nextInt(6) > 0) {
        mixed.add(value(element));
      }
    }
    return mixed;
  }
}
