package dev.pagurus.sqlite;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The numbers of users that finds have met lately. A number is never given to another user, so one
 * that is remembered is right or belongs to nobody any more.
 */
final class Owners {

  private static final int MAX_REMEMBERED = 10_000;

  private final Map<String, Long> numbers = new ConcurrentHashMap<>();

  /** 0 if it is not remembered. */
  long number(String user) {
    return numbers.getOrDefault(user, 0L);
  }

  void remember(String user, long number) {
    if (numbers.size() >= MAX_REMEMBERED) {
      numbers.clear();
    }
    numbers.put(user, number);
  }
}
