package dev.pagurus;

import dev.pagurus.spi.Changes;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.spi.UserInfo;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** The feeds of all users, one after the other, page by page. For one thread. */
final class AcrossChanges implements Iterator<UserChanges> {

  private static final int USERS_PER_PAGE = 500;

  private final Session session;
  private final ToLongFunction<String> known;
  private final int limit;
  private final Iterator<UserInfo> users;

  /** Who is being read, and up to where. */
  private @Nullable String user;

  private long since;
  private @Nullable UserChanges next;

  AcrossChanges(Session session, ToLongFunction<String> known, int limit) {
    this.session = session;
    this.known = known;
    this.limit = limit;
    this.users =
        Calls.of("changes across users")
            .run(
                () ->
                    Pages.iterate(
                        null,
                        last -> session.backend().users(last, USERS_PER_PAGE),
                        UserInfo::user,
                        USERS_PER_PAGE));
  }

  @Override
  public boolean hasNext() {
    while (next == null) {
      if (user != null) {
        next = page(user);
        continue;
      }
      UserInfo info = nextUser();
      if (info == null) {
        return false;
      }
      next = begin(info);
    }
    return true;
  }

  private @Nullable UserInfo nextUser() {
    return Calls.of("changes across users").run(() -> users.hasNext() ? users.next() : null);
  }

  /** A user who has not changed is passed over. */
  private @Nullable UserChanges begin(UserInfo info) {
    long from = known.applyAsLong(info.user());
    if (info.revision() < from) {
      StoreException madeAnew =
          Calls.of("changes", info.user())
              .fail(
                  ErrorCode.HISTORY_TRUNCATED,
                  "the user is at revision "
                      + info.revision()
                      + " and "
                      + from
                      + " was known: it was deleted and made anew; read everything anew",
                  null);
      return new UserChanges(info.user(), Optional.empty(), Optional.of(madeAnew));
    }
    if (info.revision() > from) {
      user = info.user();
      since = from;
    }
    return null;
  }

  private @Nullable UserChanges page(String of) {
    try {
      Changes page = Calls.of("changes", of).run(() -> session.backend().changes(of, since, limit));
      since = page.upTo();
      if (!page.more()) {
        user = null;
      }
      return page.changes().isEmpty() && !page.more()
          ? null
          : new UserChanges(of, Optional.of(page), Optional.empty());
    } catch (StoreException e) {
      if (!concernsOneUser(e.code())) {
        throw e;
      }
      user = null;
      return new UserChanges(of, Optional.empty(), Optional.of(e));
    }
  }

  private static boolean concernsOneUser(ErrorCode code) {
    return UsersAtOnce.concernsOneUser(code) || code == ErrorCode.HISTORY_TRUNCATED;
  }

  @Override
  public UserChanges next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    UserChanges page = next;
    next = null;
    return Objects.requireNonNull(page);
  }
}
