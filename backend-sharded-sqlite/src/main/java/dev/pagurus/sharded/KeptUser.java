package dev.pagurus.sharded;

import dev.pagurus.document.Body;
import dev.pagurus.spi.DeletedUser;
import dev.pagurus.spi.StoredDocument;
import dev.pagurus.spi.UserInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * A copy of a user that was deleted, or is just being.
 *
 * @param id of the copy
 * @param volume the disk that the copy lies on
 * @param path where it lies, beneath the volume's folder
 * @param deleted what is told of it
 */
record KeptUser(String id, String volume, String path, DeletedUser deleted) {

  /** A folder that is no user's: users' folders are digits. */
  private static final String FOLDER = "deleted/";

  private static final int DIGITS = 2;

  /** A copy that is to be made. */
  static KeptUser of(UserInfo user, String volume, Instant now, Duration keep) {
    String id = UUID.randomUUID().toString();
    return new KeptUser(
        id,
        volume,
        FOLDER + id.substring(0, DIGITS) + "/" + id + ".db",
        new DeletedUser(
            user.user(), now, now.plus(keep), user.revision(), user.documents(), user.bytes()));
  }

  /** The copy's file as if it were the user's. */
  UserRow row() {
    return UserRow.begun(deleted.user(), volume, path);
  }

  Body write() {
    return Body.of(
        JsonNodeFactory.instance
            .objectNode()
            .put("user", deleted.user())
            .put("volume", volume)
            .put("path", path)
            .put("deleted", deleted.deletedAt().toString())
            .put("until", deleted.until().toString())
            .put("revision", deleted.revision())
            .put("documents", deleted.documents())
            .put("bytes", deleted.bytes()));
  }

  static KeptUser read(StoredDocument stored) {
    JsonNode body = stored.body().root();
    return new KeptUser(
        stored.address().id(),
        body.required("volume").stringValue(),
        body.required("path").stringValue(),
        new DeletedUser(
            body.required("user").stringValue(),
            Instant.parse(body.required("deleted").stringValue()),
            Instant.parse(body.required("until").stringValue()),
            body.required("revision").longValue(),
            body.required("documents").longValue(),
            body.required("bytes").longValue()));
  }
}
