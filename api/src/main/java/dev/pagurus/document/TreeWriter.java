package dev.pagurus.document;

import java.util.Map;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;

/** Writes a checked tree as JSON, member by member in the order it has. */
final class TreeWriter {

  private final JsonGenerator out;

  private TreeWriter(JsonGenerator out) {
    this.out = out;
  }

  /** Writes a tree that {@link BodyReader} or {@link TreeReader} made. */
  static void write(JsonNode tree, JsonGenerator generator) {
    new TreeWriter(generator).writeValue(tree);
  }

  private void writeValue(JsonNode value) {
    switch (value.getNodeType()) {
      case OBJECT -> {
        out.writeStartObject();
        for (Map.Entry<String, JsonNode> member : value.properties()) {
          out.writeName(member.getKey());
          writeValue(member.getValue());
        }
        out.writeEndObject();
      }
      case ARRAY -> {
        out.writeStartArray();
        for (JsonNode element : value) {
          writeValue(element);
        }
        out.writeEndArray();
      }
      case STRING -> out.writeString(value.stringValue());
      case BOOLEAN -> out.writeBoolean(value.booleanValue());
      case NULL -> out.writeNull();
      case NUMBER -> {
        if (value.isIntegralNumber()) {
          out.writeNumber(value.longValue());
        } else {
          out.writeNumber(value.doubleValue());
        }
      }
      case BINARY, POJO, MISSING ->
          throw new IllegalArgumentException(value.getNodeType() + " is in no checked tree");
    }
  }
}
