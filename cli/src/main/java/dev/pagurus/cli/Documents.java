package dev.pagurus.cli;

import dev.pagurus.Document;
import dev.pagurus.DocumentLines;
import dev.pagurus.document.Address;
import dev.pagurus.document.Body;
import dev.pagurus.spi.StoredDocument;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;
import tools.jackson.databind.json.JsonMapper;

/** Documents as text. */
final class Documents {

  private Documents() {}

  /** One line, as in an export. */
  static byte[] line(Document<Body> document) {
    Address address = new Address(document.collection(), document.id());
    return DocumentLines.write(
        document.user(),
        new StoredDocument(
            address,
            document.revision(),
            document.createdAt(),
            document.updatedAt(),
            document.value()));
  }

  /** A body for people: indented, members in order. */
  static String pretty(Body body) {
    Separators separators =
        Separators.createDefaultInstance().withObjectNameValueSpacing(Separators.Spacing.AFTER);
    DefaultPrettyPrinter printer =
        new DefaultPrettyPrinter(separators).withObjectIndenter(new DefaultIndenter("  ", "\n"));
    return JsonMapper.shared().writer().with(printer).writeValueAsString(body.root());
  }
}
