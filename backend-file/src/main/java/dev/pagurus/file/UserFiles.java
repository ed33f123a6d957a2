package dev.pagurus.file;

import dev.pagurus.document.Address;
import dev.pagurus.file.index.UserState;
import dev.pagurus.spi.Change;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What lies in a user's folder beside the records, so that the index can be made again from files
 * alone: {@code user.toml} with the user's name and revision, and {@code deletions.log} with the
 * deletions that are still in the feed. They are as of the last checkpoint; the journal has what
 * came since.
 */
final class UserFiles {

  static final String STATE = "user.toml";
  static final String DELETIONS = "deletions.log";
  private static final JsonMapper JSON = JsonMapper.shared();

  private final Disk disk;
  private final Places places;
  private final Dirt dirt;

  /** Logs of which this process knows that they end with a whole line. */
  private final Set<Path> whole = ConcurrentHashMap.newKeySet();

  UserFiles(Disk disk, Places places, Dirt dirt) {
    this.disk = disk;
    this.places = places;
    this.dirt = dirt;
  }

  void write(UserState state) throws IOException {
    Path file = places.makeUserFolder(state.user()).resolve(STATE);
    disk.replace(file, UserToml.write(state), null);
    note(file);
  }

  /** The same, whatever happens: where the journal would not tell it again. */
  void writeDurably(UserState state) throws IOException {
    Path file = places.makeUserFolder(state.user()).resolve(STATE);
    disk.replaceDurably(file, UserToml.write(state));
  }

  private void note(Path file) {
    dirt.file(file);
    dirt.folder(Disk.folder(file));
  }

  /**
   * What a user's folder says of the user.
   *
   * @return null if it says nothing
   */
  @Nullable UserState read(Path folder) throws IOException, RecordDamagedException {
    byte[] text = disk.read(folder.resolve(STATE));
    return text == null ? null : UserToml.read(text);
  }

  /** The revision that a damaged file tells, 0 if none. */
  long salvage(Path folder) throws IOException {
    try {
      byte[] text = disk.read(folder.resolve(STATE));
      return text == null ? 0 : UserToml.revision(text);
    } catch (MisplacedException e) {
      return 0;
    }
  }

  /** Adds deletions to those told already. */
  void append(String user, Collection<Change.Deleted> deletions) throws IOException {
    Path folder = places.makeUserFolder(user);
    Path file = folder.resolve(DELETIONS);
    if (!whole.remove(file)) {
      mend(folder);
    }
    append(file, deletions);
    whole.add(file);
    note(file);
  }

  private static void append(Path file, Collection<Change.Deleted> deletions) throws IOException {
    try (SeekableByteChannel out =
        Files.newByteChannel(
            file,
            Set.of(
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                StandardOpenOption.APPEND,
                LinkOption.NOFOLLOW_LINKS),
            Disk.forFiles(file))) {
      ByteBuffer lines = ByteBuffer.wrap(lines(deletions));
      while (lines.hasRemaining()) {
        out.write(lines);
      }
    }
  }

  /** Takes away lines of which a crash left a part; the journal tells those deletions again. */
  void mend(String user) throws IOException {
    Path folder = places.userFolder(user);
    if (folder != null) {
      mend(folder);
    }
  }

  private void mend(Path folder) throws IOException {
    Path file = folder.resolve(DELETIONS);
    byte[] there = disk.read(file);
    if (there == null) {
      return;
    }
    byte[] lines = lines(deletions(folder, line -> {}));
    if (!Arrays.equals(there, lines)) {
      disk.replace(file, lines, null);
      note(file);
    }
  }

  /** Tells these deletions and no others. */
  void replace(String user, Collection<Change.Deleted> deletions) throws IOException {
    Path file = places.makeUserFolder(user).resolve(DELETIONS);
    if (deletions.isEmpty()) {
      Files.deleteIfExists(file);
    } else {
      disk.replace(file, lines(deletions), null);
    }
    note(file);
  }

  /** A line is a checksum of the rest, and JSON. */
  private static byte[] lines(Collection<Change.Deleted> deletions) {
    StringBuilder lines = new StringBuilder();
    for (Change.Deleted deletion : deletions) {
      String json =
          JSON.createObjectNode()
              .put("collection", deletion.address().collection())
              .put("id", deletion.address().id())
              .put("revision", deletion.revision())
              .put("at", deletion.at().toString())
              .toString();
      lines.append(checksum(json)).append(' ').append(json).append('\n');
    }
    return lines.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static String checksum(String text) {
    CRC32C crc = new CRC32C();
    crc.update(text.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().toHexDigits((int) crc.getValue());
  }

  /**
   * The deletions that a user's folder tells.
   *
   * @param damaged hears of lines that are not whole
   */
  List<Change.Deleted> deletions(Path folder, Consumer<String> damaged) throws IOException {
    byte[] bytes = disk.read(folder.resolve(DELETIONS));
    List<Change.Deleted> deletions = new ArrayList<>();
    if (bytes == null) {
      return deletions;
    }
    for (String line : new String(bytes, StandardCharsets.UTF_8).split("\n", -1)) {
      Change.Deleted deletion = line.isBlank() ? null : deletion(line.strip());
      if (deletion != null) {
        deletions.add(deletion);
      } else if (!line.isBlank()) {
        damaged.accept(line);
      }
    }
    return deletions;
  }

  private static Change.@Nullable Deleted deletion(String line) {
    int space = line.indexOf(' ');
    if (space < 0 || !checksum(line.substring(space + 1)).equals(line.substring(0, space))) {
      return null;
    }
    try {
      JsonNode json = JSON.readTree(line.substring(space + 1));
      return new Change.Deleted(
          new Address(json.path("collection").asString(), json.path("id").asString()),
          json.path("revision").asLong(),
          Instant.parse(json.path("at").asString()));
    } catch (RuntimeException e) {
      return null;
    }
  }
}
