package dev.pagurus.sharded;

import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.ErrorCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * The file that tells a volume from the empty folder that its disk leaves behind, and from the disk
 * of another store. It is written once, before the first user goes there.
 */
final class VolumeMark {

  static final String FILE = "volume.json";
  private static final String KIND = "sharded-sqlite volume";

  /** What a new file system has in it. */
  private static final List<String> OF_FILE_SYSTEMS =
      List.of("lost+found", ".Trashes", ".fseventsd", "System Volume Information");

  private VolumeMark() {}

  /** Whether the volume is there, as far as can be seen. */
  static boolean isThere(Volume volume, String store) {
    return read(volume).filter(mark -> isOf(mark, volume, store)).isPresent();
  }

  private static boolean isOf(JsonNode mark, Volume volume, String store) {
    return mark.path("kind").asString("").equals(KIND)
        && mark.path("store").asString("").equals(store)
        && mark.path("name").asString("").equals(volume.name());
  }

  private static Optional<JsonNode> read(Volume volume) {
    try {
      return Optional.of(
          JsonMapper.shared().readTree(Files.readAllBytes(volume.folder().resolve(FILE))));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new BackendException(ErrorCode.UNAVAILABLE, told(volume) + " cannot be read: " + e, e);
    } catch (JacksonException e) {
      throw new BackendException(
          ErrorCode.UNAVAILABLE, told(volume) + " has a damaged " + FILE + ": restore it", e);
    }
  }

  /** Marks a folder that is empty, or was marked by one who did not come to the end. */
  static void write(Volume volume, String store) {
    if (!Files.isDirectory(volume.folder())) {
      throw new BackendException(
          ErrorCode.INVALID,
          told(volume) + " is no folder: mount its disk and make the folder on it, then try again");
    }
    Optional<JsonNode> mark = read(volume);
    if (mark.isPresent()) {
      if (!isOf(mark.get(), volume, store)) {
        throw foreign(volume, "a volume of another store or name, by its " + FILE);
      }
      return;
    }
    try (Stream<Path> files = Files.list(volume.folder())) {
      files
          .map(file -> String.valueOf(file.getFileName()))
          .filter(name -> !OF_FILE_SYSTEMS.contains(name) && !name.startsWith("_new-"))
          .findFirst()
          .ifPresent(
              name -> {
                throw foreign(volume, "a folder that holds something else: " + name);
              });
      String text =
          JsonNodeFactory.instance
              .objectNode()
              .put("kind", KIND)
              .put("store", store)
              .put("name", volume.name())
              .toPrettyString();
      Disk.write(volume.folder().resolve(FILE), (text + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new BackendException(
          ErrorCode.UNAVAILABLE, told(volume) + " cannot be written: " + e, e);
    }
  }

  private static BackendException foreign(Volume volume, String what) {
    return new BackendException(
        ErrorCode.FOREIGN, told(volume) + " is " + what + "; it was left untouched");
  }

  private static String told(Volume volume) {
    return "the volume " + volume.name() + " at " + volume.folder();
  }
}
