package dev.pagurus.tck.saboteurs;

import dev.pagurus.spi.Backend;
import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.Batch;
import dev.pagurus.spi.Changes;
import dev.pagurus.spi.CollectionDefinition;
import dev.pagurus.spi.Commit;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.spi.IndexDefinition;
import dev.pagurus.spi.Progress;
import dev.pagurus.spi.UserInfo;
import dev.pagurus.tck.journal.Flaw;
import dev.pagurus.tck.stage.ForwardingBackend;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What goes wrong with stores that are sealed as moved. */
final class SealSaboteurs {

  private static final String GROUP = "LIFECYCLE";

  private SealSaboteurs() {}

  static List<Saboteur> all() {
    return List.of(
        of("LIFE-4", "a sealed store takes commits", Leaky.Call.COMMIT),
        of("LIFE-4", "a sealed store takes replays", Leaky.Call.REPLAY),
        of("LIFE-4", "users of a sealed store can be deleted", Leaky.Call.DELETE),
        of("LIFE-4", "a sealed store takes declarations", Leaky.Call.DEFINE),
        of("LIFE-4", "indexes of a sealed store can be taken back", Leaky.Call.DROP),
        Saboteur.of(GROUP, "LIFE-4", "a seal keeps nobody out", telling(to -> null)),
        Saboteur.of(
            GROUP,
            "LIFE-4",
            "a seal tells the first word of where to",
            telling(to -> to == null ? null : to.split(" ", 2)[0])),
        Saboteur.of(
            GROUP,
            "LIFE-4",
            "what is sealed is taken for unavailable",
            Breaks.commit(SealSaboteurs::unavailable)),
        Saboteur.of(GROUP, "LIFE-4", "a seal is never taken off", SealSaboteurs::clinging),
        Saboteur.of(GROUP, "LIFE-4", "a seal is written over", SealSaboteurs::overwriting),
        Saboteur.of(
            GROUP, "LIFE-5", "sealing takes a revision of each user", SealSaboteurs::counting),
        DiskSaboteurs.flaw(
            GROUP + ".aSealOutlivesTheProcessAndGoesWithWhoTakesItOff",
            "DUR-1",
            "a seal is forgotten at opening",
            Flaw.REOPENING));
  }

  private static Saboteur of(String rule, String name, Leaky.Call call) {
    return Saboteur.of(GROUP, rule, name, sound -> new Leaky(sound, call));
  }

  /** Lets one kind of call through the seal. */
  private static final class Leaky extends ForwardingBackend {

    /** A call that changes something. */
    enum Call {
      COMMIT,
      REPLAY,
      DELETE,
      DEFINE,
      DROP
    }

    private final Call leak;

    Leaky(Backend sound, Call leak) {
      super(sound);
      this.leak = leak;
    }

    private synchronized <T> T call(Call which, Supplier<T> call) {
      String to = next.movedTo();
      if (to == null || which != leak) {
        return call.get();
      }
      next.unseal();
      try {
        return call.get();
      } finally {
        next.seal(to);
      }
    }

    @Override
    public Commit commit(String user, Batch batch) {
      return call(Call.COMMIT, () -> next.commit(user, batch));
    }

    @Override
    public void replay(String user, Changes changes) {
      call(
          Call.REPLAY,
          () -> {
            next.replay(user, changes);
            return true;
          });
    }

    @Override
    public boolean deleteUser(String user, OptionalLong expected) {
      return call(Call.DELETE, () -> next.deleteUser(user, expected));
    }

    @Override
    public boolean deleteUser(String user) {
      return call(Call.DELETE, () -> next.deleteUser(user));
    }

    @Override
    public void define(CollectionDefinition definition, Progress progress) {
      call(
          Call.DEFINE,
          () -> {
            next.define(definition, progress);
            return true;
          });
    }

    @Override
    public void drop(String collection, IndexDefinition index) {
      call(
          Call.DROP,
          () -> {
            next.drop(collection, index);
            return true;
          });
    }
  }

  private static UnaryOperator<Backend> telling(UnaryOperator<@Nullable String> change) {
    return sound ->
        new ForwardingBackend(sound) {
          @Override
          public @Nullable String movedTo() {
            return change.apply(next.movedTo());
          }
        };
  }

  private static Commit unavailable(Backend next, String user, Batch batch) {
    try {
      return next.commit(user, batch);
    } catch (BackendException e) {
      throw e.code() == ErrorCode.MOVED
          ? new BackendException(ErrorCode.UNAVAILABLE, String.valueOf(e.getMessage()), e)
          : e;
    }
  }

  private static Backend clinging(Backend sound) {
    return new ForwardingBackend(sound) {
      @Override
      public void unseal() {
        next.movedTo();
      }
    };
  }

  private static Backend overwriting(Backend sound) {
    return new ForwardingBackend(sound) {
      @Override
      public void seal(String to) {
        next.unseal();
        next.seal(to);
      }
    };
  }

  private static Backend counting(Backend sound) {
    return new ForwardingBackend(sound) {
      @Override
      public void seal(String to) {
        if (next.movedTo() == null) {
          for (UserInfo user : next.users(null, Integer.MAX_VALUE)) {
            next.replay(
                user.user(), new Changes(List.of(), Forced.revision(next, user.user()) + 1, false));
          }
        }
        next.seal(to);
      }
    };
  }
}
