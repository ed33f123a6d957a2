package dev.pagurus.sqlite;

import dev.pagurus.SettingValues;
import dev.pagurus.document.Address;
import dev.pagurus.document.Body;
import dev.pagurus.document.FieldPath;
import dev.pagurus.query.Query;
import dev.pagurus.spi.Backend;
import dev.pagurus.spi.Batch;
import dev.pagurus.spi.CollectionDefinition;
import dev.pagurus.spi.Commit;
import dev.pagurus.spi.Condition;
import dev.pagurus.spi.FindRequest;
import dev.pagurus.spi.Found;
import dev.pagurus.spi.IndexDefinition;
import dev.pagurus.spi.IndexDefinition.Kind;
import dev.pagurus.spi.OpenRequest;
import dev.pagurus.spi.Progress;
import dev.pagurus.spi.Rows;
import dev.pagurus.spi.StoredDocument;
import dev.pagurus.spi.Write;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the tests of this package have in common: stores, opened through the SPI. */
final class Stores {

  static final String USER = "alice";
  static final String PLACES = "places";

  private Stores() {}

  static Backend open(Path file) {
    return open(file, Map.of());
  }

  static Backend open(Path file, Map<String, String> settings) {
    return open(file, settings, OpenRequest.Mode.OPEN_OR_CREATE, InstantSource.system());
  }

  static Backend open(
      Path file, Map<String, String> settings, OpenRequest.Mode mode, InstantSource clock) {
    return new SqliteProvider().open(request(file, settings, mode, clock));
  }

  static OpenRequest request(
      Path file, Map<String, String> settings, OpenRequest.Mode mode, InstantSource clock) {
    return new OpenRequest(
        file.toString(), SettingValues.of(settings, SqliteSettings.ALL), mode, clock);
  }

  static Address place(String id) {
    return new Address(PLACES, id);
  }

  static Write.Put putting(String id, String json) {
    return new Write.Put(place(id), Body.parse(json), Condition.NONE);
  }

  static Commit put(Backend store, String id, String json) {
    return put(store, USER, id, json);
  }

  static Commit put(Backend store, String user, String id, String json) {
    return store.commit(user, Batch.of(putting(id, json)));
  }

  static Commit delete(Backend store, String id) {
    return store.commit(USER, Batch.of(new Write.Delete(place(id), Condition.NONE)));
  }

  static Commit commit(Backend store, String user, List<? extends Write> writes) {
    return store.commit(user, new Batch(List.copyOf(writes), OptionalLong.empty()));
  }

  static @Nullable StoredDocument get(Backend store, String user, String id) {
    return store.get(user, List.of(place(id))).found().get(0);
  }

  static IndexDefinition index(Kind kind, String... paths) {
    return new IndexDefinition(kind, Stream.of(paths).map(FieldPath::parse).toList());
  }

  static void define(Backend store, Kind kind, String... paths) {
    store.define(new CollectionDefinition(PLACES, List.of(index(kind, paths))), Progress.NONE);
  }

  static FindRequest request(String query) {
    return request(USER, Query.parse(query));
  }

  static FindRequest request(String user, Query query) {
    return new FindRequest(user, PLACES, query.filter(), query.order(), null, query.limit());
  }

  static List<String> ids(Backend store, String query) {
    try (Found found = store.find(request(query))) {
      return ids(found.rows());
    }
  }

  static List<String> ids(Rows rows) {
    List<String> ids = new ArrayList<>();
    for (StoredDocument row = rows.next(); row != null; row = rows.next()) {
      ids.add(row.address().id());
    }
    return ids;
  }
}
