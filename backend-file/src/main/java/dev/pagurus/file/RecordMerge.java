package dev.pagurus.file;

import dev.pagurus.document.Body;
import dev.pagurus.file.RecordFile.Origin;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tomlj.MutableTomlArray;
import org.tomlj.MutableTomlTable;
import org.tomlj.Toml;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlVersion;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes a document over the text that a person left comments in: only what differs is set and
 * removed, so that comments stay and the difference is small. What comes out is read back; if it is
 * not the document, the attempt is given up, for the body comes before the comments.
 */
final class RecordMerge {

  private RecordMerge() {}

  /** The new text, or null if the old one cannot carry the document. */
  static byte @Nullable [] merge(RecordHead head, Body body, byte[] before) {
    try {
      RecordHeader header = RecordHeader.read(before, RecordDialect.TOML);
      Body old = RecordTomlReader.read(before).body();
      String text =
          new String(before, header.end(), before.length - header.end(), StandardCharsets.UTF_8);
      byte[] content = content(RecordTomlReader.unixLines(text), old.root(), body.root());
      RecordSum sum = RecordToml.sum(head, content, body);
      String lines = header.rewrite(before, RecordHeader.spell(head, RecordDialect.TOML), sum);
      byte[] merged = RecordToml.join(RecordTomlReader.unixLines(lines), content);
      return gives(merged, body) ? merged : null;
    } catch (RecordDamagedException e) {
      return null; // no record stood there
    } catch (RuntimeException e) {
      return null; // an edit that tomlj refuses; a text written anew has no such limits
    }
  }

  private static boolean gives(byte[] merged, Body body) throws RecordDamagedException {
    RecordFile read = RecordTomlReader.read(merged);
    return read.origin() == Origin.WRITTEN && Arrays.equals(read.body().bytes(), body.bytes());
  }

  private static byte[] content(String text, ObjectNode old, ObjectNode now) {
    TomlParseResult top = Toml.parse(text, TomlVersion.V1_0_0);
    members(top.getTable(RecordToml.DOCUMENT), old, now, false);
    List<String> nulls = RecordTables.of(now).nulls();
    if (nulls.isEmpty()) {
      top.remove(RecordToml.NULLS);
    } else if (!nulls.equals(RecordTables.of(old).nulls())) {
      top.set(RecordToml.NULLS, RecordToml.nulls(nulls));
    }
    return RecordToml.escapeMarks(top.toToml(RecordToml.LAYOUT)).getBytes(StandardCharsets.UTF_8);
  }

  private static void members(MutableTomlTable table, JsonNode old, JsonNode now, boolean inArray) {
    for (Map.Entry<String, JsonNode> member : old.properties()) {
      JsonNode other = now.get(member.getKey());
      boolean leftOut = other == null || (other.isNull() && !inArray);
      if (leftOut && !member.getValue().equals(other)) {
        table.remove(List.of(member.getKey()));
      }
    }
    for (Map.Entry<String, JsonNode> member : now.properties()) {
      JsonNode value = member.getValue();
      if (!value.equals(old.get(member.getKey())) && (inArray || !value.isNull())) {
        member(table, member.getKey(), old.get(member.getKey()), value, inArray);
      }
    }
  }

  private static void member(
      MutableTomlTable table, String key, @Nullable JsonNode old, JsonNode now, boolean inArray) {
    List<String> path = List.of(key);
    if (old instanceof ObjectNode && now instanceof ObjectNode) {
      members(table.getTable(path), old, now, inArray);
    } else if (old instanceof ArrayNode && now instanceof ArrayNode) {
      elements(table.getArray(path), old, now);
    } else {
      table.set(path, inArray ? RecordTables.element(now) : RecordTables.member(now));
    }
  }

  /** Equal heads and tails are left alone; between them, elements change, come and go. */
  private static void elements(MutableTomlArray array, JsonNode old, JsonNode now) {
    int shorter = Math.min(old.size(), now.size());
    int head = 0;
    while (head < shorter && old.get(head).equals(now.get(head))) {
      head++;
    }
    int tail = 0;
    while (tail < shorter - head
        && old.get(old.size() - 1 - tail).equals(now.get(now.size() - 1 - tail))) {
      tail++;
    }
    int oldEnd = old.size() - tail;
    int nowEnd = now.size() - tail;
    for (int i = head; i < Math.min(oldEnd, nowEnd); i++) {
      element(array, i, old.get(i), now.get(i));
    }
    for (int i = oldEnd - 1; i >= nowEnd; i--) {
      array.remove(i);
    }
    for (int i = oldEnd; i < nowEnd; i++) {
      insert(array, i, RecordTables.element(now.get(i)));
    }
  }

  private static void insert(MutableTomlArray array, int index, Object value) {
    if (index < array.size()) {
      array.insertBefore(index, value);
    } else {
      array.add(value);
    }
  }

  private static void element(MutableTomlArray array, int index, JsonNode old, JsonNode now) {
    if (old instanceof ObjectNode && now instanceof ObjectNode) {
      members(array.getTable(index), old, now, true);
    } else if (old instanceof ArrayNode && now instanceof ArrayNode) {
      elements(array.getArray(index), old, now);
    } else {
      array.set(index, RecordTables.element(now));
    }
  }
}
