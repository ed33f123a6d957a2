package dev.pagurus.sharded;

import dev.pagurus.document.Body;
import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.StoredDocument;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;

/** Users of whom something could not be done that was due; the registry keeps the table. */
final class Failures {

  private static final System.Logger LOG = System.getLogger(Failures.class.getName());

  private final Table table;

  Failures(Registry registry) {
    this.table = registry.table("failures");
  }

  void note(String user, BackendException why) {
    LOG.log(System.Logger.Level.WARNING, "a user is left for later: {0}", why.getMessage());
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

  /** What could not be done, null if nothing. */
  @Nullable String of(String user) {
    StoredDocument failure = table.get(user);
    return failure == null ? null : failure.body().root().path("problem").asString("");
  }

  long count() {
    return table.count();
  }
}
