package dev.pagurus.sqlite;

import dev.pagurus.query.KeyRange;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Gathers the conditions of a statement and their parameters. */
final class Where {

  private final StringBuilder sql = new StringBuilder();
  private final List<Object> arguments = new ArrayList<>();

  Where() {}

  private Where(Where other) {
    sql.append(other.sql);
    arguments.addAll(other.arguments);
  }

  Where copy() {
    return new Where(this);
  }

  Where and(String condition, Object... values) {
    if (sql.length() > 0) {
      sql.append(" AND ");
    }
    sql.append(condition);
    arguments.addAll(List.of(values));
    return this;
  }

  /** A test on a key column. */
  Where and(String column, Conjunct conjunct) {
    List<Key> equal = conjunct.equal();
    KeyRange range = conjunct.range();
    Key unequal = conjunct.unequal();
    if (equal != null && equal.size() == 1) {
      and(column + " = ?", equal.get(0).bytes());
    } else if (equal != null) {
      and(
          column + " IN (?" + ", ?".repeat(equal.size() - 1) + ")",
          equal.stream().map(Key::bytes).toArray());
    } else if (range != null) {
      andBetween(column, new Key(range.from()), new Key(range.to()));
    } else if (unequal != null) {
      and(column + " <> ?", unequal.bytes());
    }
    return this;
  }

  /** From the lower end, up to and without the upper end; an end may be open. */
  Where andBetween(String column, @Nullable Key from, @Nullable Key to) {
    if (from != null) {
      and(column + " >= ?", from.bytes());
    }
    if (to != null) {
      and(column + " < ?", to.bytes());
    }
    return this;
  }

  List<Object> arguments() {
    return arguments;
  }

  @Override
  public String toString() {
    return sql.toString();
  }
}
