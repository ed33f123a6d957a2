package dev.pagurus.sharded;

import dev.pagurus.document.Utf8;
import dev.pagurus.spi.Backend;
import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.DeletedUser;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.spi.Progress;
import dev.pagurus.spi.UserInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Keeps a copy of each user that is deleted, for as long as the store is set to, and makes the user
 * of it again.
 *
 * <p>The copy is made while the user serves, and noted before; then the user is deleted if nobody
 * wrote to it meanwhile. What a crash leaves between the two is judged at the next opening: by
 * whether the user is still there.
 */
final class DeletedUsers {

  private static final System.Logger LOG = System.getLogger(DeletedUsers.class.getName());

  private static final Comparator<KeptUser> NEWEST_LAST =
      Comparator.comparing(kept -> kept.deleted().deletedAt());

  private static final int ATTEMPTS = 3;
  static final Duration BETWEEN_PURGES = Duration.ofHours(1);

  private final Registry registry;
  private final Volumes volumes;
  private final KeptCopies copies;
  private final UserDatabases databases;
  private final UserMaker maker;
  private final OpenUsers users;
  private final UserLocks locks;
  private final InstantSource clock;
  private final Duration keep;
  private Instant purged = Instant.MIN;

  DeletedUsers(
      Registry registry,
      Volumes volumes,
      UserDatabases databases,
      UserMaker maker,
      OpenUsers users,
      UserLocks locks,
      InstantSource clock,
      Duration keep) {
    this.registry = registry;
    this.volumes = volumes;
    this.copies = new KeptCopies(registry, volumes);
    this.databases = databases;
    this.maker = maker;
    this.users = users;
    this.locks = locks;
    this.clock = clock;
    this.keep = keep;
  }

  /**
   * Deletes a user from its open file.
   *
   * @return whether it was there; empty if others keep writing to it, so that it must be deleted
   *     alone
   */
  Optional<Boolean> delete(String user, Backend file, OptionalLong expected) {
    if (keep.isZero()) {
      return Optional.of(file.deleteUser(user, expected));
    }
    purgeNowAndThen();
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      UserInfo info = file.user(user);
      UserRow row = registry.row(user);
      if (info == null
          || row == null
          || (expected.isPresent() && expected.getAsLong() != info.revision())) {
        return Optional.of(file.deleteUser(user, expected)); // which judges
      }
      Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS); // as all times of a store
      if (replaceByCopy(file, KeptUser.of(info, row.volume(), now, keep))) {
        return Optional.of(true);
      }
    }
    return Optional.empty();
  }

  /**
   * Deletes a user that others keep writing to; they wait.
   *
   * @throws BackendException BUSY if another process keeps its file open
   */
  boolean deleteAlone(String user, OptionalLong expected) {
    return users.alone(
        user,
        () -> {
          UserRow row = registry.row(user);
          if (row == null || !databases.isThere(row)) {
            if (expected.orElse(0) != 0) {
              throw BackendException.userMoved(expected.getAsLong(), 0);
            }
            return false;
          }
          registry.put(row.heated());
          boolean there;
          try (Backend file = databases.serve(row)) {
            there = delete(user, file, expected).orElseThrow();
          }
          maker.requireNobody(user);
          return there;
        });
  }

  /** False if the user has moved on. */
  private boolean replaceByCopy(Backend file, KeptUser kept) {
    String user = kept.deleted().user();
    copies.begin(kept);
    boolean stays = false;
    try {
      Path copy = volumes.file(kept.row());
      Disk.makeFolders(Objects.requireNonNull(copy.getParent()));
      file.maintenance().backup(copy, Progress.NONE);
      stays = true; // from here on, it may be all there is
      file.deleteUser(user, OptionalLong.of(kept.deleted().revision()));
      copies.settle(kept);
      return true;
    } catch (IOException e) {
      throw new BackendException(
          ErrorCode.UNAVAILABLE, "cannot keep a copy of the user; nothing was changed: " + e, e);
    } catch (BackendException e) {
      stays &= e.code() != ErrorCode.CONFLICT;
      if (e.code() == ErrorCode.CONFLICT) {
        return false;
      }
      throw e;
    } finally {
      if (!stays) {
        copies.tryToDrop(kept);
      }
    }
  }

  /** Those that can be had back, in the order of their names, then of their deletions. */
  List<DeletedUser> list() {
    Instant now = clock.instant();
    return copies.settled(kept -> kept.deleted().until().isAfter(now)).stream()
        .map(KeptUser::deleted)
        .sorted(
            Comparator.comparing(DeletedUser::user, Utf8.ORDER)
                .thenComparing(DeletedUser::deletedAt))
        .toList();
  }

  /** Makes a user again from what was kept of it last. */
  void undelete(String user) {
    users.alone(user, () -> undeleteAlone(user));
  }

  private boolean undeleteAlone(String user) {
    maker.requireNobody(user);
    Instant now = clock.instant();
    KeptUser kept =
        copies.settled(one -> isOf(user, one) && one.deleted().until().isAfter(now)).stream()
            .max(NEWEST_LAST)
            .orElseThrow(
                () ->
                    new BackendException(
                        ErrorCode.NO_STORE, "no deleted user of this name is kept any more"));
    volumes.require(kept.volume());
    UserRow row = maker.begin(user);
    registry.noteLoose(row);
    try {
      try (Backend source = databases.serve(kept.row())) {
        maker.makeCopy(source, row);
      }
      registry.settle(row.heated(), KeptCopies.unsettle(kept));
    } finally {
      maker.loose().tryToRemove(user); // unless it has become the user's own
    }
    copies.tryToDrop(kept);
    return true;
  }

  /** Removes all that is kept of a user. */
  boolean purge(String user) {
    List<KeptUser> all = copies.settled(one -> isOf(user, one));
    all.forEach(copies::drop);
    return !all.isEmpty();
  }

  /** Removes all whose time is over. */
  void purge() {
    Instant now = clock.instant();
    copies.settled(kept -> !kept.deleted().until().isAfter(now)).forEach(copies::tryToDrop);
  }

  /** The same, if it was not done within the last hour. */
  void purgeNowAndThen() {
    if (registry.movedTo() != null) {
      return;
    }
    Instant now = clock.instant();
    synchronized (this) {
      if (purged.plus(BETWEEN_PURGES).isAfter(now)) {
        return;
      }
      purged = now;
    }
    purge();
  }

  /** Ends what a crash cut short, but for what is just being done, or whose disk is away. */
  void sweep() {
    for (KeptUser kept : copies.begun()) {
      String user = kept.deleted().user();
      if (locks.tryExclude(user)) {
        try {
          end(kept);
        } catch (BackendException e) {
          LOG.log(
              System.Logger.Level.WARNING,
              "a deleted user''s copy stays for now: {0}",
              e.getMessage());
        } finally {
          locks.release(user);
        }
      }
    }
  }

  private void end(KeptUser kept) {
    volumes.require(kept.volume());
    if (!Files.exists(volumes.file(kept.row())) || isStillThere(kept)) {
      copies.drop(kept);
    } else {
      copies.settle(kept);
    }
  }

  /** A user that was made anew begins at the first revision. */
  private boolean isStillThere(KeptUser kept) {
    UserRow row = registry.row(kept.deleted().user());
    if (row == null || !databases.isThere(row)) {
      return false;
    }
    try (Backend file = databases.serve(row)) {
      UserInfo info = file.user(row.user());
      return info != null && info.revision() >= kept.deleted().revision();
    }
  }

  private static boolean isOf(String user, KeptUser kept) {
    return kept.deleted().user().equals(user);
  }
}
