package dev.pagurus;

import dev.pagurus.document.Address;
import dev.pagurus.document.Body;
import dev.pagurus.spi.Change;
import dev.pagurus.spi.StoredDocument;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Documents and deletions as lines of JSON, with everything that belongs to them: the form of
 * {@code pagurus export} and of user archives.
 *
 * <pre>{@code
 * {"user":"NO","collection":"places","id":"oslo","revision":7,"createdAt":"...","updatedAt":"...","document":{...}}
 * {"user":"NO","collection":"places","id":"bergen","revision":8,"deletedAt":"..."}
 * }</pre>
 *
 * <p>Times are ISO 8601 in UTC, to the microsecond. Stateless and safe for many threads.
 */
public final class DocumentLines {

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private DocumentLines() {}

  /**
   * A line read back.
   *
   * @param user whose change it is
   * @param change the change
   */
  public record Line(String user, Change change) {}

  /**
   * Writes a document.
   *
   * @param user whose it is
   * @param document the document
   * @return the line without its end, UTF-8
   */
  public static byte[] write(String user, StoredDocument document) {
    ObjectNode head = head(user, document.address(), document.revision());
    head.put("createdAt", document.createdAt().toString());
    head.put("updatedAt", document.updatedAt().toString());
    byte[] start = MAPPER.writeValueAsBytes(head);
    byte[] body = document.body().bytes();
    byte[] key = ",\"document\":".getBytes(StandardCharsets.US_ASCII);
    // The body's canonical bytes go in as they are: nothing is read and written again on the way
    // out.
    byte[] line = new byte[start.length + key.length + body.length];
    System.arraycopy(start, 0, line, 0, start.length - 1);
    System.arraycopy(key, 0, line, start.length - 1, key.length);
    System.arraycopy(body, 0, line, start.length - 1 + key.length, body.length);
    line[line.length - 1] = '}';
    return line;
  }

  /**
   * Writes a deletion.
   *
   * @param user whose it is
   * @param deletion the deletion
   * @return the line without its end, UTF-8
   */
  public static byte[] write(String user, Change.Deleted deletion) {
    ObjectNode line = head(user, deletion.address(), deletion.revision());
    line.put("deletedAt", deletion.at().toString());
    return MAPPER.writeValueAsBytes(line);
  }

  private static ObjectNode head(String user, Address address, long revision) {
    ObjectNode head = JsonNodeFactory.instance.objectNode();
    head.put("user", user);
    head.put("collection", address.collection());
    head.put("id", address.id());
    head.put("revision", revision);
    return head;
  }

  /**
   * Reads a line back.
   *
   * @param line UTF-8, without its end
   * @return the change
   * @throws IllegalArgumentException if it is not such a line; the message says why
   */
  public static Line read(byte[] line) {
    Body.Wrapped wrapped = Body.parseWrapped(line, "document");
    JsonNode tree = wrapped.envelope();
    Address address = new Address(text(tree, "collection"), text(tree, "id"));
    long revision = revision(tree);
    Body body = wrapped.body();
    if (body == null) {
      return new Line(
          text(tree, "user"), new Change.Deleted(address, revision, instant(tree, "deletedAt")));
    }
    Instant createdAt = instant(tree, "createdAt");
    Instant updatedAt = instant(tree, "updatedAt");
    StoredDocument stored = new StoredDocument(address, revision, createdAt, updatedAt, body);
    return new Line(text(tree, "user"), new Change.Written(stored));
  }

  private static long revision(JsonNode tree) {
    JsonNode revision = tree.get("revision");
    if (revision == null || !revision.isIntegralNumber() || revision.longValue() < 1) {
      throw new IllegalArgumentException("\"revision\" must be an integer, 1 or more");
    }
    return revision.longValue();
  }

  private static String text(JsonNode tree, String key) {
    @Nullable JsonNode value = tree.get(key);
    if (value == null || !value.isString()) {
      throw new IllegalArgumentException("\"" + key + "\" must be there and be a string");
    }
    return value.stringValue();
  }

  private static Instant instant(JsonNode tree, String key) {
    try {
      return Instant.parse(text(tree, key)).truncatedTo(ChronoUnit.MICROS);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "\"" + key + "\" must be a time such as 2025-11-21T08:00:00Z", e);
    }
  }
}
