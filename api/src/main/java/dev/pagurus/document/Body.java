package dev.pagurus.document;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.util.ByteArrayBuilder;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The body of a document: a JSON object that keeps the DOC rules, with its canonical bytes.
 *
 * <p>Canonical bytes are compact UTF-8 JSON with members in the order of their keys' UTF-8 bytes,
 * integers as digits and doubles in their shortest form. A number keeps its kind (1 and 1.0 stay
 * apart in bytes) though the two are equal by value.
 *
 * <p>Immutable and safe for many threads. The tree is made from the bytes when it is first asked
 * for, and kept.
 */
public final class Body {

  /** How deep objects and arrays may be nested, the body itself counted as 1 (DOC-1). */
  public static final int MAX_DEPTH = 64;

  /** How many canonical bytes a body may have unless a store is set otherwise: 8 MiB (DOC-1). */
  public static final int DEFAULT_MAX_BYTES = 8 << 20;

  /** A tree of fewer bytes is worth keeping. */
  private static final int LARGE_BYTES = 256 << 10;

  private static final JsonMapper TREES = new JsonMapper(Json.FACTORY);

  /** Of values with others behind them. */
  private static final ObjectReader PARTS =
      TREES.reader().without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private final byte[] bytes;
  private volatile @Nullable ObjectNode root;

  private Body(byte[] bytes, @Nullable ObjectNode root) {
    this.bytes = bytes;
    this.root = root;
  }

  /**
   * Reads and checks a body.
   *
   * @param json UTF-8 JSON text of one object; not kept
   * @return the body
   * @throws InvalidDocumentException if a DOC rule does not allow it; with a pointer to the
   *     offender
   */
  public static Body parse(byte[] json) {
    ObjectNode root = BodyReader.read(json);
    return new Body(write(root), root);
  }

  /**
   * Reads and checks a body.
   *
   * @param json JSON text of one object
   * @return the body
   * @throws InvalidDocumentException if a DOC rule does not allow it; with a pointer to the
   *     offender
   */
  public static Body parse(String json) {
    int lone = Utf8.indexOfLoneSurrogate(json);
    if (lone >= 0) {
      throw new InvalidDocumentException(
          "", "an unpaired surrogate at index " + lone + " of the text", null);
    }
    return parse(json.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Checks a tree and takes a copy of it. No text is written in between: this costs less than to
   * parse one.
   *
   * @param tree an object; later changes to it do not reach the body
   * @return the body
   * @throws InvalidDocumentException if a DOC rule does not allow it; with a pointer to the
   *     offender
   */
  public static Body of(JsonNode tree) {
    ObjectNode root = TreeReader.read(tree);
    return new Body(write(root), root);
  }

  /**
   * A body, and the object that it stood in.
   *
   * @param envelope the object without the body, the caller's own
   * @param body the body; null if there was none
   */
  public record Wrapped(ObjectNode envelope, @Nullable Body body) {}

  /**
   * Reads an object that wraps a body, such as a line of an export, as strictly as a body is read,
   * and takes the body out of it. The text is read once.
   *
   * @param json UTF-8 JSON text of one object, nested at most one deeper than a body
   * @param key the member that is the body
   * @return both
   * @throws InvalidDocumentException if a DOC rule does not allow it; with a pointer to the
   *     offender
   */
  public static Wrapped parseWrapped(byte[] json, String key) {
    ObjectNode envelope = BodyReader.read(json, MAX_DEPTH + 1);
    JsonNode member = envelope.remove(key);
    if (member == null) {
      return new Wrapped(envelope, null);
    }
    if (member instanceof ObjectNode root) {
      // Without the tree: those who read many lines keep many bodies, and few of them look inside.
      return new Wrapped(envelope, new Body(write(root), null));
    }
    throw new InvalidDocumentException("/" + key, "a body is a JSON object", null);
  }

  /**
   * Takes back canonical bytes that a backend kept. They are believed, not checked: a backend makes
   * sure that they are the ones it was given, for example with a checksum (DUR-4).
   *
   * @param canonical what {@link #bytes} answered; kept, so it must not be changed afterwards
   * @return the body
   */
  public static Body stored(byte[] canonical) {
    return new Body(canonical, null);
  }

  /**
   * The canonical bytes. No copy is made, so that a backend can write them as they are.
   *
   * @return the bytes; they must not be changed
   */
  public byte[] bytes() {
    return bytes;
  }

  /**
   * The number of canonical bytes.
   *
   * @return 2 or more
   */
  public int size() {
    return bytes.length;
  }

  /**
   * The body as a tree, for looking at only. Members come in canonical order.
   *
   * @return the tree, shared by all who ask; it must not be changed
   * @throws InvalidDocumentException if the bytes given to {@link #stored} were not a body
   */
  public ObjectNode root() {
    ObjectNode made = root;
    if (made == null) {
      made = readBack();
      root = made;
    }
    return made;
  }

  /**
   * The values at some paths, for looking at only, in a tree that may lack everything else. Of a
   * large body that nobody has looked at yet, only the members at the top with which the paths
   * begin are made, and the tree is not kept: it may take twenty times as much memory as the bytes.
   *
   * @param paths which values
   * @return a tree in which each path leads to what it leads to in {@link #root}; it must not be
   *     changed
   * @throws InvalidDocumentException if the bytes given to {@link #stored} were not a body
   */
  public ObjectNode part(Collection<FieldPath> paths) {
    ObjectNode made = root;
    if (made != null || bytes.length <= LARGE_BYTES) {
      return root();
    }
    Set<String> keys = new HashSet<>();
    paths.forEach(path -> keys.add(path.keys().get(0)));
    ObjectNode part = TREES.createObjectNode();
    try (JsonParser parser = TREES.createParser(bytes)) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
        String key = parser.currentName();
        parser.nextToken();
        if (keys.contains(key)) {
          part.set(key, PARTS.readTree(parser));
        } else {
          parser.skipChildren();
        }
      }
      return part;
    } catch (JacksonException e) {
      throw notJson(e);
    }
  }

  /**
   * The body as a tree of the caller's own.
   *
   * @return a tree that nobody else has, free to be changed
   */
  public ObjectNode toTree() {
    ObjectNode made = root;
    return made == null ? readBack() : made.deepCopy();
  }

  /**
   * Canonical bytes were checked when they were made, and reading them without checks takes half
   * the time.
   */
  private ObjectNode readBack() {
    try {
      if (TREES.readTree(bytes) instanceof ObjectNode object) {
        return object;
      }
      throw new InvalidDocumentException("", "the stored bytes are not an object", null);
    } catch (JacksonException e) {
      throw notJson(e);
    }
  }

  private static InvalidDocumentException notJson(JacksonException e) {
    return new InvalidDocumentException(
        "", "the stored bytes are not JSON: " + e.getOriginalMessage(), e);
  }

  private static byte[] write(ObjectNode root) {
    ByteArrayBuilder out = new ByteArrayBuilder(512);
    try (JsonGenerator generator = Json.FACTORY.createGenerator(ObjectWriteContext.empty(), out)) {
      TreeWriter.write(root, generator);
    }
    return out.toByteArray();
  }

  /** Whether both hold the same by the contract (DOC-3): numbers by value, 1 equals 1.0. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Body that
        && (Arrays.equals(bytes, that.bytes) || Values.equal(root(), that.root()));
  }

  /** Equal for equal bodies; derived from the keys at the top, which number kinds do not touch. */
  @Override
  public int hashCode() {
    int hash = 1;
    for (String key : root().propertyNames()) {
      hash = 31 * hash + key.hashCode();
    }
    return hash;
  }

  /** The canonical JSON text. */
  @Override
  public String toString() {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
