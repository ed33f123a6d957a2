package dev.pagurus.migrator;

import java.util.NavigableMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What was compared, by collection, and what it adds up to at either end. For one thread. */
final class Totals {

  private final NavigableMap<String, Part> collections = new TreeMap<>();
  private final Part deletions = new Part();

  /** Documents of one collection, or deletions. */
  static final class Part {

    long count;
    long bytes;
    final Sum source;
    final Sum target;

    Part() {
      this(new Sum(), new Sum());
    }

    private Part(Sum source, Sum target) {
      this.source = source;
      this.target = target;
    }

    private void add(Part other) {
      count += other.count;
      bytes += other.bytes;
      source.add(other.source);
      target.add(other.target);
    }

    private ObjectNode toJson() {
      return Json.object()
          .put("count", count)
          .put("bytes", bytes)
          .put("source", source.hex())
          .put("target", target.hex());
    }

    private static Part of(JsonNode tree) {
      Part part =
          new Part(
              Sum.ofHex(tree.path("source").asString("")),
              Sum.ofHex(tree.path("target").asString("")));
      part.count = tree.path("count").asLong(0);
      part.bytes = tree.path("bytes").asLong(0);
      return part;
    }
  }

  Part collection(String name) {
    return collections.computeIfAbsent(name, none -> new Part());
  }

  Part deletions() {
    return deletions;
  }

  NavigableMap<String, Part> collections() {
    return collections;
  }

  long documents() {
    return collections.values().stream().mapToLong(part -> part.count).sum();
  }

  void add(Totals other) {
    other.collections.forEach((name, part) -> collection(name).add(part));
    deletions.add(other.deletions);
  }

  /** All of it as one. */
  Part sum() {
    Part sum = new Part();
    collections.values().forEach(sum::add);
    sum.add(deletions);
    return sum;
  }

  ObjectNode toJson() {
    ObjectNode tree = Json.object();
    ObjectNode each = tree.putObject("collections");
    collections.forEach((name, part) -> each.set(name, part.toJson()));
    tree.set("deletions", deletions.toJson());
    return tree;
  }

  static Totals of(JsonNode tree) {
    Totals totals = new Totals();
    tree.path("collections")
        .properties()
        .forEach(one -> totals.collections.put(one.getKey(), Part.of(one.getValue())));
    totals.deletions.add(Part.of(tree.path("deletions")));
    return totals;
  }
}
