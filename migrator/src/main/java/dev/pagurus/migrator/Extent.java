package dev.pagurus.migrator;

import dev.pagurus.spi.Backend;
import dev.pagurus.spi.CollectionInfo;
import dev.pagurus.spi.UserInfo;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * How much there is to be moved.
 *
 * @param users how many users
 * @param documents how many documents
 * @param bytes bytes of their canonical bodies
 * @param absent what was named to be moved and is not there, in words
 */
record Extent(long users, long documents, long bytes, List<String> absent) {

  /** As the source tells it; {@code step} is called for each user. */
  static Extent of(Backend source, MigrationOptions options, Runnable step) {
    long users = 0;
    long documents = 0;
    long bytes = 0;
    Set<String> unseenUsers = new TreeSet<>(options.users());
    Set<String> unseenCollections = new TreeSet<>(options.collections());
    Iterator<UserPair> all = UserPairs.of(source, source, options.users(), null);
    while (all.hasNext()) {
      step.run();
      UserInfo info = all.next().source();
      if (info == null) {
        continue;
      }
      users++;
      unseenUsers.remove(info.user());
      if (options.collections().isEmpty()) {
        documents += info.documents();
        bytes += info.bytes();
        continue;
      }
      for (CollectionInfo each : source.collections(info.user())) {
        if (options.movesCollection(each.collection())) {
          unseenCollections.remove(each.collection());
          documents += each.documents();
          bytes += each.bytes();
        }
      }
    }
    List<String> absent = new ArrayList<>();
    unseenUsers.forEach(user -> absent.add("the source has no user \"" + user + "\""));
    unseenCollections.forEach(
        collection -> absent.add("no user to be moved has a collection " + collection));
    return new Extent(users, documents, bytes, absent);
  }
}
