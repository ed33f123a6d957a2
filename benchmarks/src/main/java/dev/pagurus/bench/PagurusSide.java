package dev.pagurus.bench;

import static dev.pagurus.query.Query.where;

import dev.pagurus.Document;
import dev.pagurus.DocumentCollection;
import dev.pagurus.DocumentLines;
import dev.pagurus.Page;
import dev.pagurus.Store;
import dev.pagurus.WriteBatch;
import dev.pagurus.document.Address;
import dev.pagurus.document.Body;
import dev.pagurus.query.Query;
import dev.pagurus.spi.Progress;
import dev.pagurus.spi.StoredDocument;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Ours, as an application calls it. */
final class PagurusSide implements Side {

  private final Store store;
  private final DocumentCollection<ObjectNode> places;
  private final DocumentCollection<Body> bodies;

  PagurusSide(Store store) {
    this.store = store;
    this.places = store.user(Records.USER).collection(Records.COLLECTION);
    this.bodies = store.user(Records.USER).collection(Records.COLLECTION, Body.class);
  }

  @Override
  public void importBatch(List<Sample> batch) {
    WriteBatch writes = store.user(Records.USER).batch();
    for (Sample sample : batch) {
      writes.put(Records.COLLECTION, sample.id(), sample.document());
    }
    writes.commit();
  }

  @Override
  public void put(Sample sample) {
    places.put(sample.id(), sample.document());
  }

  @Override
  public JsonNode get(String id) {
    return places.get(id).orElseThrow().value();
  }

  @Override
  public List<JsonNode> ward(String ward) {
    return trees(places.find(where("ward").eq(ward).limit(Records.PER_WARD)));
  }

  @Override
  public List<JsonNode> fromPopulation(long population) {
    return trees(places.find(where("population").ge(population).orderBy("population").limit(20)));
  }

  @Override
  public List<JsonNode> downFromPopulation(long population) {
    return trees(
        places.find(where("population").le(population).orderByDescending("population").limit(20)));
  }

  @Override
  public List<JsonNode> titled(String word) {
    return trees(places.find(where("title").matches(word).limit(20)));
  }

  private static List<JsonNode> trees(Page<ObjectNode> page) {
    List<JsonNode> trees = new ArrayList<>(page.size());
    for (Document<ObjectNode> document : page) {
      trees.add(document.value());
    }
    return trees;
  }

  @Override
  public long scan(Consumer<byte[]> documents) {
    long count = 0;
    try (Stream<Document<Body>> all = bodies.stream()) {
      for (Iterator<Document<Body>> i = all.iterator(); i.hasNext(); count++) {
        documents.accept(i.next().value().bytes());
      }
    }
    return count;
  }

  @Override
  public long scanTrees(Consumer<JsonNode> documents) {
    long count = 0;
    try (Stream<Document<ObjectNode>> all = places.stream()) {
      for (Iterator<Document<ObjectNode>> i = all.iterator(); i.hasNext(); count++) {
        documents.accept(i.next().value());
      }
    }
    return count;
  }

  @Override
  public long count() {
    return places.count();
  }

  @Override
  public long countFromPopulation(long population) {
    return places.count(where("population").ge(population));
  }

  @Override
  public long export(OutputStream out) throws IOException {
    long count = 0;
    try (Stream<Document<Body>> all = bodies.stream(Query.all())) {
      for (Iterator<Document<Body>> i = all.iterator(); i.hasNext(); count++) {
        Document<Body> one = i.next();
        Address address = new Address(one.collection(), one.id());
        out.write(
            DocumentLines.write(
                one.user(),
                new StoredDocument(
                    address, one.revision(), one.createdAt(), one.updatedAt(), one.value())));
        out.write('\n');
      }
    }
    return count;
  }

  @Override
  public long verify() {
    return store.verify(
        finding -> {
          throw new IllegalStateException("damaged: " + finding);
        },
        Progress.NONE);
  }

  @Override
  public void close() {
    store.close();
  }
}
