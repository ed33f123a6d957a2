package dev.pagurus.file.index;

import dev.pagurus.spi.StoredDocument;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The documents among entries that are not masked. */
final class DocumentRows implements Entries<StoredDocument> {

  private final Entries<StoredEntry> entries;
  private final String user;
  private final byte[] prefix;
  private final Predicate<DocKey> masked;

  DocumentRows(Entries<StoredEntry> entries, String user, Predicate<DocKey> masked) {
    this.entries = entries;
    this.user = user;
    this.prefix = IndexFields.prefix(user);
    this.masked = masked;
  }

  @Override
  public @Nullable StoredDocument next() {
    return IndexErrors.search(this::nextUnmasked);
  }

  private @Nullable StoredDocument nextUnmasked() {
    for (StoredEntry entry = entries.next(); entry != null; entry = entries.next()) {
      entry.requireOf(prefix);
      StoredDocument document = entry.document();
      if (masked == View.NOTHING || !masked.test(DocKey.of(user, document.address()))) {
        return document;
      }
    }
    return null;
  }

  @Override
  public void close() {
    entries.close();
  }
}
