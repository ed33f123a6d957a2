package dev.pagurus.migrator;

import dev.pagurus.Store;
import dev.pagurus.spi.Backend;
import dev.pagurus.spi.Change;
import dev.pagurus.spi.Changes;
import dev.pagurus.spi.CollectionDefinition;
import dev.pagurus.spi.CollectionInfo;
import dev.pagurus.spi.IndexDefinition;
import dev.pagurus.spi.Rows;
import dev.pagurus.spi.StoredDocument;
import dev.pagurus.spi.UserInfo;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * All that a store answers, as lines: a comparison that has nothing to do with the mover's own.
 * With the digest of a body being its text, numbers of equal value must be of one kind.
 */
final class Portraits {

  private Portraits() {}

  static String of(Store store) {
    Backend backend = store.backend();
    NavigableMap<String, String> lines = new TreeMap<>();
    for (UserInfo info : backend.users(null, 10_000)) {
      String user = info.user();
      lines.put(user, info.toString());
      long since = info.horizon();
      Changes page;
      do {
        page = backend.changes(user, since, 100);
        for (Change change : page.changes()) {
          lines.put(user + " feed " + change.address(), text(change));
        }
        since = page.upTo();
      } while (page.more());
      for (CollectionInfo collection : backend.collections(user)) {
        lines.put(user + " " + collection.collection(), collection.toString());
        try (Rows rows = backend.scan(user, collection.collection(), null)) {
          for (StoredDocument row = rows.next(); row != null; row = rows.next()) {
            lines.put(user + " row " + row.address(), text(row));
          }
        }
      }
    }
    for (CollectionDefinition definition : backend.definitions()) {
      lines.put(
          "\uFFFF index " + definition.collection(),
          definition.indexes().stream().map(IndexDefinition::name).sorted().toList().toString());
    }
    return String.join("\n", lines.values().stream().toList());
  }

  private static String text(Change change) {
    return change instanceof Change.Written written ? text(written.document()) : change.toString();
  }

  private static String text(StoredDocument document) {
    return document.address()
        + " "
        + document.revision()
        + " "
        + document.createdAt()
        + " "
        + document.updatedAt()
        + " "
        + document.body();
  }
}
