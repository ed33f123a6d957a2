package dev.pagurus.tck.saboteurs;

import dev.pagurus.spi.Backend;
import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.Change;
import dev.pagurus.spi.Changes;
import dev.pagurus.spi.Commit;
import dev.pagurus.spi.Quota;
import dev.pagurus.spi.UserInfo;
import dev.pagurus.tck.stage.ForwardingBackend;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Users that are copied, renamed or deleted in a way of the backend's own, and a wrong one. */
final class UnitSaboteurs {

  private static final String GROUP = "ISOLATION";

  private UnitSaboteurs() {}

  static List<Saboteur> all() {
    return List.of(
        Saboteur.of(
            GROUP,
            "FEED-2",
            "a copy of a user has no deletions",
            copies(
                (next, user, as) ->
                    replay(next, user, as, change -> change instanceof Change.Written))),
        Saboteur.of(
            GROUP,
            "FEED-2",
            "a copy of a user lacks what was written last",
            copies(
                (next, user, as) -> {
                  long last = Forced.revision(next, user);
                  replay(next, user, as, change -> change.revision() < last - 1);
                })),
        Saboteur.of(
            GROUP,
            "LIFE-5",
            "whether a user is there is not always known",
            sound ->
                new ForwardingBackend(sound) {
                  @Override
                  public @Nullable UserInfo user(String user) {
                    return user.equals("bob") ? null : next.user(user);
                  }
                }),
        Saboteur.of(
            GROUP,
            "USER-2",
            "a renamed user stays under its old name",
            renames((next, user, to) -> replay(next, user, to, change -> true))),
        Saboteur.of(
            GROUP,
            "REV-1",
            "a renamed user begins at its first revision",
            renames(
                (next, user, to) -> {
                  Changes all = next.changes(user, 0, Integer.MAX_VALUE);
                  next.deleteUser(user);
                  next.replay(to, new Changes(all.changes().subList(0, 1), 1, false));
                })),
        Saboteur.of(
            GROUP,
            "LIFE-5",
            "a quota is looked at when a commit is done",
            Breaks.commit(
                (next, user, batch) -> {
                  Quota quota = next.quota(user);
                  if (quota.equals(Quota.NONE)) {
                    return next.commit(user, batch);
                  }
                  next.setQuota(user, Quota.NONE);
                  Commit commit = next.commit(user, batch);
                  next.setQuota(user, quota);
                  UserInfo info = next.user(user);
                  if (info != null) {
                    quota.judge(
                        new Quota.Usage(0, 0), new Quota.Usage(info.documents(), info.bytes()));
                  }
                  return commit;
                })),
        Saboteur.of(
            GROUP,
            "LIFE-4",
            "a quota is forgotten when it is set",
            sound ->
                new ForwardingBackend(sound) {
                  @Override
                  public void setQuota(String user, Quota quota) {
                    next.quota(user);
                  }
                }),
        Saboteur.of(
            GROUP,
            "REV-3",
            "a user is deleted whatever its revision",
            sound ->
                new ForwardingBackend(sound) {
                  @Override
                  public boolean deleteUser(String user, OptionalLong expected) {
                    return next.deleteUser(user);
                  }
                }));
  }

  /** A copy or a rename. */
  private interface Unit {
    void make(Backend next, String user, String other);
  }

  private static void replay(Backend next, String user, String as, Predicate<Change> told) {
    Changes all = next.changes(user, 0, Integer.MAX_VALUE);
    next.replay(as, new Changes(all.changes().stream().filter(told).toList(), all.upTo(), false));
  }

  private static void require(Backend next, String user, String other) {
    if (next.user(user) == null) {
      throw BackendException.noUser();
    }
    if (next.user(other) != null) {
      throw BackendException.userExists(other);
    }
  }

  private static UnaryOperator<Backend> copies(Unit broken) {
    return sound ->
        new ForwardingBackend(sound) {
          @Override
          public boolean copyUser(String user, String as) {
            require(next, user, as);
            broken.make(next, user, as);
            return true;
          }
        };
  }

  private static UnaryOperator<Backend> renames(Unit broken) {
    return sound ->
        new ForwardingBackend(sound) {
          @Override
          public boolean renameUser(String user, String to) {
            require(next, user, to);
            broken.make(next, user, to);
            return true;
          }
        };
  }
}
