package dev.pagurus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pagurus.document.Address;
import dev.pagurus.document.Body;
import dev.pagurus.spi.Change;
import dev.pagurus.spi.StoredDocument;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class DocumentLinesTest {

  private static final Instant CREATED = Instant.parse("2025-11-21T08:00:00.000001Z");
  private static final Instant UPDATED = Instant.parse("2025-11-21T09:00:00Z");

  @Test
  void aDocumentComesBackBitForBit() {
    Body body = Body.parse("{\"b\":[1,1.0,9007199254740993,null],\"\":\"ø😀\",\"a\":{}}");
    StoredDocument document =
        new StoredDocument(new Address("places", "a\"b"), 7, CREATED, UPDATED, body);
    DocumentLines.Line line = DocumentLines.read(DocumentLines.write("NO", document));
    assertEquals("NO", line.user());
    assertEquals(new Change.Written(document), line.change());
    StoredDocument read = ((Change.Written) line.change()).document();
    assertEquals(body.toString(), read.body().toString());
  }

  @Test
  void aDeletionComesBack() {
    Change.Deleted deletion = new Change.Deleted(new Address("places", "oslo"), 8, UPDATED);
    assertEquals(
        new DocumentLines.Line("NO", deletion),
        DocumentLines.read(DocumentLines.write("NO", deletion)));
  }

  @Test
  void aBodyAsDeepAsCanBeComesBack() {
    String deep = "{\"a\":".repeat(Body.MAX_DEPTH - 1) + "{}" + "}".repeat(Body.MAX_DEPTH - 1);
    StoredDocument document =
        new StoredDocument(new Address("places", "deep"), 1, CREATED, CREATED, Body.parse(deep));
    byte[] line = DocumentLines.write("NO", document);
    assertEquals(new Change.Written(document), DocumentLines.read(line).change());
    String deeper =
        new String(line, StandardCharsets.UTF_8).replace("\"document\":{", "\"document\":{\"x\":{")
            + "}";
    assertThrows(
        IllegalArgumentException.class,
        () -> DocumentLines.read(deeper.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void whatIsNotALineIsRefusedWithAReason() {
    for (String line :
        new String[] {
          "",
          "[]",
          "{}",
          "{\"user\":\"NO\",\"collection\":\"places\",\"id\":\"a\",\"revision\":0,\"deletedAt\":\"2025-11-21T09:00:00Z\"}",
          "{\"user\":\"NO\",\"collection\":\"Places\",\"id\":\"a\",\"revision\":1,\"deletedAt\":\"2025-11-21T09:00:00Z\"}",
          "{\"user\":\"NO\",\"collection\":\"places\",\"id\":\"a\",\"revision\":1,\"deletedAt\":\"yesterday\"}",
          "{\"user\":\"NO\",\"collection\":\"places\",\"id\":\"a\",\"revision\":1,\"document\":7}"
        }) {
      Exception error =
          assertThrows(
              IllegalArgumentException.class,
              () -> DocumentLines.read(line.getBytes(StandardCharsets.UTF_8)));
      assertTrue(error.getMessage() != null && !error.getMessage().isBlank());
    }
  }
}
