package dev.pagurus.tck.model;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Makes a failing program smaller: first drops steps, half of them at a time, then fewer (Zeller
 * and Hildebrandt's delta debugging, from the end, since what comes after the failure goes first),
 * then puts simpler steps in the place of those left.
 */
final class Shrinker {

  private final Predicate<List<Op>> fails;
  private int tries;

  /**
   * Prepares.
   *
   * @param fails whether a program still shows the failure
   * @param tries how many programs to try at most
   */
  Shrinker(Predicate<List<Op>> fails, int tries) {
    this.fails = fails;
    this.tries = tries;
  }

  List<Op> shrink(List<Op> program) {
    List<Op> smaller = simplify(drop(program));
    return drop(smaller);
  }

  private List<Op> drop(List<Op> program) {
    List<Op> left = program;
    for (int chunk = Math.max(1, left.size() / 2); chunk >= 1; chunk /= 2) {
      boolean dropped = true;
      while (dropped) {
        dropped = false;
        for (int end = left.size(); end > 0; end -= chunk) {
          List<Op> fewer = new ArrayList<>(left);
          fewer.subList(Math.max(0, end - chunk), end).clear();
          if (stillFails(fewer)) {
            left = fewer;
            dropped = chunk == 1;
            end = Math.min(end, left.size() + chunk);
          }
        }
      }
    }
    return left;
  }

  private List<Op> simplify(List<Op> program) {
    List<Op> left = new ArrayList<>(program);
    for (int i = 0; i < left.size(); i++) {
      boolean simplified = true;
      while (simplified) {
        simplified = false;
        for (Op simpler : left.get(i).simpler()) {
          List<Op> changed = new ArrayList<>(left);
          changed.set(i, simpler);
          if (stillFails(changed)) {
            left = changed;
            simplified = true;
            break;
          }
        }
      }
    }
    return left;
  }

  private boolean stillFails(List<Op> program) {
    return tries-- > 0 && fails.test(program);
  }
}
