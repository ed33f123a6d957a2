package dev.pagurus.file;

import dev.pagurus.file.index.DocKey;
import dev.pagurus.file.index.Entries;
import dev.pagurus.file.index.IndexChange;
import dev.pagurus.file.index.SearchIndex;
import dev.pagurus.file.index.UserState;
import dev.pagurus.file.index.View;
import dev.pagurus.spi.Change;
import dev.pagurus.spi.Progress;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Forgets deletions older than the feed's retention (FEED-3), and gives back their room. */
final class Compaction {

  private final FileStore store;
  private final Checkpoints checkpoints;
  private final Instant before;

  Compaction(FileStore store, Checkpoints checkpoints) {
    this.store = store;
    this.checkpoints = checkpoints;
    this.before = store.planner().now().minus(store.settings().retention());
  }

  void run(Progress progress) throws IOException {
    checkpoints.checkpoint();
    long done = 0;
    for (String user : usersWithOldDeletions()) {
      checkpoints.exclusively(index -> forget(user, index));
      progress.at(++done, -1);
    }
    checkpoints.expunge();
  }

  private List<String> usersWithOldDeletions() {
    Generation generation = store.generations().acquire();
    List<String> names = new ArrayList<>();
    try (Entries<UserState> users = generation.view().users(null)) {
      for (UserState user = users.next(); user != null; user = users.next()) {
        if (!deletions(generation.view(), user.user(), true).isEmpty()) {
          names.add(user.user());
        }
      }
      return names;
    } finally {
      generation.release();
    }
  }

  /** The deletions of a user that are to be forgotten, or those that stay. */
  private List<Change.Deleted> deletions(View view, String user, boolean old) {
    List<Change.Deleted> deletions = new ArrayList<>();
    try (Entries<Change> feed = view.feed(user, 0)) {
      for (Change change = feed.next(); change != null; change = feed.next()) {
        if (change instanceof Change.Deleted deleted && deleted.at().isBefore(before) == old) {
          deletions.add(deleted);
        }
      }
    }
    return deletions;
  }

  private boolean forget(String name, SearchIndex index) throws IOException {
    User user = store.users().find(name);
    if (user == null) {
      return false;
    }
    View view = store.generations().current().view();
    UserState old = user.published();
    long horizon = old.horizon();
    List<IndexChange> changes = new ArrayList<>();
    for (Change.Deleted deletion : deletions(view, name, true)) {
      changes.add(new IndexChange.Forget(DocKey.of(name, deletion.address())));
      horizon = Math.max(horizon, deletion.revision());
    }
    UserState next = new UserState(name, old.revision(), old.time(), horizon, old.collections());
    user.plan(next);
    user.publish(next);
    changes.add(new IndexChange.User(next));
    index.apply(changes, collection -> List.of());
    store.userFiles().writeDurably(next);
    store.userFiles().replace(name, deletions(view, name, false));
    return true;
  }
}
