package dev.pagurus.bench;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ValueNode;
import tools.jackson.dataformat.toml.TomlMapper;

/** How a document is written to a file by hand. */
enum RawFormat {
  JSON(JsonMapper.shared()),
  TOML(TomlMapper.builder().nodeFactory(new Doubles()).build());

  @SuppressWarnings("ImmutableEnumChecker") // a mapper is not changed any more
  private final ObjectMapper mapper;

  RawFormat(ObjectMapper mapper) {
    this.mapper = mapper;
  }

  String extension() {
    return this == JSON ? ".json" : ".toml";
  }

  byte[] write(JsonNode document) {
    return mapper.writeValueAsBytes(document);
  }

  JsonNode read(byte[] text) {
    return mapper.readTree(text);
  }

  /** Decimals are doubles, as in JSON. */
  private static final class Doubles extends JsonNodeFactory {
    private static final long serialVersionUID = 1L;

    @Override
    public ValueNode numberNode(@Nullable BigDecimal value) {
      return value == null ? nullNode() : numberNode(value.doubleValue());
    }
  }
}
