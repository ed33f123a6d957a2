package dev.pagurus.bench;

import static dev.pagurus.query.Query.where;

import dev.pagurus.Store;
import java.nio.file.Path;
import tools.jackson.databind.JsonNode;

/** Ours, as an application calls it. */
final class PagurusUsers implements UsersSide {

  private final Store store;

  PagurusUsers(Path directory, int mostOpen) {
    store =
        Store.builder("sharded-sqlite:" + directory.resolve("users"))
            .setting("max-open", Integer.toString(mostOpen))
            .setting("upkeep", "0s")
            .open();
    if (store.definitions().isEmpty()) {
      store.indexes(Records.COLLECTION).value("ward").value("population");
    }
  }

  @Override
  public void put(String user, Sample sample) {
    store.user(user).collection(Records.COLLECTION).put(sample.id(), sample.document());
  }

  @Override
  public JsonNode get(String user, String id) {
    return store.user(user).collection(Records.COLLECTION).get(id).orElseThrow().value();
  }

  @Override
  public long countWard(String ward) {
    return store.acrossUsers(Records.COLLECTION).count(where("ward").eq(ward));
  }

  @Override
  public long countFromPopulation(long population) {
    return store.acrossUsers(Records.COLLECTION).count(where("population").ge(population));
  }

  @Override
  public void close() {
    store.close();
  }
}
