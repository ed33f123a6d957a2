package dev.pagurus.file.index;

import dev.pagurus.document.Address;
import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.ErrorCode;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.IndexFormatTooNewException;
import org.apache.lucene.index.IndexFormatTooOldException;
import org.apache.lucene.store.AlreadyClosedException;
import org.jspecify.annotations.Nullable;

/** Lucene's errors as the contract's. */
final class IndexErrors {

  private IndexErrors() {}

  /** Something that may fail as Lucene does. */
  interface Action<T> {
    T run() throws IOException;
  }

  static <T> T guard(Action<T> action) {
    try {
      return action.run();
    } catch (BackendException e) {
      throw e;
    } catch (IOException | RuntimeException | AssertionError | InternalError e) {
      throw translate(e);
    }
  }

  /** Something that may answer nothing, and fail as Lucene does. */
  interface Search<T> {
    @Nullable T run() throws IOException;
  }

  static <T> @Nullable T search(Search<T> search) {
    try {
      return search.run();
    } catch (BackendException e) {
      throw e;
    } catch (IOException | RuntimeException | AssertionError | InternalError e) {
      throw translate(e);
    }
  }

  static BackendException translate(Throwable e) {
    if (e instanceof BackendException known) {
      return known;
    }
    if (e instanceof AlreadyClosedException closed) {
      Throwable tragedy = closed.getCause();
      return tragedy == null
          ? new BackendException(ErrorCode.CLOSED, "the search index is closed", e)
          : new BackendException(
              ErrorCode.UNAVAILABLE,
              "the search index has stopped after an error ("
                  + tragedy.getMessage()
                  + "): open the store again",
              e);
    }
    if (e instanceof RuntimeException && e.getCause() instanceof Exception cause) {
      return translate(cause); // such as that which stopped the writer
    }
    if (isDamage(e)) {
      return damaged(String.valueOf(e.getMessage()), null, e);
    }
    return new BackendException(
        ErrorCode.UNAVAILABLE,
        "the search index cannot be read or written ("
            + e.getMessage()
            + "): see that there is room and that files may be opened, then try again",
        e);
  }

  /**
   * A writer that is stopping may close its parts before it tells why.
   *
   * @param tragedy what stopped it, null if nothing did
   */
  static AlreadyClosedException because(AlreadyClosedException e, @Nullable Throwable tragedy) {
    return tragedy == null || e.getCause() != null
        ? e
        : new AlreadyClosedException(e.getMessage(), tragedy);
  }

  /** The error of an index that does not say what was written to it. */
  static BackendException damaged(String what, @Nullable Address address, Throwable cause) {
    return new BackendException(
        ErrorCode.CORRUPT,
        "the search index is damaged (" + what + "): run reindex, which builds it anew",
        address,
        new IndexDamage(cause));
  }

  /** What Lucene and its decoders throw when bytes are not what they should be. */
  static boolean isDamage(Throwable e) {
    if (e instanceof RuntimeException && e.getCause() instanceof IOException cause) {
      return isDamage(cause); // doc values wrap what reading them met
    }
    return e instanceof RuntimeException
        || e instanceof Error // an assertion of a decoder, or a file that ends within its map
        || e instanceof CorruptIndexException
        || e instanceof IndexFormatTooOldException
        || e instanceof IndexFormatTooNewException
        || e instanceof EOFException
        || e instanceof NoSuchFileException
        || e instanceof FileNotFoundException
        || isFolder(e)
        || !(e instanceof FileSystemException || isOfSystem(e));
  }

  private static boolean isFolder(Throwable e) {
    return e instanceof IOException && String.valueOf(e.getMessage()).contains("s a directory");
  }

  /** Messages of the operating system come as bare IOExceptions from channels. */
  private static boolean isOfSystem(Throwable e) {
    String message = String.valueOf(e.getMessage());
    return e.getClass() == IOException.class
        && (message.contains("space") || message.contains("Too many") || message.contains("error"));
  }
}
