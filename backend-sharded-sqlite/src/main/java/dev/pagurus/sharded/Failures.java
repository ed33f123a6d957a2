package dev.pagurus.sharded;

import dev.pagurus.document.Body;
import dev.pagurus.document.Names;
import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.Rows;
import dev.pagurus.spi.StoredDocument;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;

/** Users of whom something could not be done that was due; the registry keeps the table. */
final class Failures {

  private static final System.Logger LOG = System.getLogger(Failures.class.getName());

  private final Registry registry;
  private final Table table;

  Failures(Registry registry) {
    this.registry = registry;
    this.table = registry.table("failures");
  }

  void note(String user, BackendException why) {
    LOG.log(
        System.Logger.Level.WARNING,
        "user {0} is left for later: {1}",
        Names.quote(user),
        why.getMessage());
    table.put(
        user,
        Body.of(
            JsonNodeFactory.instance
                .objectNode()
                .put("code", why.code().name())
                .put("problem", String.valueOf(why.getMessage()))));
  }

  /** Forgets what failed before. */
  void clear(String user) {
    if (of(user) != null) {
      table.remove(user);
    }
  }

  /** Forgets those of users who are gone. */
  void clearGone() {
    List<String> gone = new ArrayList<>();
    try (Rows rows = table.rows(null)) {
      for (StoredDocument row = rows.next(); row != null; row = rows.next()) {
        String user = row.address().id();
        if (registry.row(user) == null) {
          gone.add(user);
        }
      }
    }
    gone.forEach(table::remove);
  }

  /** What could not be done, null if nothing. */
  @Nullable String of(String user) {
    StoredDocument failure = table.get(user);
    return failure == null ? null : failure.body().root().path("problem").asString("");
  }

  long count() {
    return table.count();
  }
}
