package dev.pagurus.migrator;

import dev.pagurus.document.Utf8;
import dev.pagurus.spi.Backend;
import dev.pagurus.spi.UserInfo;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/** The users of both ends, in order, each once; without the mover's own. */
final class UserPairs implements Iterator<UserPair> {

  private static final int PAGE = 500;

  private final Side source;
  private final Side target;

  private UserPairs(Side source, Side target) {
    this.source = source;
    this.target = target;
  }

  /**
   * The users that a migration is about.
   *
   * @param named only these, empty for all
   * @param after the name after which to begin, null for the start
   */
  static Iterator<UserPair> of(
      Backend source, Backend target, SortedSet<String> named, @Nullable String after) {
    if (!named.isEmpty()) {
      return named.stream()
          .sorted(Utf8.ORDER)
          .filter(name -> after == null || Utf8.compare(name, after) > 0)
          .map(name -> new UserPair(name, source.user(name), target.user(name)))
          .filter(pair -> pair.source() != null || pair.target() != null)
          .iterator();
    }
    return new UserPairs(new Side(source, after), new Side(target, after));
  }

  @Override
  public boolean hasNext() {
    return source.peek() != null || target.peek() != null;
  }

  @Override
  public UserPair next() {
    UserInfo one = source.peek();
    UserInfo other = target.peek();
    if (one == null && other == null) {
      throw new NoSuchElementException();
    }
    int order = one == null ? 1 : other == null ? -1 : Utf8.compare(one.user(), other.user());
    UserInfo first = order <= 0 ? source.take() : null;
    UserInfo second = order >= 0 ? target.take() : null;
    UserInfo either = first != null ? first : second;
    if (either == null) {
      throw new NoSuchElementException();
    }
    return new UserPair(either.user(), first, second);
  }

  /** One end's users. */
  private static final class Side {

    private final Backend backend;
    private final Deque<UserInfo> page = new ArrayDeque<>();
    private @Nullable String last;
    private boolean ended;

    Side(Backend backend, @Nullable String after) {
      this.backend = backend;
      this.last = after;
    }

    @Nullable UserInfo peek() {
      while (page.isEmpty() && !ended) {
        List<UserInfo> next = backend.users(last, PAGE);
        ended = next.size() < PAGE;
        for (UserInfo info : next) {
          last = info.user();
          if (!Control.isUser(info.user())) {
            page.add(info);
          }
        }
      }
      return page.peek();
    }

    @Nullable UserInfo take() {
      peek();
      return page.poll();
    }
  }
}
