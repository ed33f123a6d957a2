package dev.pagurus.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * Files in 256 folders, each put in its place at once: a temporary file, forced or not, and a
 * rename. Ids are plain names here. Safe for many threads.
 */
final class RawFiles {

  private static final int FOLDERS = 256;

  private final Path top;
  private final String extension;
  private final AtomicLong temporaries = new AtomicLong();
  private final Set<Path> unforced = ConcurrentHashMap.newKeySet();

  RawFiles(Path top, String extension) throws IOException {
    this.top = top;
    this.extension = extension;
    if (!Files.isDirectory(top)) {
      Files.createDirectories(top);
      for (int i = 0; i < FOLDERS; i++) {
        Files.createDirectory(folder(i));
      }
    }
  }

  Path top() {
    return top;
  }

  private Path folder(int number) {
    return top.resolve(String.format(Locale.ROOT, "%02x", number));
  }

  private Path file(String id) {
    int hash = id.hashCode() * 0x9E3779B9;
    return folder(hash >>> 24).resolve(id + extension);
  }

  byte[] read(String id) throws IOException {
    return Files.readAllBytes(file(id));
  }

  /** Writes files; when it returns they are safe, if that is asked for. */
  void write(List<String> ids, List<byte[]> texts, boolean forced) throws IOException {
    Set<Path> folders = new LinkedHashSet<>();
    for (int i = 0; i < ids.size(); i++) {
      Path file = file(ids.get(i));
      write(file, texts.get(i), forced);
      folders.add(file.getParent());
      if (!forced) {
        unforced.add(file);
      }
    }
    if (forced) {
      for (Path folder : folders) {
        force(folder, StandardOpenOption.READ);
      }
    }
  }

  private void write(Path file, byte[] text, boolean forced) throws IOException {
    Path temporary = file.resolveSibling("." + temporaries.incrementAndGet() + ".tmp");
    try (FileChannel channel =
        FileChannel.open(
            temporary,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap(text);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      if (forced) {
        channel.force(true);
      }
    }
    Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Forces what was not forced when it was written; while nobody writes. */
  void force() throws IOException {
    Set<Path> folders = new LinkedHashSet<>();
    for (Path file : unforced) {
      force(file, StandardOpenOption.WRITE);
      folders.add(file.getParent());
    }
    for (Path folder : folders) {
      force(folder, StandardOpenOption.READ);
    }
    unforced.clear();
  }

  private static void force(Path path, StandardOpenOption how) throws IOException {
    try (FileChannel channel = FileChannel.open(path, how)) {
      channel.force(true);
    }
  }

  /** The ids of files that were changed at a moment or after. */
  List<String> changedSince(long millis) throws IOException {
    try (Stream<Path> all = Files.walk(top)) {
      return all.filter(file -> file.toString().endsWith(extension))
          .filter(file -> file.toFile().lastModified() >= millis)
          .map(file -> name(file).replace(extension, ""))
          .toList();
    }
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }
}
