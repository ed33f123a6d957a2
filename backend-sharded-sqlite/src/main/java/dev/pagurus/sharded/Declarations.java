package dev.pagurus.sharded;

import dev.pagurus.spi.Backend;
import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.CollectionDefinition;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.spi.IndexDefinition;
import dev.pagurus.spi.Progress;
import dev.pagurus.spi.UserInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The declared indexes of the store, and how a file is brought up to them. A file remembers its own
 * declarations, so to bring it up is to compare the two.
 */
final class Declarations {

  /** What a file is brought up to that lacks an index: to be tried whenever it is opened. */
  private static final long NOT_BROUGHT_UP = -1;

  private final Registry registry;

  Declarations(Registry registry) {
    this.registry = registry;
  }

  /** Those that serve. */
  List<CollectionDefinition> serving() {
    List<CollectionDefinition> all = new ArrayList<>();
    registry
        .indexes()
        .declared()
        .forEach(
            (collection, indexes) -> {
              List<IndexDefinition> serving =
                  indexes.stream().filter(Declared::serves).map(Declared::index).toList();
              if (!serving.isEmpty()) {
                all.add(new CollectionDefinition(collection, serving));
              }
            });
    return all;
  }

  /** What a user's row is to tell of what can be looked for. */
  Clues clues(Backend file, UserInfo info) {
    return Clues.of(file, info, registry.indexes().declared());
  }

  /**
   * Declares in a file what it lacks and takes back what it has too much. An index that does not
   * serve yet is declared too, so that its building misses no file that is opened meanwhile.
   *
   * @param known up to which change the file was brought before
   * @param refusals hears of unique indexes that the file's documents do not allow, and that are
   *     left out; the file is not brought up then
   * @return up to which change it is brought now
   */
  long bringUp(Backend file, long known, Consumer<BackendException> refusals) {
    long now = registry.indexes().changes();
    if (now == known) {
      return now;
    }
    Map<String, List<Declared>> wanted = registry.indexes().declared();
    for (CollectionDefinition there : file.definitions()) {
      List<IndexDefinition> of = indexes(wanted.getOrDefault(there.collection(), List.of()));
      there.indexes().stream()
          .filter(index -> !of.contains(index))
          .forEach(index -> file.drop(there.collection(), index));
    }
    List<Refused> refused = new ArrayList<>();
    wanted.forEach((collection, all) -> define(file, collection, all, refused));
    // Of one that is still being built, who builds it hears.
    refused.stream().filter(one -> one.index().serves()).forEach(one -> refusals.accept(one.why()));
    return refused.isEmpty() ? now : NOT_BROUGHT_UP;
  }

  private record Refused(Declared index, BackendException why) {}

  private static List<IndexDefinition> indexes(List<Declared> all) {
    return all.stream().map(Declared::index).toList();
  }

  /** All at once, or else those that can be. */
  private static void define(
      Backend file, String collection, List<Declared> all, List<Refused> refused) {
    try {
      file.define(new CollectionDefinition(collection, indexes(all)), Progress.NONE);
    } catch (BackendException e) {
      if (e.code() != ErrorCode.UNIQUE_VIOLATION) {
        throw e;
      }
      if (all.size() == 1) {
        refused.add(new Refused(all.get(0), e));
      } else {
        all.forEach(one -> define(file, collection, List.of(one), refused));
      }
    }
  }
}
