package dev.pagurus.file;

import dev.pagurus.document.Names;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Puts the nulls that a record lists into the document that was read. Each pointer must fit: a
 * {@code nan} stands there, or an object, reached through objects alone, has no such member. A
 * {@code nan} that is not listed stays, and is refused as every {@code nan} is.
 */
final class RecordNulls {

  private RecordNulls() {}

  /** Thrown with what does not fit. */
  static final class Misfit extends Exception {
    private static final long serialVersionUID = 1L;

    Misfit(String message) {
      super(message);
    }
  }

  static void apply(ObjectNode document, @Nullable JsonNode nulls) throws Misfit {
    if (nulls == null) {
      return;
    }
    if (!nulls.isArray()) {
      throw new Misfit("\"nulls\" is not a list of JSON Pointers");
    }
    for (JsonNode pointer : nulls) {
      if (!pointer.isString() || !pointer.stringValue().startsWith("/")) {
        throw new Misfit("\"nulls\" holds what is not a JSON Pointer: " + pointer);
      }
      apply(document, JsonPointer.compile(pointer.stringValue()));
    }
  }

  private static void apply(ObjectNode document, JsonPointer pointer) throws Misfit {
    JsonNode parent = document;
    boolean throughArray = false;
    JsonPointer step = pointer;
    for (; !step.tail().matches(); step = step.tail()) {
      throughArray |= parent.isArray();
      parent = child(parent, step);
      if (parent == null || !parent.isContainer()) {
        throw misfit(pointer, "and nothing in the document can hold it");
      }
    }
    throughArray |= parent.isArray();
    JsonNode there = child(parent, step);
    if (there == null && throughArray) {
      throw misfit(pointer, "and nan, which marks a null in an array, does not stand there");
    }
    if (there != null && !there.isNull() && !isNan(there)) {
      throw misfit(pointer, "and the document has a value there");
    }
    setNull(parent, step);
  }

  private static @Nullable JsonNode child(JsonNode parent, JsonPointer step) {
    return parent.isArray()
        ? parent.get(step.getMatchingIndex())
        : parent.get(step.getMatchingProperty());
  }

  private static void setNull(JsonNode parent, JsonPointer step) {
    JsonNode nothing = JsonNodeFactory.instance.nullNode();
    if (parent instanceof ArrayNode array) {
      array.set(step.getMatchingIndex(), nothing);
    } else if (parent instanceof ObjectNode object) {
      object.set(step.getMatchingProperty(), nothing);
    }
  }

  private static boolean isNan(JsonNode value) {
    return value.isDouble() && Double.isNaN(value.doubleValue());
  }

  private static Misfit misfit(JsonPointer pointer, String why) {
    return new Misfit(
        "\"nulls\" lists "
            + Names.quote(pointer.toString())
            + ", "
            + why
            + ": take it out of the list, or make the two agree");
  }
}
