package dev.pagurus;

import dev.pagurus.document.Utf8;
import dev.pagurus.query.DocumentOrder;
import dev.pagurus.query.Position;
import dev.pagurus.query.Query;
import dev.pagurus.query.TopN;
import dev.pagurus.spi.Backend;
import dev.pagurus.spi.StoredDocument;
import dev.pagurus.spi.UserInfo;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Finds across users (QUERY-8): the same query, user by user, each part from one state of that
 * user. Without an order the users follow one another and the search stops with the page; with one,
 * every user gives its first rows and the best of all are kept.
 */
final class AcrossFinder {

  private static final int USERS_PER_PAGE = 500;

  /**
   * Before every id there can be, and after every one (an id has at most 255 bytes, this has 256).
   */
  private static final String BEFORE_ALL_IDS = "";

  private static final String AFTER_ALL_IDS = "\uDBFF\uDFFF".repeat(64);

  /** A row and whose it is. */
  record Row(String user, StoredDocument document) {}

  private final Backend backend;
  private final Finder finder;

  AcrossFinder(Backend backend, Finder finder) {
    this.backend = backend;
    this.finder = finder;
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
    List<Row> rows = new ArrayList<>();
    List<Answer.Damaged> damaged = new ArrayList<>();
    long limit = query.limit().orElse(Integer.MAX_VALUE);
    long bytes = 0;
    if (after != null && after.user() != null) {
      // The user where the page before ended goes on from its last id; the others follow from their
      // start.
      Position within = new Position(List.of(), null, after.id());
      Answer<StoredDocument> rest = finder.find(after.user(), collection, query, within, maxBytes);
      bytes += add(rows, after.user(), rest, damaged);
      if (rest.more()) {
        return new Answer<>(rows, true, 0, damaged);
      }
    }
    Iterator<UserInfo> users = users(after == null ? null : after.user());
    while (users.hasNext()) {
      String user = users.next().user();
      // One row beyond the page tells that there is more; a page that is full asks for that one
      // only.
      boolean full = rows.size() >= limit || bytes >= maxBytes;
      int wanted = full ? 1 : (int) (limit - rows.size());
      Answer<StoredDocument> part =
          finder.find(user, collection, query.limit(wanted), null, full ? 1 : maxBytes - bytes);
      if (full && !part.rows().isEmpty()) {
        return new Answer<>(rows, true, 0, damaged);
      }
      bytes += add(rows, user, part, damaged);
      if (part.more()) {
        return new Answer<>(rows, true, 0, damaged);
      }
    }
    return new Answer<>(rows, false, 0, damaged);
  }

  private static long add(
      List<Row> rows, String user, Answer<StoredDocument> part, List<Answer.Damaged> damaged) {
    long bytes = 0;
    for (StoredDocument document : part.rows()) {
      rows.add(new Row(user, document));
      bytes += document.body().size();
    }
    damaged.addAll(part.damaged());
    return bytes;
  }

  private Answer<Row> merged(String collection, Query query, @Nullable Position after) {
    List<Answer.Damaged> damaged = new ArrayList<>();
    DocumentOrder<Row> order = order(query);
    OptionalInt limit = query.limit();
    boolean bounded = limit.isPresent() && limit.getAsInt() < Integer.MAX_VALUE;
    TopN<Row> first = bounded ? new TopN<>(limit.getAsInt() + 1, order) : null;
    List<Row> all = new ArrayList<>();
    Query perUser = bounded ? query.limit(limit.getAsInt() + 1) : query;
    Iterator<UserInfo> users = users(null);
    while (users.hasNext()) {
      String user = users.next().user();
      Position within = after == null ? null : within(user, after);
      Answer<StoredDocument> part = finder.find(user, collection, perUser, within, Long.MAX_VALUE);
      damaged.addAll(part.damaged());
      for (StoredDocument document : part.rows()) {
        Row row = new Row(user, document);
        if (first == null) {
          all.add(row);
        } else {
          first.add(row);
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
   * Where one user's part begins: of rows with equal sort values, those of users before the last
   * one are behind us.
   */
  private static Position within(String user, Position after) {
    String last = String.valueOf(after.user());
    int order = Utf8.compare(user, last);
    String id = order == 0 ? after.id() : order < 0 ? AFTER_ALL_IDS : BEFORE_ALL_IDS;
    return new Position(after.values(), null, id);
  }

  /** All users after a name, page by page. */
  Iterator<UserInfo> users(@Nullable String after) {
    return Pages.iterate(
        after, last -> backend.users(last, USERS_PER_PAGE), UserInfo::user, USERS_PER_PAGE);
  }
}
