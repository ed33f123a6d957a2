package dev.pagurus.file;

import dev.pagurus.document.Names;
import dev.pagurus.file.index.UserState;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.tomlj.MutableTomlTable;
import org.tomlj.Toml;
import org.tomlj.TomlParseResult;

/**
 * The text of {@code user.toml}: where a user's history stands. Its checksum is over the values, so
 * that comments, white space and line endings are anybody's; but the values are the store's own,
 * and a text whose values are others is damaged. One without a checksum was written by an earlier
 * build.
 */
final class UserToml {

  private static final String CHECKSUM = "checksum";
  private static final Set<String> VALUES = Set.of("user", "revision", "time", "horizon");

  private UserToml() {}

  static byte[] write(UserState state) {
    MutableTomlTable toml = MutableTomlTable.create();
    toml.set("user", state.user());
    toml.set("revision", state.revision());
    toml.set("time", state.time().toString());
    toml.set("horizon", state.horizon());
    toml.set(CHECKSUM, checksum(state));
    return toml.toToml().getBytes(StandardCharsets.UTF_8);
  }

  private static String checksum(UserState state) {
    CRC32C crc = new CRC32C();
    for (Object value :
        List.of(state.user(), state.revision(), state.time().toString(), state.horizon())) {
      crc.update((value + "\n").getBytes(StandardCharsets.UTF_8));
    }
    return HexFormat.of().toHexDigits((int) crc.getValue());
  }

  /**
   * Reads the text.
   *
   * @throws RecordDamagedException if it is not what was written
   */
  static UserState read(byte[] text) throws RecordDamagedException {
    TomlParseResult toml = Toml.parse(new String(text, StandardCharsets.UTF_8));
    UserState state = toml.hasErrors() ? null : state(toml);
    if (state == null) {
      throw new RecordDamagedException(
          0, "it does not tell a user, its revision, time and horizon, as the program writes them");
    }
    Set<String> keys = toml.keySet();
    boolean isEarlier = keys.equals(VALUES);
    if (!isEarlier && !checksum(state).equals(toml.get(CHECKSUM))) {
      throw new RecordDamagedException(
          0, "its values are not what was written; they are not for editing");
    }
    return state;
  }

  private static @Nullable UserState state(TomlParseResult toml) {
    if (toml.get("user") instanceof String user
        && toml.get("revision") instanceof Long revision
        && toml.get("time") instanceof String time
        && toml.get("horizon") instanceof Long horizon) {
      try {
        Names.requireUser(user);
        return new UserState(user, revision, Instant.parse(time), horizon, List.of());
      } catch (DateTimeParseException | IllegalArgumentException e) {
        return null;
      }
    }
    return null;
  }

  /** The revision that a damaged text tells, 0 if none: better one too many than one again. */
  static long revision(byte[] text) {
    TomlParseResult toml = Toml.parse(new String(text, StandardCharsets.UTF_8));
    return toml.get("revision") instanceof Long revision ? Math.max(0, revision) : 0;
  }
}
