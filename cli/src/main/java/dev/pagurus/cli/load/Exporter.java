package dev.pagurus.cli.load;

import dev.pagurus.DocumentLines;
import dev.pagurus.Store;
import dev.pagurus.document.Address;
import dev.pagurus.document.Names;
import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.spi.Progress;
import dev.pagurus.spi.Rows;
import dev.pagurus.spi.StoredDocument;
import dev.pagurus.spi.UserInfo;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Writes documents as lines, ordered by user, collection and id, in constant memory. Each
 * collection of a user is written as of one moment. For one thread.
 */
public final class Exporter {

  /** Why one user cannot be read, when others can. */
  private static final Set<ErrorCode> OF_ONE_USER =
      EnumSet.of(ErrorCode.UNAVAILABLE, ErrorCode.CORRUPT, ErrorCode.FOREIGN);

  private final Store store;
  private final Consumer<byte[]> lines;
  private final Consumer<String> damages;
  private final Progress progress;
  private long written;
  private long damaged;

  /**
   * An exporter.
   *
   * @param store what to export
   * @param lines takes every line, without its end
   * @param damages hears of every damaged document, which does not hide the others (DUR-4), and of
   *     users who cannot be read
   * @param progress hears of documents written
   */
  public Exporter(
      Store store, Consumer<byte[]> lines, Consumer<String> damages, Progress progress) {
    this.store = store;
    this.lines = lines;
    this.damages = damages;
    this.progress = progress;
  }

  /**
   * Writes what all users have. One who cannot be read is told of, and hides no other.
   *
   * @param collection the only collection to write, null for all
   * @throws BackendException UNAVAILABLE, CORRUPT or FOREIGN, after everything else, if a user
   *     could not be read
   */
  public void exportAll(@Nullable String collection) {
    BackendException first = null;
    try (Stream<UserInfo> users = store.users()) {
      for (Iterator<UserInfo> all = users.iterator(); all.hasNext(); ) {
        String user = all.next().user();
        try {
          exportUser(user, collection);
        } catch (BackendException e) {
          if (!OF_ONE_USER.contains(e.code())) {
            throw e;
          }
          first = first == null ? e : first;
          damages.accept("user " + Names.quote(user) + " cannot be read: " + e.getMessage());
        }
      }
    }
    if (first != null) {
      throw first;
    }
  }

  /**
   * Writes what one user has.
   *
   * @param user whose documents
   * @param collection the only collection to write, null for all
   */
  public void exportUser(String user, @Nullable String collection) {
    for (String each : store.backend().collectionNames(user)) {
      if (collection == null || collection.equals(each)) {
        exportCollection(user, each);
      }
    }
  }

  private void exportCollection(String user, String collection) {
    try (Rows rows = store.backend().scan(user, collection, null)) {
      for (boolean more = true; more; ) {
        more = exportNext(user, rows);
      }
    }
  }

  private boolean exportNext(String user, Rows rows) {
    try {
      StoredDocument row = rows.next();
      if (row == null) {
        return false;
      }
      lines.accept(DocumentLines.write(user, row));
      progress.at(++written, -1);
    } catch (BackendException e) {
      Address address = e.address();
      if (e.code() != ErrorCode.CORRUPT || address == null) {
        throw e;
      }
      damaged++;
      damages.accept("damaged: user " + Names.quote(user) + ", " + address + ": " + e.getMessage());
    }
    return true;
  }

  /**
   * How many documents were written.
   *
   * @return 0 or more
   */
  public long written() {
    return written;
  }

  /**
   * How many documents are damaged.
   *
   * @return 0 or more
   */
  public long damaged() {
    return damaged;
  }
}
