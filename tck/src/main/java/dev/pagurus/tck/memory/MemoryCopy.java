package dev.pagurus.tck.memory;

import dev.pagurus.DocumentLines;
import dev.pagurus.document.FieldPath;
import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.Change;
import dev.pagurus.spi.Changes;
import dev.pagurus.spi.CollectionDefinition;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.spi.IndexDefinition;
import dev.pagurus.spi.Progress;
import dev.pagurus.spi.Quota;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A store in memory as a file of JSON lines: a heading, then the indexes, then for each user its
 * revision and its changes as {@link DocumentLines} has them.
 *
 * <pre>{@code
 * {"kind":"pagurus-memory","format":1}
 * {"collection":"places","index":"VALUE","paths":["country"]}
 * {"user":"alice","revision":2,"horizon":0}
 * {"user":"alice","collection":"places","id":"x","revision":2,"deletedAt":"..."}
 * }</pre>
 */
final class MemoryCopy {

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String HEADING = "{\"kind\":\"pagurus-memory\",\"format\":1}";

  private MemoryCopy() {}

  static void write(MemoryStore store, Path target) {
    try (BufferedWriter out =
        Files.newBufferedWriter(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      writeLine(out, HEADING);
      for (CollectionDefinition definition : store.definitions()) {
        for (IndexDefinition index : definition.indexes()) {
          writeLine(out, line(definition.collection(), index).toString());
        }
      }
      for (Map.Entry<String, MemoryUser> user : store.users.entrySet()) {
        writeLine(out, line(user.getKey(), user.getValue()).toString());
        for (Change change : user.getValue().snapshot().values()) {
          writeLine(out, new String(line(user.getKey(), change), StandardCharsets.UTF_8));
        }
      }
    } catch (FileAlreadyExistsException e) {
      throw new BackendException(
          ErrorCode.INVALID, "there is something at " + target + " already: name a new file", e);
    } catch (IOException e) {
      throw new BackendException(
          ErrorCode.UNAVAILABLE, "cannot write the copy to " + target + ": " + e, e);
    }
  }

  private static void writeLine(BufferedWriter out, String line) throws IOException {
    out.write(line);
    out.write('\n');
  }

  private static ObjectNode line(String collection, IndexDefinition index) {
    ObjectNode line = JSON.createObjectNode();
    line.put("collection", collection).put("index", index.kind().name());
    index.paths().forEach(path -> line.withArray("paths").add(path.toString()));
    return line;
  }

  private static ObjectNode line(String name, MemoryUser user) {
    ObjectNode line =
        JSON.createObjectNode()
            .put("user", name)
            .put("revision", user.revision())
            .put("horizon", user.info(name).horizon());
    user.quota().documents().ifPresent(most -> line.put("quotaDocuments", most));
    user.quota().bytes().ifPresent(most -> line.put("quotaBytes", most));
    return line;
  }

  private static byte[] line(String user, Change change) {
    return change instanceof Change.Written written
        ? DocumentLines.write(user, written.document())
        : DocumentLines.write(user, (Change.Deleted) change);
  }

  static void read(Path copy, MemoryStore store) {
    try (Stream<String> stream = Files.lines(copy)) {
      Iterator<String> lines = stream.iterator();
      if (!lines.hasNext() || !lines.next().equals(HEADING)) {
        throw new BackendException(
            ErrorCode.FOREIGN, copy + " is not a copy of a store in memory of a known format");
      }
      while (lines.hasNext()) {
        read(lines.next(), store);
      }
    } catch (IOException e) {
      throw new BackendException(
          ErrorCode.UNAVAILABLE, "cannot read the copy " + copy + ": " + e, e);
    } catch (JacksonException | IllegalArgumentException e) {
      throw new BackendException(
          ErrorCode.CORRUPT, "the copy " + copy + " is damaged: " + e.getMessage(), e);
    }
  }

  private static void read(String text, MemoryStore store) {
    JsonNode line = JSON.readTree(text);
    if (line.has("index")) {
      store.define(definition(line), Progress.NONE);
    } else if (line.has("id")) {
      DocumentLines.Line one = DocumentLines.read(text.getBytes(StandardCharsets.UTF_8));
      user(store, one.user()).replay(new Changes(List.of(one.change()), 0, true));
    } else {
      MemoryUser user = user(store, line.required("user").stringValue());
      user.restart(line.required("revision").longValue(), line.required("horizon").longValue());
      user.setQuota(new Quota(bound(line, "quotaDocuments"), bound(line, "quotaBytes")));
    }
  }

  private static OptionalLong bound(JsonNode line, String key) {
    return line.has(key) ? OptionalLong.of(line.get(key).longValue()) : OptionalLong.empty();
  }

  private static MemoryUser user(MemoryStore store, String name) {
    return store.users.computeIfAbsent(name, absent -> new MemoryUser());
  }

  private static CollectionDefinition definition(JsonNode line) {
    List<FieldPath> paths =
        line.required("paths")
            .valueStream()
            .map(path -> FieldPath.parse(path.stringValue()))
            .toList();
    IndexDefinition.Kind kind = IndexDefinition.Kind.valueOf(line.required("index").stringValue());
    return new CollectionDefinition(
        line.required("collection").stringValue(), List.of(new IndexDefinition(kind, paths)));
  }
}
