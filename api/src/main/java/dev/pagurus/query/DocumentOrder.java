package dev.pagurus.query;

import dev.pagurus.document.Utf8;
import dev.pagurus.document.Values;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The order of the answers to a query (QUERY-4, QUERY-8): by the sort values, then by the user if
 * the answer is across users, then by the id, both ascending. It is total: no two documents of an
 * answer are equal in it.
 *
 * <p>Rows may be of any type that can be asked for a body, a user and an id. A body is asked for
 * only if there is something to sort by. Immutable, and safe for many threads if the accessors are.
 *
 * @param <R> the type of a row
 */
public final class DocumentOrder<R> implements Comparator<R> {

  private final List<Sort> order;
  private final Function<? super R, ? extends JsonNode> body;
  private final @Nullable Function<? super R, String> user;
  private final Function<? super R, String> id;

  private DocumentOrder(
      List<Sort> order,
      Function<? super R, ? extends JsonNode> body,
      @Nullable Function<? super R, String> user,
      Function<? super R, String> id) {
    this.order = List.copyOf(order);
    this.body = body;
    this.user = user;
    this.id = id;
  }

  /**
   * The order within one user.
   *
   * @param <R> the type of a row
   * @param order what to sort by, first things first
   * @param body gives a row's body
   * @param id gives a row's id
   * @return the order
   */
  public static <R> DocumentOrder<R> withinUser(
      List<Sort> order,
      Function<? super R, ? extends JsonNode> body,
      Function<? super R, String> id) {
    return new DocumentOrder<>(order, body, null, id);
  }

  /**
   * The order across users.
   *
   * @param <R> the type of a row
   * @param order what to sort by, first things first
   * @param body gives a row's body
   * @param user gives a row's user
   * @param id gives a row's id
   * @return the order
   */
  public static <R> DocumentOrder<R> acrossUsers(
      List<Sort> order,
      Function<? super R, ? extends JsonNode> body,
      Function<? super R, String> user,
      Function<? super R, String> id) {
    return new DocumentOrder<>(order, body, user, id);
  }

  @Override
  public int compare(R a, R b) {
    if (!order.isEmpty()) {
      JsonNode bodyOfA = body.apply(a);
      JsonNode bodyOfB = body.apply(b);
      for (Sort sort : order) {
        int bySort = compare(sort, sort.path().in(bodyOfA), sort.path().in(bodyOfB));
        if (bySort != 0) {
          return bySort;
        }
      }
    }
    if (user != null) {
      int byUser = Utf8.compare(user.apply(a), user.apply(b));
      if (byUser != 0) {
        return byUser;
      }
    }
    return Utf8.compare(id.apply(a), id.apply(b));
  }

  /**
   * Compares a row with a place.
   *
   * @param row any row
   * @param position a place of the same query, from {@link #positionOf} or a {@link Cursor}
   * @return negative, zero or positive as the row stands before, at or after the place
   */
  public int compareTo(R row, Position position) {
    if (!order.isEmpty()) {
      JsonNode bodyOfRow = body.apply(row);
      for (int i = 0; i < order.size(); i++) {
        Sort sort = order.get(i);
        int bySort = compare(sort, sort.path().in(bodyOfRow), position.values().get(i));
        if (bySort != 0) {
          return bySort;
        }
      }
    }
    if (user != null && position.user() != null) {
      int byUser = Utf8.compare(user.apply(row), position.user());
      if (byUser != 0) {
        return byUser;
      }
    }
    return Utf8.compare(id.apply(row), position.id());
  }

  private static int compare(Sort sort, @Nullable JsonNode a, @Nullable JsonNode b) {
    return sort.descending() ? Values.compare(b, a) : Values.compare(a, b);
  }

  /**
   * The place at which a row stands.
   *
   * @param row any row
   * @return its sort values, user and id
   */
  public Position positionOf(R row) {
    List<@Nullable JsonNode> values = new ArrayList<>(order.size());
    if (!order.isEmpty()) {
      JsonNode bodyOfRow = body.apply(row);
      for (Sort sort : order) {
        values.add(sort.path().in(bodyOfRow));
      }
    }
    return new Position(values, user == null ? null : user.apply(row), id.apply(row));
  }
}
