package dev.pagurus.tck.saboteurs;

import dev.pagurus.spi.Backend;
import dev.pagurus.spi.UserInfo;
import dev.pagurus.tck.stage.ForwardingBackend;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lists only the users that have documents of their own at the moment. */
final class ForgettingUsers extends ForwardingBackend {

  ForgettingUsers(Backend next) {
    super(next);
  }

  @Override
  public List<UserInfo> users(@Nullable String after, int limit) {
    // Pages are cut before what is empty is left out, so a page may be short before the end.
    return next.users(after, limit).stream().filter(user -> user.documents() > 0).toList();
  }
}
