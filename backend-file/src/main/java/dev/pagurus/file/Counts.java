package dev.pagurus.file;

import dev.pagurus.document.Utf8;
import dev.pagurus.file.index.UserState;
import dev.pagurus.spi.CollectionInfo;
import dev.pagurus.spi.StoredDocument;
import java.time.Instant;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A user's next state in the making: documents and bytes of its collections. */
final class Counts {

  private final NavigableMap<String, long[]> collections = new TreeMap<>(Utf8.ORDER);

  Counts(List<CollectionInfo> collections) {
    for (CollectionInfo info : collections) {
      this.collections.put(info.collection(), new long[] {info.documents(), info.bytes()});
    }
  }

  void replace(String collection, @Nullable StoredDocument before, @Nullable StoredDocument after) {
    long[] counts = collections.computeIfAbsent(collection, none -> new long[2]);
    counts[0] += (after == null ? 0 : 1) - (before == null ? 0 : 1);
    counts[1] += size(after) - size(before);
  }

  private static long size(@Nullable StoredDocument document) {
    return document == null ? 0 : document.body().size();
  }

  UserState state(String user, long revision, Instant time, long horizon) {
    List<CollectionInfo> infos =
        collections.entrySet().stream()
            .filter(entry -> entry.getValue()[0] > 0)
            .map(e -> new CollectionInfo(e.getKey(), e.getValue()[0], e.getValue()[1]))
            .toList();
    return new UserState(user, revision, time, horizon, infos);
  }
}
