package dev.pagurus.file;

import dev.pagurus.file.index.UserState;
import java.time.Instant;
import java.util.List;

/** One user, as far as it is in memory: where its history stands. */
final class User {

  /** What readers see: every commit up to its revision is in files, overlay or index. */
  private volatile UserState published;

  /** What the next commit builds on. Changed by the thread that leads the commits. */
  private volatile UserState planned;

  User(UserState state) {
    this.published = state;
    this.planned = state;
  }

  static UserState nobody(String name) {
    return new UserState(name, 0, Instant.EPOCH, 0, List.of());
  }

  String name() {
    return published.user();
  }

  UserState published() {
    return published;
  }

  UserState planned() {
    return planned;
  }

  void plan(UserState next) {
    planned = next;
  }

  void publish(UserState next) {
    published = next;
  }

  /** Whether a commit is durable, or on its way there, that readers do not see yet. */
  boolean isAhead() {
    return planned.revision() != published.revision();
  }
}
