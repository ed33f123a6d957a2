package dev.pagurus.bench;

import static org.dizitart.no2.filters.FluentFilter.where;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.dizitart.no2.Nitrite;
import org.dizitart.no2.collection.Document;
import org.dizitart.no2.collection.FindOptions;
import org.dizitart.no2.collection.NitriteCollection;
import org.dizitart.no2.common.SortOrder;
import org.dizitart.no2.filters.Filter;
import org.dizitart.no2.index.IndexOptions;
import org.dizitart.no2.index.IndexType;
import org.dizitart.no2.mvstore.MVStoreModule;
import tools.jackson.databind.JsonNode;

/**
 * Nitrite on MVStore: a collection with our indexes. Its own ids are numbers, so ours is a member
 * with a unique index. It commits to MVStore, which writes and does not force; a second channel
 * forces the file.
 */
final class NitriteSide implements Side {

  private final Nitrite store;
  private final NitriteCollection places;
  private final boolean forced;
  private final FileChannel file;

  NitriteSide(Path directory, boolean forced) {
    this.forced = forced;
    Path path = directory.resolve("places.nitrite");
    store =
        Nitrite.builder()
            .loadModule(
                MVStoreModule.withConfig()
                    .filePath(path.toString())
                    .cacheSize(AllPeers.CACHE_MB)
                    .autoCommit(false)
                    .build())
            .openOrCreate();
    places = store.getCollection("places");
    index(IndexType.UNIQUE, NitriteDocuments.ID);
    index(IndexType.NON_UNIQUE, "ward");
    index(IndexType.NON_UNIQUE, "population");
    index(IndexType.NON_UNIQUE, "elevation");
    index(IndexType.NON_UNIQUE, "opened");
    index(IndexType.NON_UNIQUE, "kind", "population");
    index(IndexType.FULL_TEXT, "title");
    try {
      // Kept open: to close any channel of a file ends its locks, also those of others.
      file = FileChannel.open(path, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void index(String type, String... members) {
    if (!places.hasIndex(members)) {
      places.createIndex(IndexOptions.indexOptions(type), members);
    }
  }

  @Override
  public void importBatch(List<Sample> batch) {
    Document[] documents = batch.stream().map(NitriteDocuments::document).toArray(Document[]::new);
    places.insert(documents);
    commit();
  }

  @Override
  public void put(Sample sample) {
    Document document = NitriteDocuments.document(sample);
    // An update would keep members that the new document has not.
    synchronized (places) {
      places.remove(where(NitriteDocuments.ID).eq(sample.id()));
      places.insert(document);
    }
    commit();
  }

  private void commit() {
    synchronized (places) {
      store.commit();
    }
    if (forced) {
      try {
        file.force(true);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Override
  public JsonNode get(String id) {
    return NitriteDocuments.tree(places.find(where(NitriteDocuments.ID).eq(id)).firstOrNull());
  }

  @Override
  public List<JsonNode> ward(String ward) {
    return find(where("ward").eq(ward), 50);
  }

  @Override
  public List<JsonNode> titled(String word) {
    return find(where("title").text(word), 20);
  }

  private List<JsonNode> find(Filter filter, int limit) {
    List<JsonNode> trees = new ArrayList<>(limit);
    for (Document document : places.find(filter, byId().limit(limit))) {
      trees.add(NitriteDocuments.tree(document));
    }
    return trees;
  }

  private static FindOptions byId() {
    return FindOptions.orderBy(NitriteDocuments.ID, SortOrder.Ascending);
  }

  @Override
  public long scanTrees(Consumer<JsonNode> documents) {
    long count = 0;
    // The filter takes all; with it Nitrite walks the index in order and does not sort in memory.
    for (Document document : places.find(where(NitriteDocuments.ID).gte(""), byId())) {
      documents.accept(NitriteDocuments.tree(document));
      count++;
    }
    return count;
  }

  @Override
  public long count() {
    return places.size();
  }

  @Override
  public List<JsonNode> fromPopulation(long population) {
    throw new UnsupportedOperationException("sorts all of the range in memory");
  }

  @Override
  public List<JsonNode> downFromPopulation(long population) {
    throw new UnsupportedOperationException("sorts all of the range in memory");
  }

  @Override
  public long scan(Consumer<byte[]> documents) {
    throw new UnsupportedOperationException("has no bodies as JSON");
  }

  @Override
  public long countFromPopulation(long population) {
    throw new UnsupportedOperationException("not measured");
  }

  @Override
  public long export(OutputStream out) {
    throw new UnsupportedOperationException("not measured");
  }

  @Override
  public long verify() {
    throw new UnsupportedOperationException("not measured");
  }

  @Override
  public void close() {
    store.close();
    try {
      file.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
