package dev.pagurus.file;

import dev.pagurus.file.index.UserState;
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
      UserState state = generation.view().user(name);
      return state == null ? null : new User(state);
    } finally {
      generation.view().release();
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

  /** All users are as the index tells them; while nobody commits. */
  void forgetAll() {
    known.clear();
  }

  /** Forgets users that can be loaded again; while nobody commits. */
  void forgetIdle(Overlay growing) {
    if (known.size() > MAX_IDLE) {
      known.keySet().removeIf(name -> growing.user(name) == null);
    }
  }
}
