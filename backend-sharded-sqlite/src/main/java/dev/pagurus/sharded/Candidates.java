package dev.pagurus.sharded;

import dev.pagurus.document.Utf8;
import dev.pagurus.query.Filter;
import dev.pagurus.query.Query;
import dev.pagurus.spi.IndexDefinition;
import java.util.Iterator;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Knows from users' rows who may have documents that a filter finds: those whose {@link Clues} say
 * so, those who may have been written to since their clues were taken, and those whose clues are
 * older than the index. A row tells the truth about its user whenever it is read.
 */
final class Candidates {

  private final Registry registry;

  Candidates(Registry registry) {
    this.registry = registry;
  }

  /**
   * The users that are to be asked, in order. By a value they are looked up; by a range all rows
   * are gone through, while the answer is taken, and none is kept.
   *
   * @return null if all must be asked
   */
  @Nullable Iterator<String> usersWith(String collection, Filter filter, @Nullable String after) {
    List<Declared> told =
        registry.indexes().declared().getOrDefault(collection, List.of()).stream()
            .filter(one -> one.serves() && one.since() > 0)
            .toList();
    List<IndexDefinition> indexes = told.stream().map(Declared::index).toList();
    Guess guess = Guess.of(collection, filter, indexes);
    if (guess == null) {
      return null;
    }
    long since = told.stream().mapToLong(Declared::since).max().orElse(0);
    Predicate<UserRow> mayHave =
        row -> row.hot() || row.indexes() < since || guess.test(row.clues());
    Set<String> marks = Marks.of(collection, filter, indexes);
    if (marks == null) {
      return StreamSupport.stream(registry.users(after).spliterator(), false)
          .filter(mayHave)
          .map(UserRow::user)
          .iterator();
    }
    NavigableSet<String> users = marked(marks, since, mayHave);
    return (after == null ? users : users.tailSet(after, false)).iterator();
  }

  private NavigableSet<String> marked(Set<String> marks, long since, Predicate<UserRow> mayHave) {
    NavigableSet<String> users = new TreeSet<>(Utf8.ORDER);
    Consumer<UserRow> judge =
        row -> {
          if (mayHave.test(row)) {
            users.add(row.user());
          }
        };
    long before = registry.usersChanged();
    registry.findUsers(Query.where("hot").eq(true), judge);
    registry.findUsers(Query.where("indexes").lt(since), judge);
    registry.findUsers(Query.where("has").contains(Marks.ANYTHING), judge);
    marks.forEach(mark -> registry.findUsers(Query.where("has").contains(mark), judge));
    // Whoever became hot, or cooled, between two of these may be in none of them.
    registry.usersChangedSince(before, judge);
    return users;
  }
}
