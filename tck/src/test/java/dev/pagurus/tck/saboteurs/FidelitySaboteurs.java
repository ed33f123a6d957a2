package dev.pagurus.tck.saboteurs;

import dev.pagurus.document.Body;
import dev.pagurus.spi.Backend;
import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.spi.Write;
import java.math.BigDecimal;
import java.math.MathContext;
import java.text.Normalizer;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Bodies that do not come back as they were put. */
final class FidelitySaboteurs {

  private static final String GROUP = "FIDELITY";
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private FidelitySaboteurs() {}

  static List<Saboteur> all() {
    return List.of(
        Saboteur.of(
            GROUP,
            "DOC-1",
            "bodies nested more than 60 deep are refused",
            refusing(body -> depth(body.root()) > 60)),
        Saboteur.of(
            "LIMITS",
            "DOC-1",
            "bodies of more than 4 MiB are refused",
            refusing(body -> body.size() > 4 << 20)),
        Saboteur.of(
            GROUP,
            "DOC-2",
            "code points that are no characters are dropped",
            Breaks.scalars(
                node ->
                    Trees.strings(
                        node, text -> text.replaceAll("[\\uFDD0-\\uFDEF\\uFFFE\\uFFFF]", "")))),
        scalar(
            "the largest doubles become null",
            node ->
                node.isFloatingPointNumber() && Math.abs(node.doubleValue()) > Float.MAX_VALUE
                    ? NODES.nullNode()
                    : node),
        scalar(
            "integers pass through doubles",
            node -> node.isIntegralNumber() ? NODES.numberNode((double) node.longValue()) : node),
        scalar(
            "the least integer is clipped",
            node ->
                node.isIntegralNumber()
                    ? NODES.numberNode(Math.max(node.longValue(), -Long.MAX_VALUE))
                    : node),
        scalar(
            "doubles are printed with 15 digits",
            node ->
                node.isFloatingPointNumber()
                    ? NODES.numberNode(
                        new BigDecimal(node.doubleValue()).round(new MathContext(15)).doubleValue())
                    : node),
        scalar(
            "numbers too small to be normal become zero",
            node ->
                node.isFloatingPointNumber() && Math.abs(node.doubleValue()) < Double.MIN_NORMAL
                    ? NODES.numberNode(0.0)
                    : node),
        scalar(
            "true and false become 1 and 0",
            node -> node.isBoolean() ? NODES.numberNode(node.booleanValue() ? 1 : 0) : node),
        scalar(
            "strings of digits become numbers",
            node ->
                node.isString() && node.stringValue().matches("[0-9]{1,9}")
                    ? NODES.numberNode(Integer.parseInt(node.stringValue()))
                    : node),
        string("strings are normalised", text -> Normalizer.normalize(text, Normalizer.Form.NFC)),
        string("strings are trimmed", String::strip),
        string("line ends are unified", text -> text.replace("\r\n", "\n").replace('\r', '\n')),
        string("control characters are dropped", text -> text.replaceAll("[\\x01-\\x1F]", "")),
        string(
            "what needs four bytes of UTF-8 becomes a question mark in strings",
            text -> text.replaceAll("[\\x{10000}-\\x{10FFFF}]", "?")),
        Saboteur.of(
            GROUP,
            "DOC-3",
            "arrays are sorted",
            Breaks.bodies(body -> Trees.arrays(body, FidelitySaboteurs::sorted))),
        Saboteur.of(
            GROUP,
            "DOC-3",
            "an array of one element becomes the element",
            Breaks.bodies(
                body -> Trees.arrays(body, array -> array.size() == 1 ? array.get(0) : array))),
        member(
            "DOC-3",
            "of a big object the last member is lost",
            object -> {
              if (object.size() > 2) {
                String last =
                    List.copyOf(object.propertyNames()).stream()
                        .max(Comparator.naturalOrder())
                        .orElseThrow();
                object.remove(last);
              }
              return object;
            }),
        member(
            "DOC-3",
            "keys that differ in case are one",
            object -> {
              ObjectNode folded = NODES.objectNode();
              object
                  .properties()
                  .forEach(
                      member -> {
                        String key = member.getKey();
                        String known =
                            folded.propertyNames().stream()
                                .filter(other -> other.equalsIgnoreCase(key))
                                .findFirst()
                                .orElse(key);
                        folded.set(known, member.getValue());
                      });
              return folded;
            }),
        member("DOC-4", "members that are null are dropped", FidelitySaboteurs::withoutNulls),
        member("DOC-4", "empty keys are dropped", object -> object.without("")),
        member("DOC-4", "keys with dots become paths", FidelitySaboteurs::split),
        member(
            "DOC-4",
            "keys that begin with a dollar are dropped",
            object -> {
              List.copyOf(object.propertyNames()).stream()
                  .filter(key -> key.startsWith("$"))
                  .forEach(object::remove);
              return object;
            }),
        Saboteur.of(
            GROUP,
            "DOC-4",
            "empty objects become null",
            Breaks.bodies(
                body ->
                    Trees.objects(
                        body,
                        object -> {
                          List.copyOf(object.properties()).stream()
                              .filter(member -> member.getValue().isObject())
                              .filter(member -> member.getValue().isEmpty())
                              .forEach(member -> object.putNull(member.getKey()));
                          return object;
                        }))),
        Saboteur.of(
            GROUP,
            "DOC-4",
            "empty arrays are dropped",
            Breaks.bodies(
                body ->
                    Trees.objects(
                        body,
                        object -> {
                          object.removeIf(value -> value.isArray() && value.isEmpty());
                          return object;
                        }))));
  }

  private static Saboteur scalar(String name, UnaryOperator<JsonNode> change) {
    return Saboteur.of(GROUP, "DOC-3", name, Breaks.scalars(change));
  }

  private static Saboteur string(String name, UnaryOperator<String> change) {
    return scalar(name, node -> Trees.strings(node, change));
  }

  private static Saboteur member(String rule, String name, UnaryOperator<ObjectNode> change) {
    return Saboteur.of(GROUP, rule, name, Breaks.bodies(body -> Trees.objects(body, change)));
  }

  private static ObjectNode withoutNulls(ObjectNode object) {
    object.removeNulls();
    return object;
  }

  private static ObjectNode split(ObjectNode object) {
    for (String key : List.copyOf(object.propertyNames())) {
      int dot = key.indexOf('.');
      if (dot > 0) {
        JsonNode value = object.remove(key);
        object.putObject(key.substring(0, dot)).set(key.substring(dot + 1), value);
      }
    }
    return object;
  }

  private static JsonNode sorted(JsonNode array) {
    ArrayNode sorted = NODES.arrayNode();
    StreamSupport.stream(array.spliterator(), false)
        .sorted(Comparator.comparing(element -> element.toString().toLowerCase(Locale.ROOT)))
        .forEach(sorted::add);
    return sorted;
  }

  private static int depth(JsonNode node) {
    int depth = 0;
    for (JsonNode inner : node) {
      depth = Math.max(depth, depth(inner));
    }
    return node.isContainer() ? depth + 1 : depth;
  }

  private static UnaryOperator<Backend> refusing(Predicate<Body> bad) {
    return Breaks.writes(
        write -> {
          if (write instanceof Write.Put put && bad.test(put.body())) {
            throw new BackendException(
                ErrorCode.INVALID, "the engine takes no such body", put.address(), null);
          }
          return write;
        });
  }
}
