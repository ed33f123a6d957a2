package dev.pagurus;

import dev.pagurus.document.Body;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.spi.StoredDocument;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Turns an application's values into bodies and back, through Jackson. */
final class Codec<T> {

  private final JsonMapper mapper;
  private final JavaType type;
  private final long maxBytes;

  Codec(JsonMapper mapper, JavaType type, long maxBytes) {
    this.mapper = mapper;
    this.type = type;
    this.maxBytes = maxBytes;
  }

  /** Reads and checks a value; what the contract does not allow is refused with a pointer. */
  Body encode(T value) {
    if (value instanceof Body body) {
      return requireSize(body);
    }
    Body body = value instanceof JsonNode tree ? Body.of(tree) : Body.parse(write(value));
    return requireSize(body);
  }

  Body requireSize(Body body) {
    if (body.size() > maxBytes) {
      throw new IllegalArgumentException(
          "the document has "
              + body.size()
              + " bytes, and the store allows "
              + maxBytes
              + " (max-document-bytes)");
    }
    return body;
  }

  private byte[] write(T value) {
    try {
      return mapper.writeValueAsBytes(value);
    } catch (JacksonException e) {
      return writeByTree(value, e);
    }
  }

  /** The usual cause is a string that UTF-8 cannot hold; the tree tells where it stands. */
  private byte[] writeByTree(T value, JacksonException first) {
    JsonNode tree;
    try {
      tree = mapper.valueToTree(value);
    } catch (JacksonException e) {
      throw new IllegalArgumentException(
          "cannot write a "
              + type.getRawClass().getSimpleName()
              + " as JSON: "
              + e.getOriginalMessage(),
          e);
    }
    Body.of(tree);
    throw new IllegalArgumentException(
        "cannot be written as JSON: " + first.getOriginalMessage(), first);
  }

  Document<T> decode(Calls calls, String user, StoredDocument stored) {
    return new Document<>(
        user,
        stored.address().collection(),
        stored.address().id(),
        stored.revision(),
        stored.createdAt(),
        stored.updatedAt(),
        decode(calls, user, stored.address().id(), stored.body()));
  }

  @SuppressWarnings("unchecked") // a codec of either type is made only for that T
  private T decode(Calls calls, String user, String id, Body body) {
    if (type.hasRawClass(Body.class)) {
      return (T) body;
    }
    if (type.hasRawClass(ObjectNode.class)) {
      return (T) body.toTree();
    }
    try {
      @Nullable T value = mapper.readValue(body.bytes(), type);
      if (value != null) {
        return value;
      }
      throw unreadable(calls, user, id, "the mapper answers null", null);
    } catch (JacksonException e) {
      throw unreadable(calls, user, id, e.getOriginalMessage(), e);
    }
  }

  private StoreException unreadable(
      Calls calls, String user, String id, String reason, @Nullable Throwable cause) {
    return new StoreException(
        ErrorCode.INVALID,
        calls.operation(),
        user,
        calls.collection(),
        id,
        "cannot be read as " + type.getRawClass().getSimpleName() + ": " + reason,
        cause);
  }
}
