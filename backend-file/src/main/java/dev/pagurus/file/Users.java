package dev.pagurus.file;

import dev.pagurus.file.index.DocKey;
import dev.pagurus.file.index.UserState;
import dev.pagurus.file.index.View;
import dev.pagurus.spi.Change;
import dev.pagurus.spi.StoredDocument;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** The users in memory: all that changed since the index was written, and some others. */
final class Users {

  private static final int MAX_IDLE = 10_000;

  private final ConcurrentMap<String, User> known = new ConcurrentHashMap<>();
  private final Generations generations;

  Users(Generations generations) {
    this.generations = generations;
  }

  /** A user, null if there is none. */
  @Nullable User find(String name) {
    User there = known.get(name);
    return there != null ? there : known.computeIfAbsent(name, this::load);
  }

  private @Nullable User load(String name) {
    Generation generation = generations.acquire();
    try {
      for (Overlay overlay : generation.overlays()) {
        User touched = overlay.user(name);
        if (touched != null) {
          return touched;
        }
      }
      UserState state = generation.before(name);
      return state == null ? null : new User(state);
    } finally {
      generation.release();
    }
  }

  /** A user, at revision 0 if there was none. */
  User findOrMake(String name) {
    User there = find(name);
    return there != null ? there : known.computeIfAbsent(name, none -> new User(User.nobody(none)));
  }

  /** A user that was deleted is new. */
  void forget(String name) {
    known.remove(name);
  }

  /**
   * Goes on with an index that was made from the files, which does not have all that came since:
   * documents and bytes are counted anew; while nobody commits.
   */
  void restart(View made, Generation generation) {
    Map<String, User> fresh = new HashMap<>();
    generation.overlays().forEach(overlay -> overlay.users().forEach(u -> fresh.put(u.name(), u)));
    known.keySet().retainAll(fresh.keySet());
    for (User user : fresh.values()) {
      UserState state = recount(user, made, generation);
      user.plan(state);
      user.publish(state);
    }
  }

  private static UserState recount(User user, View made, Generation generation) {
    UserState told = user.published();
    UserState inFiles = made.user(user.name());
    UserState base = inFiles == null ? User.nobody(user.name()) : inFiles;
    Set<DocKey> keys = new HashSet<>();
    generation.overlays().forEach(overlay -> keys.addAll(overlay.of(user.name()).keySet()));
    Counts counts = new Counts(base.collections());
    for (DocKey key : keys) {
      Version latest = generation.latest(key);
      StoredDocument after = latest == null ? null : latest.document();
      counts.replace(key.collection(), document(made.document(key)), after);
    }
    return counts.state(
        user.name(),
        Math.max(told.revision(), base.revision()),
        told.time().isAfter(base.time()) ? told.time() : base.time(),
        Math.max(told.horizon(), base.horizon()));
  }

  private static @Nullable StoredDocument document(@Nullable Change change) {
    return change instanceof Change.Written written ? written.document() : null;
  }

  /** Forgets users that can be loaded again; while nobody commits. */
  void forgetIdle(Overlay growing) {
    if (known.size() > MAX_IDLE) {
      known.keySet().removeIf(name -> growing.user(name) == null);
    }
  }
}
