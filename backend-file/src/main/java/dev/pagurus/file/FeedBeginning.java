package dev.pagurus.file;

import dev.pagurus.file.index.IndexChange;
import dev.pagurus.file.index.SearchIndex;
import dev.pagurus.file.index.UserState;
import java.io.IOException;
import java.util.List;

/**
 * Says from which revision on a user's feed tells everything, where the deletions before were never
 * brought here (FEED-3).
 */
final class FeedBeginning {

  private final FileStore store;
  private final Checkpoints checkpoints;

  FeedBeginning(FileStore store, Checkpoints checkpoints) {
    this.store = store;
    this.checkpoints = checkpoints;
  }

  /** Answers whether the horizon moved. */
  boolean set(String user, long horizon) {
    try {
      checkpoints.checkpoint(); // so that no earlier state of the user waits to be told
      return checkpoints.exclusively(index -> set(user, horizon, index));
    } catch (IOException e) {
      throw Errors.of("cannot note where the feed of a user begins", e);
    }
  }

  private boolean set(String name, long horizon, SearchIndex index) throws IOException {
    User user = store.users().find(name);
    if (user == null) {
      return false;
    }
    UserState old = user.published();
    long begin = Math.min(horizon, old.revision());
    if (begin <= old.horizon()) {
      return false;
    }
    UserState next = new UserState(name, old.revision(), old.time(), begin, old.collections());
    user.plan(next);
    user.publish(next);
    index.apply(List.of(new IndexChange.User(next)), collection -> List.of());
    store.userFiles().writeDurably(next);
    return true;
  }
}
