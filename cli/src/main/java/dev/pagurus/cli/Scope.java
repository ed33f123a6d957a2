package dev.pagurus.cli;

import dev.pagurus.Document;
import dev.pagurus.Page;
import dev.pagurus.Store;
import dev.pagurus.document.Body;
import dev.pagurus.query.Query;
import dev.pagurus.spi.Plan;
import dev.pagurus.spi.UserInfo;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where a query looks: a collection of one user, or of all.
 *
 * @param store the store
 * @param user whose, null for all
 * @param collection in which collection
 */
record Scope(Store store, @Nullable String user, String collection) {

  Page<Body> find(Query query, Optional<String> cursor) {
    if (user == null) {
      var across = store.acrossUsers(collection, Body.class);
      return cursor.isPresent() ? across.find(query, cursor.get()) : across.find(query);
    }
    var own = store.user(user).collection(collection, Body.class);
    return cursor.isPresent() ? own.find(query, cursor.get()) : own.find(query);
  }

  /** The best matches first. */
  Page<Body> search(Query query) {
    if (user == null) {
      throw new Failure(ExitCode.WRONG_USE, "--best orders what one user has, not all users");
    }
    return store.user(user).collection(collection, Body.class).search(query);
  }

  Stream<Document<Body>> stream(Query query) {
    return user == null
        ? store.acrossUsers(collection, Body.class).stream(query)
        : store.user(user).collection(collection, Body.class).stream(query);
  }

  long count(Query query) {
    return user == null
        ? store.acrossUsers(collection, Body.class).count(query)
        : store.user(user).collection(collection, Body.class).count(query);
  }

  /** How one user is asked; across users, each is asked the same. */
  Plan explain(Query query) {
    String one = user;
    if (one == null) {
      List<UserInfo> first = store.users(null, 1);
      one = first.isEmpty() ? "nobody" : first.get(0).user();
    }
    return store.user(one).collection(collection, Body.class).explain(query);
  }

  /** How many bytes of documents there are to look at, at most. */
  long bytes() {
    if (user != null) {
      return store.user(user).info().map(UserInfo::bytes).orElse(0L);
    }
    try (Stream<UserInfo> users = store.users()) {
      return users.mapToLong(UserInfo::bytes).sum();
    }
  }
}
