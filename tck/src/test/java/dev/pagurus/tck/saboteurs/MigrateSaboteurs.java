package dev.pagurus.tck.saboteurs;

import dev.pagurus.spi.Backend;
import dev.pagurus.spi.Change;
import dev.pagurus.spi.Changes;
import dev.pagurus.spi.UserInfo;
import dev.pagurus.tck.stage.ForwardingBackend;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** What goes wrong for those who move stores. */
final class MigrateSaboteurs {

  private static final String GROUP = "MIGRATE";

  private MigrateSaboteurs() {}

  static List<Saboteur> all() {
    return List.of(
        of("FEED-1", "of deletions alone the first is left out", deletions(MigrateSaboteurs::less)),
        of("FEED-1", "deletions alone are all that was done", deletions(Backend::changes)),
        of(
            "FEED-1",
            "deletions alone begin at the revision asked for",
            deletions((next, user, since, limit) -> next.deletions(user, since + 1, limit))),
        of(
            "FEED-3",
            "deletions alone are told from before the horizon",
            deletions(
                (next, user, since, limit) ->
                    next.deletions(user, Math.max(since, horizon(next, user)), limit))),
        of("FEED-3", "where a feed begins is told and not kept to", MigrateSaboteurs::talkative),
        of("FEED-3", "a feed begins where it is told last", MigrateSaboteurs::moving),
        of("LIFE-1", "a store is another each time", identity(() -> UUID.randomUUID().toString())),
        of("LIFE-1", "all stores are one", identity(() -> "one")),
        of(
            "FEED-4",
            "what is replayed has no deletions",
            Breaks.replay((next, user, page) -> next.replay(user, documents(page)))),
        of(
            "FEED-2",
            "one document is never replayed",
            Breaks.replay((next, user, page) -> next.replay(user, withoutOne(page)))));
  }

  private static Saboteur of(String rule, String name, UnaryOperator<Backend> breaks) {
    return Saboteur.of(GROUP, rule, name, breaks);
  }

  private static UnaryOperator<Backend> deletions(Breaks.Telling broken) {
    return sound ->
        new ForwardingBackend(sound) {
          @Override
          public Changes deletions(String user, long since, int limit) {
            return broken.changes(next, user, since, limit);
          }
        };
  }

  private static Changes less(Backend next, String user, long since, int limit) {
    Changes page = next.deletions(user, since, limit);
    List<Change> rest = page.changes().stream().skip(1).toList();
    return new Changes(rest, page.upTo(), page.more());
  }

  private static long horizon(Backend next, String user) {
    UserInfo info = next.user(user);
    return info == null ? 0 : info.horizon();
  }

  private static Backend talkative(Backend sound) {
    return new ForwardingBackend(sound) {
      @Override
      public Changes changes(String user, long since, int limit) {
        return next.changes(user, Math.max(since, horizon(next, user)), limit);
      }
    };
  }

  private static Backend moving(Backend sound) {
    return new ForwardingBackend(sound) {
      @Override
      public void beginFeed(String user, long horizon) {
        if (horizon > 10 || horizon(next, user) == 0) {
          next.beginFeed(user, horizon);
        } else {
          next.beginFeed(user, horizon(next, user) + 1);
        }
      }
    };
  }

  private static UnaryOperator<Backend> identity(Supplier<String> identity) {
    return sound ->
        new ForwardingBackend(sound) {
          @Override
          public Optional<String> identity() {
            return Optional.of(identity.get());
          }
        };
  }

  private static Changes documents(Changes page) {
    return new Changes(
        page.changes().stream().filter(Change.Written.class::isInstance).toList(),
        page.upTo(),
        page.more());
  }

  private static Changes withoutOne(Changes page) {
    return new Changes(
        page.changes().stream().filter(change -> !change.address().id().equals("d9")).toList(),
        page.upTo(),
        page.more());
  }
}
