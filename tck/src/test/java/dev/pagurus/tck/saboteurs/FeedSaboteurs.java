package dev.pagurus.tck.saboteurs;

import dev.pagurus.document.Address;
import dev.pagurus.document.Values;
import dev.pagurus.spi.Backend;
import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.Batch;
import dev.pagurus.spi.Change;
import dev.pagurus.spi.Changes;
import dev.pagurus.spi.CollectionDefinition;
import dev.pagurus.spi.Condition;
import dev.pagurus.spi.IndexDefinition;
import dev.pagurus.spi.Maintenance;
import dev.pagurus.spi.OpenRequest;
import dev.pagurus.spi.Progress;
import dev.pagurus.spi.StoredDocument;
import dev.pagurus.spi.UserInfo;
import dev.pagurus.spi.Write;
import dev.pagurus.tck.stage.ForwardingBackend;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Feeds that do not tell all, and replays that do not make the same of it. */
final class FeedSaboteurs {

  private static final String GROUP = "FEED";

  private FeedSaboteurs() {}

  static List<Saboteur> all() {
    List<Saboteur> all = new ArrayList<>();
    all.addAll(telling());
    all.addAll(forgetting());
    all.addAll(replaying());
    return all;
  }

  private static List<Saboteur> telling() {
    return List.of(
        Saboteur.of(
            GROUP,
            "FEED-1",
            "deletions do not reach the feed",
            Breaks.pages(
                page ->
                    new Changes(
                        page.changes().stream().filter(Change.Written.class::isInstance).toList(),
                        page.upTo(),
                        page.more()))),
        Saboteur.of(
            GROUP, "FEED-1", "a page splits a revision", Breaks.changes(FeedSaboteurs::splitting)),
        Saboteur.of(
            GROUP,
            "FEED-1",
            "changes are in the order of addresses",
            Breaks.pages(
                page ->
                    new Changes(
                        page.changes().stream()
                            .sorted(Comparator.comparing(Change::address))
                            .toList(),
                        page.upTo(),
                        page.more()))),
        Saboteur.of(GROUP, "FEED-1", "the feed tells every change of a document", FullHistory::new),
        Saboteur.of(
            GROUP,
            "FEED-1",
            "a page tells that there is no more",
            Breaks.pages(page -> new Changes(page.changes(), page.upTo(), false))),
        Saboteur.of(
            GROUP,
            "FEED-1",
            "a page claims to reach to the end",
            Breaks.changes(
                (next, user, since, limit) -> {
                  Changes page = next.changes(user, since, limit);
                  return new Changes(page.changes(), Forced.revision(next, user), page.more());
                })),
        Saboteur.of(
            GROUP,
            "FEED-1",
            "the last change of a page is left out",
            Breaks.pages(
                page ->
                    new Changes(
                        page.changes().subList(0, Math.max(0, page.changes().size() - 1)),
                        page.upTo(),
                        page.more()))),
        Saboteur.of(
            GROUP,
            "FEED-1",
            "the feed begins with the revision asked for",
            Breaks.changes(
                (next, user, since, limit) -> next.changes(user, Math.max(0, since - 1), limit))),
        Saboteur.of(
            GROUP,
            "FEED-1",
            "pages have no limit",
            Breaks.changes(
                (next, user, since, limit) -> next.changes(user, since, Integer.MAX_VALUE))),
        Saboteur.of(
            GROUP,
            "FEED-2",
            "the feed tells of one collection only",
            Breaks.pages(
                page ->
                    new Changes(
                        page.changes().stream()
                            .filter(
                                change ->
                                    change
                                        .address()
                                        .collection()
                                        .equals(page.changes().get(0).address().collection()))
                            .toList(),
                        page.upTo(),
                        page.more()))),
        Saboteur.of(
            GROUP,
            "FEED-2",
            "the feed tells documents without their creation",
            Breaks.feed(
                change ->
                    change instanceof Change.Written written
                        ? new Change.Written(
                            Rewrites.timed(written.document(), written.at(), written.at()))
                        : change)));
  }

  private static List<Saboteur> forgetting() {
    return List.of(
        Saboteur.of(
            GROUP,
            "FEED-3",
            "what was forgotten is left out without a word",
            Breaks.changes(
                (next, user, since, limit) -> {
                  UserInfo info = next.user(user);
                  long horizon = info == null ? 0 : info.horizon();
                  return next.changes(user, Math.max(since, horizon), limit);
                })),
        Saboteur.of(
            GROUP,
            "FEED-3",
            "from the future there is nothing",
            Breaks.changes(
                (next, user, since, limit) ->
                    next.changes(user, Math.min(since, Forced.revision(next, user)), limit))),
        Saboteur.of(
            GROUP, "FEED-3", "deletions are never forgotten", FeedSaboteurs::neverCompacting),
        Saboteur.opening(
            GROUP,
            "FEED-3",
            "deletions are forgotten before their time",
            (sound, request) ->
                sound.open(
                    new OpenRequest(
                        request.location(),
                        new NoRetention(request.settings()),
                        request.mode(),
                        request.clock()))),
        Saboteur.of(
            GROUP,
            "FEED-3",
            "a feed that forgot refuses every beginning but the end",
            Breaks.changes(
                (next, user, since, limit) -> {
                  UserInfo info = next.user(user);
                  return info != null && info.horizon() > 0 && since < info.revision()
                      ? next.changes(user, -1, limit)
                      : next.changes(user, since, limit);
                })));
  }

  private static List<Saboteur> replaying() {
    return List.of(
        replay(
            "a replay takes a revision of its own",
            (next, user, changes) -> {
              next.replay(user, changes);
              next.replay(user, new Changes(List.of(), Forced.revision(next, user) + 1, false));
            }),
        replay("a stale page wins", FeedSaboteurs::replayingStale),
        replay(
            "a replay does not raise the user's revision",
            (next, user, changes) ->
                next.replay(user, new Changes(changes.changes(), 0, changes.more()))),
        replay(
            "a replay leaves out deletions",
            (next, user, changes) ->
                next.replay(
                    user,
                    new Changes(
                        changes.changes().stream()
                            .filter(Change.Written.class::isInstance)
                            .toList(),
                        changes.upTo(),
                        changes.more()))),
        replay(
            "a replay does not remember the deletion of what is not there",
            (next, user, changes) ->
                next.replay(
                    user,
                    new Changes(
                        changes.changes().stream()
                            .filter(
                                change ->
                                    change instanceof Change.Written
                                        || isThere(next, user, change.address()))
                            .toList(),
                        changes.upTo(),
                        changes.more()))),
        Saboteur.opening(
            GROUP,
            "FEED-4",
            "a replay takes the times of now",
            (sound, request) ->
                Breaks.replay(
                        (next, user, changes) ->
                            next.replay(user, retimed(changes, request.clock().instant())))
                    .apply(sound.open(request))),
        Saboteur.of(
            GROUP,
            "FEED-4",
            "a replay is a commit",
            Breaks.replay(
                (next, user, changes) -> {
                  List<Write> writes =
                      changes.changes().stream().map(FeedSaboteurs::write).toList();
                  next.commit(user, Batch.of(writes.toArray(Write[]::new)));
                })),
        replay(
            "a replay changes nothing if the user is newer",
            (next, user, changes) -> {
              if (changes.upTo() >= Forced.revision(next, user)) {
                next.replay(user, changes);
              }
            }),
        replay("unique indexes judge a replay", FeedSaboteurs::judged));
  }

  private static Saboteur replay(String name, Breaks.Replaying broken) {
    return Saboteur.of(GROUP, "FEED-4", name, Breaks.replay(broken));
  }

  private static Changes splitting(Backend next, String user, long since, int limit) {
    Changes page = next.changes(user, since, limit);
    if (page.changes().size() <= limit) {
      return page;
    }
    List<Change> cut = page.changes().subList(0, limit);
    return new Changes(cut, cut.get(limit - 1).revision(), true);
  }

  private static Backend neverCompacting(Backend sound) {
    return new ForwardingBackend(sound) {
      @Override
      public Maintenance maintenance() {
        return new ForwardingMaintenance(next.maintenance()) {
          @Override
          public void compact(Progress progress) {
            progress.at(0, 0);
          }
        };
      }
    };
  }

  private static void replayingStale(Backend next, String user, Changes changes) {
    List<Change> newest = new ArrayList<>();
    long revision = Math.max(Forced.revision(next, user), changes.upTo());
    for (Change change : changes.changes()) {
      StoredDocument known = next.get(user, List.of(change.address())).found().get(0);
      boolean stale = known != null && known.revision() > change.revision();
      newest.add(stale ? revised(change, revision + 1) : change);
    }
    newest.sort(Comparator.comparing(Change::revision));
    next.replay(user, new Changes(newest, changes.upTo(), changes.more()));
  }

  private static Change revised(Change change, long revision) {
    return change instanceof Change.Written written
        ? new Change.Written(Rewrites.revised(written.document(), revision))
        : new Change.Deleted(change.address(), revision, change.at());
  }

  private static boolean isThere(Backend next, String user, Address address) {
    return next.get(user, List.of(address)).found().get(0) != null;
  }

  private static Changes retimed(Changes changes, Instant now) {
    List<Change> retimed =
        changes.changes().stream()
            .<Change>map(
                change ->
                    change instanceof Change.Written written
                        ? new Change.Written(Rewrites.timed(written.document(), now, now))
                        : new Change.Deleted(change.address(), change.revision(), now))
            .toList();
    return new Changes(retimed, changes.upTo(), changes.more());
  }

  private static Write write(Change change) {
    return change instanceof Change.Written written
        ? new Write.Put(change.address(), written.document().body(), Condition.NONE)
        : new Write.Delete(change.address(), Condition.NONE);
  }

  private static void judged(Backend next, String user, Changes changes) {
    for (CollectionDefinition definition : next.definitions()) {
      for (IndexDefinition index : definition.indexes()) {
        if (index.kind() == IndexDefinition.Kind.UNIQUE) {
          changes.changes().forEach(change -> judge(next, user, change, definition, index));
        }
      }
    }
    next.replay(user, changes);
  }

  private static void judge(
      Backend next,
      String user,
      Change change,
      CollectionDefinition definition,
      IndexDefinition index) {
    if (!(change instanceof Change.Written written)
        || !change.address().collection().equals(definition.collection())) {
      return;
    }
    JsonNode value = index.paths().get(0).in(written.document().body().root());
    for (StoredDocument row : RowList.read(next.scan(user, definition.collection(), null))) {
      JsonNode held = index.paths().get(0).in(row.body().root());
      if (value != null
          && held != null
          && Values.equal(value, held)
          && !row.address().equals(change.address())) {
        throw BackendException.uniqueViolation(change.address(), index, row.address().id());
      }
    }
  }
}
