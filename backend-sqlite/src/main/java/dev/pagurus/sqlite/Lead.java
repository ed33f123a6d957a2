package dev.pagurus.sqlite;

import dev.pagurus.document.FieldPath;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An index that leads to the rows.
 *
 * @param equals the conjuncts that fix the first paths of a value index, one for each
 * @param oneOf the conjunct behind them that asks for one of several keys, or that a side table
 *     answers
 * @param ranges the conjuncts behind them that ask for a range of the next path
 * @param score the higher the better
 */
record Lead(
    StoredIndex index,
    List<Conjunct> equals,
    @Nullable Conjunct oneOf,
    List<Conjunct> ranges,
    int score) {

  Set<Conjunct> used() {
    Set<Conjunct> used = new HashSet<>(equals);
    used.addAll(ranges);
    if (oneOf != null) {
      used.add(oneOf);
    }
    return used;
  }

  Set<FieldPath> constant() {
    Set<FieldPath> constant = new HashSet<>();
    for (int i = 0; i < equals.size(); i++) {
      constant.add(index.paths().get(i));
    }
    return constant;
  }

  List<FieldPath> rest() {
    return index.paths().subList(equals.size(), index.paths().size());
  }
}
