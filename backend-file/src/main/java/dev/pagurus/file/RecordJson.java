package dev.pagurus.file;

import dev.pagurus.document.Body;
import dev.pagurus.document.InvalidDocumentException;
import dev.pagurus.file.RecordFile.Origin;
import dev.pagurus.spi.StoredDocument;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Records in JSON: one object with the metadata, one member a line, and the document as its last
 * member. JSON has no comments, so nothing of the file before is kept.
 */
final class RecordJson implements RecordFormat {

  private static final String DOCUMENT = "document";

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamWriteConstraints(
                      StreamWriteConstraints.builder().maxNestingDepth(Body.MAX_DEPTH + 16).build())
                  .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
                  .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
                  .build())
          .build();

  private static final ObjectWriter WRITER = MAPPER.writer().with(printer());

  private static DefaultPrettyPrinter printer() {
    DefaultIndenter lines = new DefaultIndenter("  ", "\n");
    return new DefaultPrettyPrinter(
            Separators.createDefaultInstance()
                .withObjectNameValueSpacing(Separators.Spacing.AFTER)
                .withObjectEmptySeparator("")
                .withArrayEmptySeparator(""))
        .withObjectIndenter(lines)
        .withArrayIndenter(lines);
  }

  @Override
  public String extension() {
    return ".json";
  }

  @Override
  public byte[] write(String user, StoredDocument document, byte @Nullable [] before) {
    return text(user, document, before).bytes();
  }

  @Override
  public RecordText text(String user, StoredDocument document, byte @Nullable [] before) {
    RecordHead head = RecordHead.of(user, document);
    if (LargeText.isFor(document.body())) {
      return RecordHeader.text(head, document.body(), RecordDialect.JSON);
    }
    byte[] content = content(document.body());
    var values = RecordHeader.spell(head, RecordDialect.JSON);
    RecordSum sum =
        RecordSum.over(values, RecordSum.of(content), RecordSum.of(document.body().bytes()));
    return RecordText.of(
        RecordToml.join(RecordHeader.write(values, sum, RecordDialect.JSON), content));
  }

  /** The last member and the end of the object: all but its opening line. */
  private static byte[] content(Body body) {
    ObjectNode wrapper = MAPPER.createObjectNode();
    wrapper.set(DOCUMENT, body.root());
    String text = WRITER.writeValueAsString(wrapper);
    return (text.substring("{\n".length()) + '\n').getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public RecordFile read(byte[] text) throws RecordDamagedException {
    RecordHeader header = RecordHeader.read(text, RecordDialect.JSON);
    boolean sameText = RecordSum.ofLines(text, header.end()).equals(header.sum().content());
    Body large = sameText ? header.large(text, RecordDialect.JSON) : null;
    if (large != null) {
      return new RecordFile(header.head(), large, Origin.WRITTEN);
    }
    Body body = body(text, header);
    boolean sameBody = RecordSum.of(body.bytes()).equals(header.sum().body());
    if (sameText && !sameBody) {
      throw new RecordDamagedException(
          header.lines() + 1,
          "the text is as the program wrote it, and does not give the document that it was written"
              + " from");
    }
    Origin changed = sameBody ? Origin.RESTYLED : Origin.EDITED;
    return new RecordFile(header.head(), body, sameText ? Origin.WRITTEN : changed);
  }

  private static Body body(byte[] text, RecordHeader header) throws RecordDamagedException {
    try {
      Body.Wrapped wrapped = Body.parseWrapped(withoutHeader(text, header.end()), DOCUMENT);
      if (!wrapped.envelope().isEmpty()) {
        throw new RecordDamagedException(
            header.lines() + 1, "a record has no members here but \"document\"");
      }
      if (wrapped.body() == null) {
        throw new RecordDamagedException(header.lines() + 1, "the member \"document\" is missing");
      }
      return wrapped.body();
    } catch (InvalidDocumentException e) {
      throw new RecordDamagedException(header.lines() + 1, 0, String.valueOf(e.getMessage()), e);
    }
  }

  /** The text with nothing but its line ends before the document, so that lines count as usual. */
  private static byte[] withoutHeader(byte[] text, int end) {
    byte[] rest = text.clone();
    rest[0] = '{';
    for (int i = 1; i < end; i++) {
      if (rest[i] != '\n') {
        rest[i] = ' ';
      }
    }
    return rest;
  }

  @Override
  public RecordHead head(byte[] text) throws RecordDamagedException {
    return RecordHeader.read(text, RecordDialect.JSON).head();
  }
}
