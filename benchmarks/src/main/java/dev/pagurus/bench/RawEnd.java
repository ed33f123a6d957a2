package dev.pagurus.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A store made by hand as an end of a move: read to its end, or filled by batches of one user, each
 * of which is durable when it is written.
 */
interface RawEnd extends AutoCloseable {

  /** Hears a document. */
  interface Reader {
    void document(String user, String id, byte[] body) throws IOException;
  }

  /** Reads all documents, user by user, in the order of ids; answers how many. */
  long read(Reader reader);

  /** Commits documents of one user together. */
  void write(String user, List<Sample> batch, List<byte[]> bodies);

  @Override
  void close();

  /** A store of a shell's kind in a directory. */
  static RawEnd open(String shell, Path directory) {
    try {
      Files.createDirectories(directory);
      return switch (shell) {
        case "sqlite" -> new OneFile(new RawSide(directory.resolve("raw.db"), false, false));
        case "file" -> new ManyFiles(new RawFileSide(directory, RawFormat.TOML, false, true));
        default -> new FilePerUser(directory);
      };
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What user and id are together where one name must do. */
  static String key(String user, String id) {
    return user + "~" + id;
  }

  /** The same documents under such names. */
  static List<Sample> named(String user, List<Sample> batch) {
    return batch.stream()
        .map(sample -> new Sample(key(user, sample.id()), sample.document()))
        .toList();
  }

  private static void tell(Reader reader, String key, byte[] body) throws IOException {
    int end = key.indexOf('~');
    reader.document(key.substring(0, end), key.substring(end + 1), body);
  }

  /** One SQLite file. */
  record OneFile(RawSide side) implements RawEnd {

    @Override
    public long read(Reader reader) {
      return side.forEach((key, body) -> tell(reader, key, body));
    }

    @Override
    public void write(String user, List<Sample> batch, List<byte[]> bodies) {
      side.write(named(user, batch), bodies);
    }

    @Override
    public void close() {
      side.close();
    }
  }

  /** Files, an index of them, and a log. */
  record ManyFiles(RawFileSide side) implements RawEnd {

    @Override
    public long read(Reader reader) {
      return side.forEach((key, body) -> tell(reader, key, body));
    }

    @Override
    public void write(String user, List<Sample> batch, List<byte[]> bodies) {
      side.write(named(user, batch), bodies);
    }

    @Override
    public void close() {
      side.close();
    }
  }

  /** A SQLite file for each user, of which one is open at a time. */
  final class FilePerUser implements RawEnd {

    private final Path directory;
    private String user = "";
    private @Nullable RawSide open;

    FilePerUser(Path directory) {
      this.directory = directory;
    }

    private RawSide side(String wanted) {
      RawSide side = open;
      if (side == null || !user.equals(wanted)) {
        close();
        try {
          side = new RawSide(directory.resolve(wanted + ".db"), false, false);
        } catch (SQLException e) {
          throw new IllegalStateException(e);
        }
        open = side;
        user = wanted;
      }
      return side;
    }

    @Override
    public long read(Reader reader) {
      long count = 0;
      for (String name : users()) {
        count += side(name).forEach((id, body) -> reader.document(name, id, body));
      }
      return count;
    }

    private List<String> users() {
      try (Stream<Path> files = Files.list(directory)) {
        return files
            .map(file -> String.valueOf(file.getFileName()))
            .filter(name -> name.endsWith(".db"))
            .map(name -> name.substring(0, name.length() - ".db".length()))
            .sorted()
            .toList();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void write(String owner, List<Sample> batch, List<byte[]> bodies) {
      side(owner).write(batch, bodies);
    }

    @Override
    public void close() {
      RawSide side = open;
      open = null;
      if (side != null) {
        side.close();
      }
    }
  }
}
