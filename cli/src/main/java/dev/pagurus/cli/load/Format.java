package dev.pagurus.cli.load;

import dev.pagurus.Store;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What lines mean, and how they are written. Safe for many threads. */
public sealed interface Format permits PlainFormat, NativeFormat {

  /**
   * Understands a line.
   *
   * @param line UTF-8
   * @return what it says
   * @throws IllegalArgumentException if it cannot be taken; the message says why
   */
  Item parse(Line line);

  /**
   * Writes the documents of one user, all or none.
   *
   * @param store where
   * @param user whose
   * @param items up to 1,000, no address twice
   * @throws Refused if one of them, that it names, cannot be written; then none was
   */
  void write(Store store, String user, List<Item> items) throws Refused;

  /** The store does not take a document for what the document is; nothing was written. */
  final class Refused extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient @Nullable Item item;

    Refused(@Nullable Item item, RuntimeException cause) {
      super(cause.getMessage(), cause);
      this.item = item;
    }

    /** Which document, null if that is not known. */
    @Nullable Item item() {
      return item;
    }
  }
}
