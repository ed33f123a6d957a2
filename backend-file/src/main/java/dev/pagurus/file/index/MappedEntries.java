package dev.pagurus.file.index;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Entries made into something else, one by one. */
final class MappedEntries<T> implements Entries<T> {

  private final Entries<StoredEntry> entries;
  private final Function<StoredEntry, T> meaning;

  MappedEntries(Entries<StoredEntry> entries, Function<StoredEntry, T> meaning) {
    this.entries = entries;
    this.meaning = meaning;
  }

  @Override
  public @Nullable T next() {
    StoredEntry entry = entries.next();
    return entry == null ? null : IndexErrors.guard(() -> meaning.apply(entry));
  }

  @Override
  public void close() {
    entries.close();
  }
}
