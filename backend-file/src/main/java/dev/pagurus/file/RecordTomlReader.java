package dev.pagurus.file;

import dev.pagurus.document.Body;
import dev.pagurus.document.InvalidDocumentException;
import dev.pagurus.document.Names;
import dev.pagurus.file.RecordFile.Origin;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseOptions;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;
import org.tomlj.TomlVersion;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.ValueNode;
import tools.jackson.dataformat.toml.TomlFactory;
import tools.jackson.dataformat.toml.TomlMapper;

/**
 * Reads records in TOML. Text that is as the program wrote it is read by Jackson alone, about ten
 * times as fast as tomlj, and the sum of the body proves that it was read right. Text that was
 * changed is read by both, and must mean the same to both: where two readers of TOML differ, there
 * is no one answer to give.
 */
final class RecordTomlReader {

  /** Two for the record itself; the rest so that a document that is too deep gets a pointer. */
  private static final int MAX_DEPTH = Body.MAX_DEPTH + 16;

  static final TomlParseOptions PARSING =
      TomlParseOptions.sourceless().withVersion(TomlVersion.V1_0_0).withMaxNestingDepth(MAX_DEPTH);

  private static final TomlFactory FACTORY =
      TomlFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(4 * MAX_DEPTH)
                  .maxNumberLength(1_200)
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .build())
          .build();

  /** Takes decimals as they are spelled, for {@link Body#of} to judge. */
  private static final TomlMapper EXACT = new TomlMapper(FACTORY);

  /** Takes decimals for the doubles that they were written from. */
  private static final TomlMapper TRUSTING =
      TomlMapper.builder(FACTORY).nodeFactory(new Doubles()).build();

  private final byte[] text;
  private final RecordHeader header;
  private final RecordHead head;

  private RecordTomlReader(byte[] text) throws RecordDamagedException {
    this.text = text;
    this.header = RecordHeader.read(text, RecordDialect.TOML);
    this.head = header.head();
  }

  static RecordFile read(byte[] text) throws RecordDamagedException {
    RecordTomlReader reader = new RecordTomlReader(text);
    String sum = RecordSum.ofLines(text, reader.header.end());
    return sum.equals(reader.header.sum().content()) ? reader.readWritten() : reader.readChanged();
  }

  private RecordFile readWritten() throws RecordDamagedException {
    Body large = header.large(text, RecordDialect.TOML);
    if (large != null) {
      return new RecordFile(head, large, Origin.WRITTEN);
    }
    Body body = trusted();
    if (body == null || !isAsBefore(body)) {
      body = changed(); // such as -0.0, of which Jackson drops the sign
    }
    if (!isAsBefore(body)) {
      throw new RecordDamagedException(
          header.lines() + 1,
          "the text is as the program wrote it, and does not give the document that it was written"
              + " from");
    }
    return new RecordFile(head, body, Origin.WRITTEN);
  }

  private RecordFile readChanged() throws RecordDamagedException {
    Body body = changed();
    return new RecordFile(head, body, isAsBefore(body) ? Origin.RESTYLED : Origin.EDITED);
  }

  private boolean isAsBefore(Body body) {
    return RecordSum.of(body.bytes()).equals(header.sum().body());
  }

  private @Nullable Body trusted() {
    String content =
        new String(text, header.end(), text.length - header.end(), StandardCharsets.UTF_8);
    try {
      JsonNode top = TRUSTING.readTree(unixLines(content));
      if (top.get(RecordToml.DOCUMENT) instanceof ObjectNode document) {
        RecordNulls.apply(document, top.get(RecordToml.NULLS));
        return Body.of(document);
      }
      return null;
    } catch (JacksonException | InvalidDocumentException | RecordNulls.Misfit e) {
      return null; // the careful way finds the words for it
    }
  }

  static String unixLines(String content) {
    return content.indexOf('\r') < 0 ? content : content.replace("\r\n", "\n");
  }

  private Body changed() throws RecordDamagedException {
    String content = "\n".repeat(header.lines()) + unixLines(decode());
    TomlParseResult toml = Toml.parse(content, PARSING);
    if (toml.hasErrors()) {
      TomlParseError error = toml.errors().get(0);
      throw damaged(error.position(), "not valid TOML: " + error.getMessage(), error);
    }
    JsonNode tree = RecordAgreement.settle(readByJackson(content), toml);
    for (String key : tree.propertyNames()) {
      if (!key.equals(RecordToml.NULLS) && !key.equals(RecordToml.DOCUMENT)) {
        throw damaged(
            RecordAgreement.position(toml, "/" + key),
            "a record has no key " + Names.quote(key) + " here",
            null);
      }
    }
    if (tree.get(RecordToml.DOCUMENT) instanceof ObjectNode document) {
      return body(document, tree.get(RecordToml.NULLS), toml);
    }
    throw damaged(null, "the table [document] is missing", null);
  }

  private Body body(ObjectNode document, @Nullable JsonNode nulls, TomlParseResult toml)
      throws RecordDamagedException {
    try {
      RecordNulls.apply(document, nulls);
      return Body.of(document);
    } catch (RecordNulls.Misfit e) {
      throw damaged(
          RecordAgreement.position(toml, "/" + RecordToml.NULLS),
          String.valueOf(e.getMessage()),
          e);
    } catch (InvalidDocumentException e) {
      TomlPosition at = RecordAgreement.position(toml, "/" + RecordToml.DOCUMENT + e.pointer());
      throw damaged(at, e.getMessage() + hint(e.reason()), e);
    }
  }

  private static String hint(String reason) {
    return reason.startsWith("NaN")
        ? "; nan marks a null in an array, and only where \"nulls\" lists it"
        : "";
  }

  private JsonNode readByJackson(String content) throws RecordDamagedException {
    try {
      return EXACT.readTree(RecordToml.escapeMarks(content));
    } catch (JacksonException e) {
      throw new RecordDamagedException(
          e.getLocation().getLineNr(),
          Math.max(e.getLocation().getColumnNr(), 0),
          "TOML that not every reader takes: " + e.getOriginalMessage(),
          e);
    }
  }

  private String decode() throws RecordDamagedException {
    int length = text.length - header.end();
    ByteBuffer bytes = ByteBuffer.wrap(text, header.end(), length);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException e) {
      int line = header.lines() + 1;
      for (int i = header.end(); i < bytes.position(); i++) {
        line += text[i] == '\n' ? 1 : 0;
      }
      throw new RecordDamagedException(line, 0, "not valid UTF-8", e);
    }
  }

  private RecordDamagedException damaged(
      @Nullable TomlPosition at, String reason, @Nullable Exception cause) {
    return at == null
        ? new RecordDamagedException(header.lines() + 1, 0, reason, cause)
        : new RecordDamagedException(at.line(), at.column(), reason, cause);
  }

  /** Makes doubles of decimals. */
  private static final class Doubles extends JsonNodeFactory {
    private static final long serialVersionUID = 1L;

    @Override
    public ValueNode numberNode(@Nullable BigDecimal value) {
      return value == null ? nullNode() : numberNode(value.doubleValue());
    }
  }
}
