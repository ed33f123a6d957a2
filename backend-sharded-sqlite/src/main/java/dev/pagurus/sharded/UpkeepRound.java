package dev.pagurus.sharded;

import dev.pagurus.document.Body;
import dev.pagurus.spi.StoredDocument;
import java.time.Duration;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * How far the upkeep has come. The registry keeps it, so that whoever goes on after a restart
 * neither begins anew nor does everything at once.
 *
 * @param begunMillis when this round began, in milliseconds since 1970
 * @param after the user that was passed last, null at the beginning
 * @param passed how many users were passed
 * @param ended whether all were
 */
record UpkeepRound(long begunMillis, @Nullable String after, long passed, boolean ended) {

  static final String TABLE = "upkeep";
  static final String ID = "round";

  static UpkeepRound begin(long nowMillis) {
    return new UpkeepRound(nowMillis, null, 0, false);
  }

  UpkeepRound pass(String user) {
    return new UpkeepRound(begunMillis, user, passed + 1, false);
  }

  UpkeepRound end() {
    return new UpkeepRound(begunMillis, after, passed, true);
  }

  /** When the next one begins: after a period, give or take a tenth, the same for all who ask. */
  long nextMillis(Duration period) {
    double jitter = 0.9 + 0.2 * new Random(begunMillis).nextDouble();
    return begunMillis + (long) (period.toMillis() * jitter);
  }

  Body write() {
    return Body.of(
        JsonNodeFactory.instance
            .objectNode()
            .put("begun", begunMillis)
            .put("after", after)
            .put("passed", passed)
            .put("ended", ended));
  }

  static UpkeepRound read(StoredDocument stored) {
    JsonNode body = stored.body().root();
    return new UpkeepRound(
        body.required("begun").longValue(),
        body.path("after").isString() ? body.path("after").stringValue() : null,
        body.required("passed").longValue(),
        body.required("ended").booleanValue());
  }
}
