package dev.pagurus.sharded;

import dev.pagurus.document.Address;
import dev.pagurus.document.Body;
import dev.pagurus.spi.Backend;
import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.Batch;
import dev.pagurus.spi.Change;
import dev.pagurus.spi.Changes;
import dev.pagurus.spi.Commit;
import dev.pagurus.spi.Condition;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.spi.Rows;
import dev.pagurus.spi.StoredDocument;
import dev.pagurus.spi.UserInfo;
import dev.pagurus.spi.Write;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A table of the {@link Registry}. The registry is a store, so a table is one "user" of it, a row
 * is a document, and what a table holds is changed in one commit. The rows proper are in the
 * collection of the table's own name; what must change together with them is in others beside it.
 */
final class Table {

  private static final int CHANGES_PER_PAGE = 500;

  private final Backend backend;
  private final String name;

  Table(Backend backend, String name) {
    this.backend = backend;
    this.name = name;
  }

  /** Where a row is. */
  Address at(String id) {
    return new Address(name, id);
  }

  /** A row, null if it is not there. */
  @Nullable StoredDocument get(String id) {
    return get(at(id));
  }

  /** A row, or what is beside the rows; null if it is not there. */
  @Nullable StoredDocument get(Address address) {
    return backend.get(name, List.of(address)).found().get(0);
  }

  /**
   * All rows in order, as of now.
   *
   * @param after those after this one; null for all
   */
  Rows rows(@Nullable String after) {
    return backend.scan(name, name, after);
  }

  /** Everything in a collection beside the rows, in order, as of now. */
  Rows beside(String collection) {
    return backend.scan(name, collection, null);
  }

  /** Writes a row, there or not. */
  void put(String id, Body body) {
    change(List.of(new Write.Put(at(id), body, Condition.NONE)));
  }

  /** Removes a row, there or not. */
  void remove(String id) {
    change(List.of(new Write.Delete(at(id), Condition.NONE)));
  }

  /**
   * Changes rows, and what is beside them, all at once.
   *
   * @throws BackendException EXISTS or CONFLICT if a condition does not hold; nothing was changed
   */
  Commit change(List<Write> writes) {
    return backend.commit(name, new Batch(writes, OptionalLong.empty()));
  }

  /**
   * The same for who reckons with others.
   *
   * @return null if a condition does not hold, because another was faster; nothing was changed
   */
  @Nullable Commit tryChange(List<Write> writes) {
    try {
      return change(writes);
    } catch (BackendException e) {
      if (e.code() == ErrorCode.EXISTS || e.code() == ErrorCode.CONFLICT) {
        return null;
      }
      throw e;
    }
  }

  /** How many documents it holds, the rows and what is beside them. */
  long count() {
    UserInfo info = backend.user(name);
    return info == null ? 0 : info.documents();
  }

  /** How many changes of it there were. */
  long changes() {
    UserInfo info = backend.user(name);
    return info == null ? 0 : info.revision();
  }

  /** Tells of the rows that were written after a number of changes, as they are now. */
  void writtenSince(long changes, Consumer<StoredDocument> sink) {
    Changes page = new Changes(List.of(), changes, true);
    while (page.more()) {
      page = backend.changes(name, page.upTo(), CHANGES_PER_PAGE);
      for (Change change : page.changes()) {
        if (change instanceof Change.Written written
            && written.address().collection().equals(name)) {
          sink.accept(written.document());
        }
      }
    }
  }
}
