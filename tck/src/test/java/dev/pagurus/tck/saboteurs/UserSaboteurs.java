package dev.pagurus.tck.saboteurs;

import dev.pagurus.document.Address;
import dev.pagurus.query.Filter;
import dev.pagurus.spi.Backend;
import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.Batch;
import dev.pagurus.spi.Change;
import dev.pagurus.spi.Changes;
import dev.pagurus.spi.CollectionInfo;
import dev.pagurus.spi.Condition;
import dev.pagurus.spi.Counted;
import dev.pagurus.spi.Documents;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.spi.StoredDocument;
import dev.pagurus.spi.UserInfo;
import dev.pagurus.spi.Write;
import dev.pagurus.tck.stage.ForwardingBackend;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Users that see each other, stay when they are deleted, or are listed wrongly. */
final class UserSaboteurs {

  private static final String GROUP = "ISOLATION";

  private UserSaboteurs() {}

  static List<Saboteur> all() {
    List<Saboteur> all = new ArrayList<>();
    all.addAll(leaking());
    all.addAll(deleting());
    all.addAll(listing());
    return all;
  }

  private static List<Saboteur> leaking() {
    return List.of(
        leak(
            GROUP,
            "users whose names begin alike share their lists",
            (user, other) -> other.startsWith(user)),
        leak(GROUP, "users whose names differ in case share their lists", String::equalsIgnoreCase),
        leak(
            "HOSTILE",
            "users whose names have wildcards see others",
            (user, other) -> like(user).matcher(other).matches()),
        Saboteur.of(
            GROUP,
            "USER-1",
            "what a user does not have is looked for with the others",
            Breaks.get(
                (next, user, addresses) -> {
                  Documents own = next.get(user, addresses);
                  List<@Nullable StoredDocument> found = new ArrayList<>(own.found());
                  for (UserInfo other : next.users(null, Integer.MAX_VALUE)) {
                    List<@Nullable StoredDocument> theirs =
                        next.get(other.user(), addresses).found();
                    for (int i = 0; i < found.size(); i++) {
                      found.set(i, found.get(i) == null ? theirs.get(i) : found.get(i));
                    }
                  }
                  return new Documents(own.revision(), found);
                })),
        Saboteur.of(GROUP, "USER-1", "count counts all users", UserSaboteurs::countingAll),
        Saboteur.of(
            GROUP,
            "USER-1",
            "a delete reaches the same document of all users",
            Breaks.commit(
                (next, user, batch) -> {
                  for (UserInfo other : next.users(null, Integer.MAX_VALUE)) {
                    for (Write write : batch.writes()) {
                      if (write instanceof Write.Delete && !other.user().equals(user)) {
                        next.commit(
                            other.user(),
                            Batch.of(new Write.Delete(write.address(), Condition.NONE)));
                      }
                    }
                  }
                  return next.commit(user, batch);
                })),
        Saboteur.of(
            GROUP,
            "USER-1",
            "the feed of a user that is not there is that of the first",
            Breaks.changes(
                (next, user, since, limit) -> {
                  List<UserInfo> first = next.users(null, 1);
                  return next.user(user) == null && !first.isEmpty()
                      ? next.changes(first.get(0).user(), since, limit)
                      : next.changes(user, since, limit);
                })),
        Saboteur.of(
            GROUP,
            "USER-1",
            "deleting a user deletes those whose names begin alike",
            Breaks.deleteUser(
                (next, user) -> {
                  next.users(null, Integer.MAX_VALUE).stream()
                      .map(UserInfo::user)
                      .filter(other -> other.startsWith(user) && !other.equals(user))
                      .forEach(next::deleteUser);
                  return next.deleteUser(user);
                })));
  }

  private static List<Saboteur> deleting() {
    return List.of(
        Saboteur.of(
            GROUP,
            "USER-2",
            "deleting a user leaves its feed",
            Breaks.deleteUser(
                (next, user) -> {
                  boolean there = next.user(user) != null;
                  deleteDocuments(next, user, Integer.MAX_VALUE);
                  return there;
                })),
        Saboteur.of(
            GROUP,
            "USER-2",
            "deleting a user leaves its revision",
            Breaks.deleteUser(
                (next, user) -> {
                  long revision = Forced.revision(next, user);
                  boolean there = next.deleteUser(user);
                  next.replay(user, new Changes(List.of(), revision, false));
                  return there;
                })),
        Saboteur.of(
            GROUP,
            "USER-2",
            "deleting a user deletes its first collection only",
            Breaks.deleteUser(
                (next, user) -> {
                  boolean there = next.user(user) != null;
                  if (next.collections(user).size() < 2) {
                    return next.deleteUser(user);
                  }
                  deleteDocuments(next, user, 1);
                  return there;
                })),
        Saboteur.opening(
            GROUP,
            "USER-2",
            "deleting a user leaves what it held of unique indexes",
            (sound, request) ->
                new Uniqueness(
                    sound.open(request), Uniqueness.Law.SOUND.rememberingAll(), request.clock())),
        Saboteur.of(GROUP, "USER-2", "deleting a user leaves its index entries", LeftEntries::new));
  }

  private static List<Saboteur> listing() {
    return List.of(
        Saboteur.of(
            GROUP,
            "USER-3",
            "users are listed backwards",
            Breaks.users(
                (next, after, limit) ->
                    next.users(after, limit).stream()
                        .sorted(Comparator.comparing(UserInfo::user).reversed())
                        .toList())),
        Saboteur.of(
            GROUP,
            "USER-3",
            "a page of users begins with the last of the page before",
            Breaks.users(
                (next, after, limit) ->
                    next.users(null, Integer.MAX_VALUE).stream()
                        .filter(user -> after == null || user.user().compareTo(after) >= 0)
                        .limit(limit)
                        .toList())),
        Saboteur.of(
            GROUP,
            "USER-3",
            "users are listed from the start after one that is not there",
            Breaks.users(
                (next, after, limit) ->
                    next.users(after == null || next.user(after) == null ? null : after, limit))),
        Saboteur.of(
            GROUP,
            "USER-3",
            "pages of users are shorter than asked for",
            Breaks.users((next, after, limit) -> next.users(after, limit > 1 ? limit - 1 : limit))),
        Saboteur.of(
            GROUP,
            "USER-3",
            "users are listed all at once",
            Breaks.users((next, after, limit) -> next.users(after, Integer.MAX_VALUE))),
        Saboteur.of(
            GROUP, "USER-3", "users without documents are not listed", ForgettingUsers::new),
        Saboteur.of(
            GROUP,
            "USER-3",
            "what is known of a user counts its deletions too",
            Breaks.users(
                (next, after, limit) ->
                    next.users(after, limit).stream()
                        .map(
                            user ->
                                new UserInfo(
                                    user.user(),
                                    user.revision(),
                                    deletions(next, user) + user.documents(),
                                    user.bytes(),
                                    user.horizon()))
                        .toList())));
  }

  private static Saboteur leak(String group, String name, BiPredicate<String, String> sees) {
    return Saboteur.of(
        group,
        "USER-1",
        name,
        Breaks.list(
            (next, user, collection, after) -> {
              TreeMap<Address, StoredDocument> rows = new TreeMap<>();
              for (UserInfo other : next.users(null, Integer.MAX_VALUE)) {
                if (sees.test(user, other.user())) {
                  RowList.read(next.scan(other.user(), collection, after))
                      .forEach(row -> rows.put(row.address(), row));
                }
              }
              RowList.read(next.scan(user, collection, after))
                  .forEach(row -> rows.put(row.address(), row));
              return List.copyOf(rows.values());
            }));
  }

  private static Pattern like(String pattern) {
    StringBuilder regex = new StringBuilder("(?s)");
    pattern
        .codePoints()
        .forEach(
            cp ->
                regex.append(
                    cp == '%' || cp == '*'
                        ? ".*"
                        : cp == '_' || cp == '?' ? "." : Pattern.quote(Character.toString(cp))));
    return Pattern.compile(regex.toString());
  }

  private static Backend countingAll(Backend sound) {
    return new ForwardingBackend(sound) {
      @Override
      public Counted count(String user, String collection, Filter filter) {
        Counted own = next.count(user, collection, filter);
        long all =
            next.users(null, Integer.MAX_VALUE).stream()
                .mapToLong(other -> next.count(other.user(), collection, filter).count())
                .sum();
        return new Counted(all, own.revision());
      }
    };
  }

  private static void deleteDocuments(Backend next, String user, int collections) {
    next.collections(user).stream()
        .limit(collections)
        .map(CollectionInfo::collection)
        .forEach(
            collection -> {
              List<Write> deletes = new ArrayList<>();
              RowList.read(next.scan(user, collection, null))
                  .forEach(row -> deletes.add(new Write.Delete(row.address(), Condition.NONE)));
              next.commit(user, new Batch(deletes, OptionalLong.empty()));
            });
  }

  private static long deletions(Backend next, UserInfo user) {
    try {
      return next.changes(user.user(), user.horizon(), Integer.MAX_VALUE).changes().stream()
          .filter(Change.Deleted.class::isInstance)
          .count();
    } catch (BackendException e) {
      if (e.code() == ErrorCode.HISTORY_TRUNCATED) {
        return 0;
      }
      throw e;
    }
  }
}
