package dev.pagurus.sharded;

import dev.pagurus.document.Body;
import dev.pagurus.spi.StoredDocument;
import dev.pagurus.spi.UserInfo;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the registry knows of a user.
 *
 * @param user its name
 * @param volume the disk that its file lies on
 * @param path where its file lies, beneath the volume's folder
 * @param left where a second file of the user may lie, which counts for nothing; null if nowhere
 * @param made whether the file was there once; if not, its making may have been cut short
 * @param hot whether the file may have been written to since the figures were taken; only the file
 *     itself knows them then, and whether the user is there at all
 * @param revision the figures as {@link UserInfo} has them
 * @param documents see there
 * @param bytes see there
 * @param horizon see there
 * @param indexes up to which change of the declared indexes the file has been brought
 * @param clues of what can be looked for across users; none of a hot one
 * @param usedMillis when the file was last closed, in milliseconds since 1970
 * @param keptMillis when upkeep last saw to it, in milliseconds since 1970; 0 if never
 * @param at the registry's own revision of the row, 0 if it is not stored
 */
record UserRow(
    String user,
    String volume,
    String path,
    @Nullable Spot left,
    boolean made,
    boolean hot,
    long revision,
    long documents,
    long bytes,
    long horizon,
    long indexes,
    Clues clues,
    long usedMillis,
    long keptMillis,
    long at) {

  /** A user whose file is to be made. */
  static UserRow begun(String user, String volume, String path) {
    return new UserRow(user, volume, path, null, false, true, 0, 0, 0, 0, 0, Clues.NONE, 0, 0, 0);
  }

  /** The same user, whose file has the indexes up to a change of them. */
  UserRow broughtUpTo(long change) {
    return new UserRow(
        user,
        volume,
        path,
        left,
        made,
        hot,
        revision,
        documents,
        bytes,
        horizon,
        change,
        clues,
        usedMillis,
        keptMillis,
        at);
  }

  /** The same user, about to be written to. */
  UserRow heated() {
    return new UserRow(
        user,
        volume,
        path,
        left,
        true,
        true,
        revision,
        documents,
        bytes,
        horizon,
        indexes,
        Clues.NONE,
        usedMillis,
        keptMillis,
        at);
  }

  /** The same user at rest, with figures that hold until it is heated. */
  UserRow cooled(UserInfo info, Clues found, long indexesNow, long millis, boolean kept) {
    return new UserRow(
        user,
        volume,
        path,
        left,
        true,
        false,
        info.revision(),
        info.documents(),
        info.bytes(),
        info.horizon(),
        indexesNow,
        found,
        millis,
        kept ? millis : keptMillis,
        at);
  }

  Spot spot() {
    return new Spot(volume, path);
  }

  /** The same user with its file elsewhere. */
  UserRow movedTo(Spot spot, @Nullable Spot nowLeft) {
    return new UserRow(
        user,
        spot.volume(),
        spot.path(),
        nowLeft,
        made,
        hot,
        revision,
        documents,
        bytes,
        horizon,
        indexes,
        clues,
        usedMillis,
        keptMillis,
        at);
  }

  UserRow at(long revisionOfRow) {
    return new UserRow(
        user,
        volume,
        path,
        left,
        made,
        hot,
        revision,
        documents,
        bytes,
        horizon,
        indexes,
        clues,
        usedMillis,
        keptMillis,
        revisionOfRow);
  }

  /** What is known of the user, null if it is not there; not to be asked of a hot one. */
  @Nullable UserInfo info() {
    return revision == 0 ? null : new UserInfo(user, revision, documents, bytes, horizon);
  }

  Body write() {
    ObjectNode body =
        JsonNodeFactory.instance
            .objectNode()
            .put("volume", volume)
            .put("path", path)
            .put("made", made)
            .put("hot", hot)
            .put("revision", revision)
            .put("documents", documents)
            .put("bytes", bytes)
            .put("horizon", horizon)
            .put("indexes", indexes)
            .put("used", usedMillis)
            .put("kept", keptMillis);
    if (left != null) {
      body.putObject("left").put("volume", left.volume()).put("path", left.path());
    }
    clues.write(body);
    return Body.of(body);
  }

  static UserRow read(StoredDocument row) {
    JsonNode body = row.body().root();
    JsonNode left = body.path("left");
    return new UserRow(
        row.address().id(),
        body.path("volume").asString(Volumes.HOME),
        body.required("path").stringValue(),
        left.isObject()
            ? new Spot(left.required("volume").stringValue(), left.required("path").stringValue())
            : null,
        body.required("made").booleanValue(),
        body.required("hot").booleanValue(),
        body.required("revision").longValue(),
        body.required("documents").longValue(),
        body.required("bytes").longValue(),
        body.required("horizon").longValue(),
        body.required("indexes").longValue(),
        Clues.read(body),
        body.required("used").longValue(),
        body.path("kept").asLong(0),
        row.revision());
  }
}
