package dev.pagurus.tck.model;

import dev.pagurus.Document;
import dev.pagurus.Page;
import dev.pagurus.StoreException;
import dev.pagurus.document.Utf8;
import dev.pagurus.spi.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Answers as text that is equal exactly if the contract holds them equal. */
final class Answers {

  private Answers() {}

  /** The answer of a call, or the code and address of its error. */
  static String of(Supplier<String> call) {
    try {
      return call.get();
    } catch (StoreException e) {
      return "error " + e.code() + " at " + place(e);
    }
  }

  /** The same without the address, for calls that may be wrong in several places at once. */
  static String ofUnplaced(Supplier<String> call) {
    try {
      return call.get();
    } catch (StoreException e) {
      return "error to " + e.code().nextMove();
    }
  }

  private static String place(StoreException e) {
    return e.user().orElse("-") + "/" + e.collection().orElse("-") + "/" + e.id().orElse("-");
  }

  static String text(Optional<Document<ObjectNode>> document) {
    return document.map(Answers::text).orElse("none");
  }

  static String text(Document<ObjectNode> document) {
    return document.id()
        + "@"
        + document.revision()
        + " "
        + document.createdAt()
        + " "
        + document.updatedAt()
        + " "
        + text(document.value());
  }

  static String text(Change change) {
    String at = change.address() + "@" + change.revision() + " " + change.at() + " ";
    return change instanceof Change.Written written
        ? at + written.document().createdAt() + " " + text(written.document().body().root())
        : at + "deleted";
  }

  static String text(Page<ObjectNode> page) {
    List<String> lines = new ArrayList<>();
    page.documents().forEach(document -> lines.add(document.user() + "/" + text(document)));
    page.damaged().forEach(damage -> lines.add("damaged " + place(damage)));
    lines.add(page.cursor().map(cursor -> "more after " + cursor).orElse("end"));
    return String.join("\n", lines);
  }

  /** A value with members in order and numbers by value: 1 and 1.0 are written alike (DOC-3). */
  static String text(JsonNode value) {
    if (value.isObject()) {
      return value.properties().stream()
          .sorted(Map.Entry.comparingByKey(Utf8.ORDER))
          .map(member -> quoted(member.getKey()) + ":" + text(member.getValue()))
          .collect(Collectors.joining(",", "{", "}"));
    }
    if (value.isArray()) {
      return value.valueStream().map(Answers::text).collect(Collectors.joining(",", "[", "]"));
    }
    if (value.isFloatingPointNumber()) {
      return number(value.doubleValue());
    }
    return value.toString();
  }

  private static String number(double value) {
    boolean isLong = value == Math.rint(value) && value >= -0x1p63 && value < 0x1p63;
    return isLong ? Long.toString((long) value) : String.format(Locale.ROOT, "%s", value);
  }

  private static String quoted(String key) {
    return JsonNodeFactory.instance.stringNode(key).toString();
  }
}
