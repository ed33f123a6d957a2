package dev.pagurus.migrator;

import dev.pagurus.spi.Backend;
import dev.pagurus.spi.CollectionInfo;
import dev.pagurus.spi.UserInfo;
import java.util.Iterator;

/**
 * How much there is to be moved.
 *
 * @param users how many users
 * @param documents how many documents
 * @param bytes bytes of their canonical bodies
 */
record Extent(long users, long documents, long bytes) {

  /** As the source tells it; {@code step} is called for each user. */
  static Extent of(Backend source, MigrationOptions options, Runnable step) {
    long users = 0;
    long documents = 0;
    long bytes = 0;
    Iterator<UserPair> all = UserPairs.of(source, source, options.users(), null);
    while (all.hasNext()) {
      step.run();
      UserInfo info = all.next().source();
      if (info == null) {
        continue;
      }
      users++;
      if (options.collections().isEmpty()) {
        documents += info.documents();
        bytes += info.bytes();
        continue;
      }
      for (CollectionInfo each : source.collections(info.user())) {
        if (options.movesCollection(each.collection())) {
          documents += each.documents();
          bytes += each.bytes();
        }
      }
    }
    return new Extent(users, documents, bytes);
  }
}
