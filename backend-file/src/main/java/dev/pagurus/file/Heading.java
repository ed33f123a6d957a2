package dev.pagurus.file;

import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.ErrorCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.tomlj.MutableTomlTable;
import org.tomlj.Toml;
import org.tomlj.TomlParseResult;

/**
 * What {@code store.toml} says: what this folder is, and what was fixed at its birth.
 *
 * @param id the identity of the store
 * @param records how records are written: {@code toml} or {@code json}
 */
record Heading(UUID id, String records) {

  private static final String KIND = "pagurus-file";
  static final long FORMAT = 1;

  /** How records are written. */
  RecordFormat format() {
    return records.equals("json") ? RecordFormat.JSON : RecordFormat.TOML;
  }

  byte[] write() {
    MutableTomlTable table = MutableTomlTable.create();
    table.addComment(
        "A store of Pagurus: one file per document, to be read and edited with any editor.");
    table.set("kind", KIND);
    table.set("format", FORMAT);
    table.set("id", id.toString());
    table.set("records", records);
    return table.toToml().getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Reads a heading.
   *
   * @throws BackendException FOREIGN if it is not one, or one of a newer format; CORRUPT
   */
  static Heading read(Path file, byte[] bytes) {
    TomlParseResult toml = Toml.parse(new String(bytes, StandardCharsets.UTF_8));
    if (toml.hasErrors()) {
      throw foreign(file, "it is not TOML: " + toml.errors().get(0));
    }
    if (!KIND.equals(toml.get("kind"))) {
      throw foreign(file, "it does not say kind = \"" + KIND + "\"");
    }
    if (!(toml.get("format") instanceof Long format)) {
      throw foreign(file, "it tells no format");
    }
    if (format != FORMAT) {
      throw foreign(
          file,
          "the store has the format "
              + format
              + " and this program knows up to "
              + FORMAT
              + ": use a newer one");
    }
    if (toml.get("id") instanceof String id
        && toml.get("records") instanceof String records
        && (records.equals("toml") || records.equals("json"))) {
      return new Heading(uuid(file, id), records);
    }
    throw foreign(file, "it must tell id and records (toml or json)");
  }

  /** Which store an open one is. */
  static String identity(FileStore store) {
    Path file = store.layout().heading();
    try {
      return read(file, Files.readAllBytes(file)).id().toString();
    } catch (IOException e) {
      throw Errors.of("cannot read " + file, e);
    }
  }

  private static UUID uuid(Path file, String id) {
    try {
      return UUID.fromString(id);
    } catch (IllegalArgumentException e) {
      throw foreign(file, "its id is no UUID");
    }
  }

  static BackendException foreign(Path path, String what) {
    return new BackendException(
        ErrorCode.FOREIGN,
        path + " does not make its folder a store of files that this program can open: " + what);
  }
}
