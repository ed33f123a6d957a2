package dev.pagurus.tck.groups;

import dev.pagurus.DocumentCollection;
import dev.pagurus.UserStore;
import dev.pagurus.query.Query;
import dev.pagurus.spi.Changes;
import dev.pagurus.spi.CollectionInfo;
import dev.pagurus.spi.UserInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * All that a user shows, to be compared before and after: what is known of it, its feed with every
 * document, and how some queries are answered and counted.
 */
record Portrait(
    Optional<UserInfo> info,
    List<CollectionInfo> collections,
    Changes feed,
    List<List<String>> found,
    List<Long> counted) {

  static Portrait of(UserStore user, String collection, Query... queries) {
    DocumentCollection<ObjectNode> docs = user.collection(collection);
    Optional<UserInfo> info = user.info();
    long horizon = info.map(UserInfo::horizon).orElse(0L);
    List<List<String>> found = new ArrayList<>();
    List<Long> counted = new ArrayList<>();
    found.add(Stock.found(docs, Query.all()));
    counted.add(docs.count());
    for (Query query : queries) {
      found.add(Stock.found(docs, query));
      counted.add(docs.count(query));
    }
    return new Portrait(
        info, user.collections(), user.changes(horizon, Integer.MAX_VALUE), found, counted);
  }
}
