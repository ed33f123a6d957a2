package dev.pagurus;

import dev.pagurus.document.FieldPath;
import dev.pagurus.spi.CollectionDefinition;
import dev.pagurus.spi.IndexDefinition;
import dev.pagurus.spi.IndexDefinition.Kind;
import dev.pagurus.spi.Progress;
import java.util.Arrays;
import java.util.List;

/**
 * The indexes of a collection, for all users of the store (INDEX). Declaring one that is declared
 * changes nothing; one declared over documents that are there is built before the call returns,
 * while the store serves. Paths are in the text form of {@link FieldPath}: {@code location.lat}.
 */
public final class Indexes {

  private final Session session;
  private final String collection;

  Indexes(Session session, String collection) {
    this.session = session;
    this.collection = collection;
  }

  /**
   * Declares a value index: for comparisons, ranges, prefixes and orders.
   *
   * @param paths one or more; the first must be compared for the index to serve, the next narrow or
   *     order
   * @return this
   */
  public Indexes value(String... paths) {
    return declare(Kind.VALUE, paths);
  }

  /**
   * Declares a unique index: within a user, no two documents hold the same value; missing and null
   * are free. It serves finds as a value index does.
   *
   * @param path one path
   * @return this
   * @throws StoreException UNIQUE_VIOLATION naming documents that hold the same value already
   */
  public Indexes unique(String path) {
    return declare(Kind.UNIQUE, path);
  }

  /**
   * Declares an array index: for {@code contains}.
   *
   * @param path one path
   * @return this
   */
  public Indexes array(String path) {
    return declare(Kind.ARRAY, path);
  }

  /**
   * Declares a full-text index: for {@code matches}.
   *
   * @param paths one or more
   * @return this
   */
  public Indexes text(String... paths) {
    return declare(Kind.TEXT, paths);
  }

  private Indexes declare(Kind kind, String... paths) {
    return declare(
        calls()
            .run(
                () ->
                    new IndexDefinition(kind, Arrays.stream(paths).map(FieldPath::parse).toList())),
        Progress.NONE);
  }

  /**
   * Declares an index.
   *
   * @param index which
   * @param progress hears of documents indexed
   * @return this
   */
  public Indexes declare(IndexDefinition index, Progress progress) {
    calls()
        .run(
            () ->
                session
                    .backend()
                    .define(new CollectionDefinition(collection, List.of(index)), progress));
    return this;
  }

  /**
   * Takes an index back; one that is not declared is no error.
   *
   * @param index which
   * @return this
   */
  public Indexes drop(IndexDefinition index) {
    calls().run(() -> session.backend().drop(collection, index));
    return this;
  }

  /**
   * The indexes declared.
   *
   * @return all of them
   */
  public List<IndexDefinition> list() {
    return calls()
        .run(
            () ->
                session.backend().definitions().stream()
                    .filter(definition -> definition.collection().equals(collection))
                    .flatMap(definition -> definition.indexes().stream())
                    .toList());
  }

  private Calls calls() {
    return new Calls("index", null, collection, null);
  }
}
