package dev.pagurus.file;

import dev.pagurus.file.index.DocKey;
import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.Change;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.spi.Finding;
import dev.pagurus.spi.StoredDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Tells a person's doing from the store's own, by what is known and the times of files, and takes
 * it into history. For one thread.
 */
final class Edits {

  private static final int MOST_TOLD = 1_000;

  /** Each damage is told once. */
  private final Set<String> told = new HashSet<>();

  private final FileStore store;
  private final Addresses addresses;
  private final Reindex reindex;
  private final Consumer<Finding> untaken;

  /**
   * Knows of no edit yet.
   *
   * @param untaken hears of what cannot be taken in, once
   */
  Edits(FileStore store, Reindex reindex, Consumer<Finding> untaken) {
    this.store = store;
    this.addresses = new Addresses(store);
    this.reindex = reindex;
    this.untaken = untaken;
  }

  /** What is known of a document, planned commits included. */
  @Nullable StoredDocument known(DocKey key) {
    return store.generations().known(key) instanceof Change.Written written
        ? written.document()
        : null;
  }

  /** Which document a file is, null if it tells none. */
  @Nullable DocKey keyOf(Path file) throws IOException {
    return store.records().places().isRecord(file) ? addresses.of(file) : null;
  }

  /**
   * Whether a file, there or not, may be otherwise than what is known; costs a look at its time.
   */
  boolean mayBeEdited(DocKey key, Path file, @Nullable StoredDocument known) {
    if (store.writer().isWaiting(key)) {
      return false;
    }
    return known == null
        ? Files.exists(file, LinkOption.NOFOLLOW_LINKS)
        : store
            .records()
            .isTouched(file, known); // a hint: whoever takes it in looks for the record
  }

  /**
   * Takes in what was done to some files, there or not.
   *
   * @return how many documents were changed
   */
  long takeIn(Collection<Path> files) throws IOException {
    TreeMap<String, List<DocKey>> byUser = new TreeMap<>();
    for (Path file : files) {
      DocKey key = keyOf(file);
      if (key != null && mayBeEdited(key, file, known(key))) {
        byUser.computeIfAbsent(key.user(), none -> new ArrayList<>()).add(key);
      }
    }
    return byUser.values().stream().mapToLong(this::takeInKeys).sum();
  }

  /** The same for records of one user. */
  long takeInKeys(List<DocKey> keys) {
    return reindex.takeInAll(keys.stream().distinct().filter(this::isWhole).toList());
  }

  private boolean isWhole(DocKey key) {
    try {
      store.records().byHand(key);
      return true;
    } catch (BackendException e) {
      if (e.code() != ErrorCode.CORRUPT) {
        throw e;
      }
      if (told.size() < MOST_TOLD && told.add(String.valueOf(e.getMessage()))) {
        untaken.accept(new Finding(key.user(), key.address(), String.valueOf(e.getMessage())));
      }
      return false;
    }
  }
}
