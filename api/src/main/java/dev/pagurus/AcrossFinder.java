package dev.pagurus;

import dev.pagurus.document.Utf8;
import dev.pagurus.query.DocumentOrder;
import dev.pagurus.query.Position;
import dev.pagurus.query.Query;
import dev.pagurus.query.TopN;
import dev.pagurus.spi.Backend;
import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.StoredDocument;
import dev.pagurus.spi.UserInfo;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Finds across users (QUERY-8): the same query, user by user, several at once, each part from one
 * state of that user. Without an order the users follow one another and the search stops with the
 * page; with one, every user gives its first rows and the best of all are kept. A user that cannot
 * be read hides no other, and the answer tells of it.
 */
final class AcrossFinder {

  private static final int USERS_PER_PAGE = 500;

  /** Of so many an answer tells: where a disk is away, tens of thousands may not be readable. */
  private static final int MOST_TOLD = 1_000;

  /**
   * Before every id there can be, and after every one (an id has at most 255 bytes, this has 256).
   */
  private static final String BEFORE_ALL_IDS = "";

  private static final String AFTER_ALL_IDS = "\uDBFF\uDFFF".repeat(64);

  /** A row and whose it is. */
  record Row(String user, StoredDocument document) {}

  private final Backend backend;
  private final Finder finder;
  private final UsersAtOnce atOnce;

  AcrossFinder(Session session) {
    this.backend = session.backend();
    this.finder = session.finder();
    this.atOnce = session.usersAtOnce();
  }

  static DocumentOrder<Row> order(Query query) {
    return DocumentOrder.acrossUsers(
        query.order(),
        row -> row.document().body().root(),
        Row::user,
        row -> row.document().address().id());
  }

  Answer<Row> find(String collection, Query query, @Nullable Position after, long maxBytes) {
    finder.requireIndexed(collection, query); // also where there is no user to ask
    return query.order().isEmpty()
        ? inTurn(collection, query, after, maxBytes)
        : merged(collection, query, after);
  }

  private Answer<Row> inTurn(
      String collection, Query query, @Nullable Position after, long maxBytes) {
    InTurn page = new InTurn(query.limit().orElse(Integer.MAX_VALUE), maxBytes);
    if (after != null && after.user() != null) {
      // The user where the page before ended goes on from its last id; the others follow from their
      // start.
      Position within = new Position(List.of(), null, after.id());
      String last = after.user();
      try (var rest = ask(List.of(last).iterator(), collection, query, within, maxBytes)) {
        page.add(rest.next());
      }
    }
    Iterator<String> users = candidates(collection, query, after == null ? null : after.user());
    try (var parts = ask(users, collection, query, null, maxBytes)) {
      while (!page.more && parts.hasNext()) {
        page.add(parts.next());
      }
    }
    return new Answer<>(page.rows, page.more, 0, page.damaged);
  }

  private UsersAtOnce.Answers<Answer<StoredDocument>> ask(
      Iterator<String> users,
      String collection,
      Query query,
      @Nullable Position within,
      long maxBytes) {
    return atOnce.ask(users, user -> finder.find(user, collection, query, within, maxBytes));
  }

  /**
   * A page that is filled by one user after the other; one row beyond it tells that there is more.
   */
  private static final class InTurn {

    private final List<Row> rows = new ArrayList<>();
    private final List<Answer.Damaged> damaged = new ArrayList<>();
    private final long limit;
    private final long maxBytes;
    private long bytes;
    private boolean more;

    InTurn(long limit, long maxBytes) {
      this.limit = limit;
      this.maxBytes = maxBytes;
    }

    void add(UsersAtOnce.Told<Answer<StoredDocument>> part) {
      Answer<StoredDocument> answer = part.answer();
      note(part, damaged);
      if (answer == null) {
        return;
      }
      for (StoredDocument document : answer.rows()) {
        if (rows.size() == limit || bytes >= maxBytes) {
          more = true;
          return;
        }
        rows.add(new Row(part.user(), document));
        bytes += document.body().size();
      }
      more = answer.more();
    }
  }

  /** What could not be read, of a user or at all. */
  private static void note(
      UsersAtOnce.Told<Answer<StoredDocument>> part, List<Answer.Damaged> damaged) {
    BackendException failure = part.failure();
    if (failure != null) {
      note(new Answer.Damaged(part.user(), failure), damaged);
    } else if (part.answer() != null) {
      part.answer().damaged().forEach(one -> note(one, damaged));
    }
  }

  private static void note(Answer.Damaged one, List<Answer.Damaged> damaged) {
    if (damaged.size() < MOST_TOLD) {
      damaged.add(one);
    }
  }

  private Answer<Row> merged(String collection, Query query, @Nullable Position after) {
    List<Answer.Damaged> damaged = new ArrayList<>();
    DocumentOrder<Row> order = order(query);
    OptionalInt limit = query.limit();
    boolean bounded = limit.isPresent() && limit.getAsInt() < Integer.MAX_VALUE;
    TopN<Row> first = bounded ? new TopN<>(limit.getAsInt() + 1, order) : null;
    List<Row> all = new ArrayList<>();
    Query perUser = bounded ? query.limit(limit.getAsInt() + 1) : query;
    try (var parts =
        atOnce.ask(
            candidates(collection, query, null),
            user -> {
              Position within = after == null ? null : within(user, after);
              return finder.find(user, collection, perUser, within, Long.MAX_VALUE);
            })) {
      while (parts.hasNext()) {
        UsersAtOnce.Told<Answer<StoredDocument>> part = parts.next();
        note(part, damaged);
        if (part.answer() != null) {
          for (StoredDocument document : part.answer().rows()) {
            Row row = new Row(part.user(), document);
            if (first == null) {
              all.add(row);
            } else {
              first.add(row);
            }
          }
        }
      }
    }
    if (first == null) {
      all.sort(order);
      return new Answer<>(all, false, 0, damaged);
    }
    List<Row> rows = first.toList();
    boolean more = rows.size() > limit.orElseThrow();
    return new Answer<>(more ? rows.subList(0, limit.orElseThrow()) : rows, more, 0, damaged);
  }

  /**
   * Counts over all users.
   *
   * @param unreadable makes the error of a user that cannot be read: half a number would be a lie
   */
  long count(
      String collection,
      Query query,
      BiFunction<String, BackendException, StoreException> unreadable) {
    finder.requireIndexed(collection, Query.of(query.filter()));
    long count = 0;
    try (var counts =
        atOnce.ask(
            candidates(collection, query, null),
            user -> backend.count(user, collection, query.filter()).count())) {
      while (counts.hasNext()) {
        UsersAtOnce.Told<Long> one = counts.next();
        if (one.answer() == null) {
          throw unreadable.apply(one.user(), Objects.requireNonNull(one.failure()));
        }
        count += one.answer();
      }
    }
    return count;
  }

  /**
   * Where one user's part begins: of rows with equal sort values, those of users before the last
   * one are behind us.
   */
  private static Position within(String user, Position after) {
    String last = String.valueOf(after.user());
    int order = Utf8.compare(user, last);
    String id = order == 0 ? after.id() : order < 0 ? AFTER_ALL_IDS : BEFORE_ALL_IDS;
    return new Position(after.values(), null, id);
  }

  /** The users after a name that may have an answer, in order, page by page. */
  private Iterator<String> candidates(String collection, Query query, @Nullable String after) {
    Iterator<String> some = backend.usersWith(collection, query.filter(), after);
    if (some != null) {
      return some;
    }
    Iterator<UserInfo> users =
        Pages.iterate(
            after, last -> backend.users(last, USERS_PER_PAGE), UserInfo::user, USERS_PER_PAGE);
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return users.hasNext();
      }

      @Override
      public String next() {
        return users.next().user();
      }
    };
  }
}
