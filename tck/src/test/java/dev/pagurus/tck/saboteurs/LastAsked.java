package dev.pagurus.tck.saboteurs;

import dev.pagurus.document.Utf8;
import dev.pagurus.query.Filter;
import dev.pagurus.spi.Backend;
import dev.pagurus.spi.UserInfo;
import dev.pagurus.tck.stage.ForwardingBackend;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells who may have what is looked for as it was when that was asked last. */
final class LastAsked extends ForwardingBackend {

  private List<String> users;

  LastAsked(Backend next) {
    super(next);
    this.users = all();
  }

  private List<String> all() {
    return next.users(null, Integer.MAX_VALUE).stream().map(UserInfo::user).toList();
  }

  @Override
  public synchronized @Nullable Iterator<String> usersWith(
      String collection, Filter filter, @Nullable String after) {
    List<String> told = users;
    users = all();
    return told.stream().filter(user -> after == null || Utf8.compare(user, after) > 0).iterator();
  }
}
