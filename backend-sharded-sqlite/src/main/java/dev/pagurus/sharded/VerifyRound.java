package dev.pagurus.sharded;

import dev.pagurus.document.Body;
import dev.pagurus.spi.StoredDocument;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * How far a check of all users has come.
 *
 * @param begunMillis when it began, in milliseconds since 1970; which one it is, too
 * @param savedMillis as of when this is
 * @param after the user that was checked last, null at the beginning
 * @param users how many users were checked
 * @param documents how many documents of theirs
 * @param damages how many damages were found
 * @param kept how many of them are kept, see {@link VerifyAccount}
 * @param ended whether all users were checked
 */
record VerifyRound(
    long begunMillis,
    long savedMillis,
    @Nullable String after,
    long users,
    long documents,
    long damages,
    long kept,
    boolean ended) {

  static VerifyRound begin(long millis) {
    return new VerifyRound(millis, millis, null, 0, 0, 0, 0, false);
  }

  VerifyRound pass(String user, long ofUser, long damagesOfUser, long keptOfUser) {
    return new VerifyRound(
        begunMillis,
        savedMillis,
        user,
        users + 1,
        documents + ofUser,
        damages + damagesOfUser,
        kept + keptOfUser,
        false);
  }

  VerifyRound at(long millis, boolean now) {
    return new VerifyRound(begunMillis, millis, after, users, documents, damages, kept, now);
  }

  Body write() {
    return Body.of(
        JsonNodeFactory.instance
            .objectNode()
            .put("begun", begunMillis)
            .put("saved", savedMillis)
            .put("after", after)
            .put("users", users)
            .put("documents", documents)
            .put("damages", damages)
            .put("kept", kept)
            .put("ended", ended));
  }

  static VerifyRound read(StoredDocument stored) {
    JsonNode body = stored.body().root();
    return new VerifyRound(
        body.required("begun").longValue(),
        body.required("saved").longValue(),
        body.path("after").isString() ? body.path("after").stringValue() : null,
        body.required("users").longValue(),
        body.required("documents").longValue(),
        body.required("damages").longValue(),
        body.required("kept").longValue(),
        body.required("ended").booleanValue());
  }
}
