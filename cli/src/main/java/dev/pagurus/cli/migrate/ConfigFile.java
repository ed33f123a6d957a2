package dev.pagurus.cli.migrate;

import dev.pagurus.Locator;
import dev.pagurus.StoreConfig;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.Map;

/**
 * An application's configuration file, changed at once or not at all: who reads it while it is
 * switched, or after a crash, reads the one text or the other.
 */
final class ConfigFile {

  /** What is behind the name of the file that keeps the text from before. */
  static final String BEFORE = ".before-switch";

  private static final String PART = ".part";

  private final Path file;

  /**
   * A file that is there.
   *
   * @param file a link is followed, so that it stays one
   */
  ConfigFile(Path file) throws IOException {
    this.file = file.toRealPath();
  }

  /** The file that keeps the text from before the switch. */
  Path before() {
    return file.resolveSibling(file.getFileName() + BEFORE);
  }

  /** Whether the text as it is now is kept. */
  boolean isKept() throws IOException {
    return Files.exists(before()) && Files.mismatch(before(), file) < 0;
  }

  /** Whether nobody has changed it since it was switched from the text that is kept. */
  boolean isAsSwitched(Locator to) throws IOException {
    return Files.exists(before())
        && StoreConfig.relocate(before(), to)
            .text()
            .equals(Files.readString(file, StandardCharsets.UTF_8));
  }

  boolean canBeReplaced() {
    return Files.isWritable(file) && Files.isWritable(file.resolveSibling("."));
  }

  /** Where the store is that it names, whatever the environment says. */
  Place names() {
    return Place.of(StoreConfig.read(file, Map.of()).locator());
  }

  /** What it would say if it named another store. */
  StoreConfig.Relocated relocated(Locator to) {
    return StoreConfig.relocate(file, to);
  }

  /** Keeps the text as it is now, beside it. */
  void keep() throws IOException {
    write(before(), Files.readAllBytes(file));
  }

  /** Takes another text. */
  void say(String text) throws IOException {
    write(file, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Takes the text from before again, to the last byte; there is nothing to go back to then. */
  void takeBack() throws IOException {
    move(before(), file);
  }

  private void write(Path target, byte[] text) throws IOException {
    Path part = target.resolveSibling(target.getFileName() + PART);
    Files.deleteIfExists(part);
    Files.copy(file, part, StandardCopyOption.COPY_ATTRIBUTES); // for owner and permissions
    keepOwner(part);
    try (FileChannel channel =
        FileChannel.open(part, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
      ByteBuffer rest = ByteBuffer.wrap(text);
      while (rest.hasRemaining()) {
        channel.write(rest);
      }
      channel.force(true); // first, for a name may come to the medium before the bytes do
    }
    move(part, target);
  }

  /** Where the platform knows owners and lets them be given; else the writer is the owner. */
  private void keepOwner(Path part) {
    PosixFileAttributeView from = Files.getFileAttributeView(file, PosixFileAttributeView.class);
    PosixFileAttributeView to = Files.getFileAttributeView(part, PosixFileAttributeView.class);
    if (from == null || to == null) {
      return;
    }
    try {
      if (!to.readAttributes().group().equals(from.readAttributes().group())) {
        to.setGroup(from.readAttributes().group());
      }
      if (!to.getOwner().equals(from.getOwner())) {
        to.setOwner(from.getOwner());
      }
    } catch (IOException e) {
      // Only root may give files away.
    }
  }

  private static void move(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    if (File.separatorChar == '/') {
      try (FileChannel folder = FileChannel.open(to.resolveSibling("."))) {
        folder.force(true);
      }
    }
  }

  @Override
  public String toString() {
    return file.toString();
  }
}
