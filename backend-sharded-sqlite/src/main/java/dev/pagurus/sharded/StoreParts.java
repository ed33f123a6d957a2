package dev.pagurus.sharded;

import dev.pagurus.spi.Maintenance;
import dev.pagurus.spi.OpenRequest;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The parts of an open store: put together in the order in which one needs another, with what each
 * has to do in the background, and closed in the reverse order. {@link ShardedBackend} calls them.
 */
final class StoreParts implements AutoCloseable {

  /** How often to look for somebody who waits for a user alone. */
  private static final Duration LOOK_PAUSE = Duration.ofMillis(100);

  private static final Duration RETRY_PAUSE = Duration.ofMinutes(1);

  final Registry registry;
  final Declarations declarations;
  final Template template;
  final OpenUsers users;
  final AllUsers all;
  final UserCopies copies;
  final DeletedUsers deleted;
  final IndexBuilder indexes;
  final Maintenance maintenance;
  private final UserLocks locks;
  private final Upkeep upkeep;
  private final Background background = new Background();
  private final Beside beside = new Beside();
  private boolean closed;

  private StoreParts(
      Place place,
      ShardedSettings settings,
      InstantSource clock,
      Registry registry,
      Volumes volumes,
      UserLocks locks,
      Template template,
      Declarations declarations) {
    this.registry = registry;
    this.locks = locks;
    this.template = template;
    this.declarations = declarations;
    Failures failures = new Failures(registry);
    Leftovers leftovers = new Leftovers(registry, volumes);
    UserDatabases databases = new UserDatabases(place, settings, volumes, clock);
    UserMaker maker =
        new UserMaker(place, registry, volumes, leftovers, locks, template, databases, beside);
    UserFiles files =
        new UserFiles(
            databases, maker, registry, leftovers, locks, declarations, failures, clock, beside);
    this.users = new OpenUsers(files, registry, locks, settings, background::soon);
    this.copies = new UserCopies(registry, databases, maker, users);
    this.all = new AllUsers(registry, users, failures);
    this.indexes = new IndexBuilder(registry, locks.tasks(), template, all);
    this.deleted =
        new DeletedUsers(
            registry, volumes, databases, maker, users, locks, clock, settings.undelete());
    if (registry.movedTo() == null) {
      maker.loose().sweep();
      deleted.sweep();
    }
    this.maintenance =
        new ShardedMaintenance(
            place,
            settings,
            registry,
            volumes,
            locks.tasks(),
            users,
            all,
            failures,
            new Relayout(
                registry,
                volumes,
                users,
                new UserMover(place, registry, volumes, databases, leftovers)),
            deleted);
    background.every(LOOK_PAUSE, users::giveWay);
    background.every(LOOK_PAUSE, users.cooling()::settle);
    this.upkeep = new Upkeep(registry, locks.tasks(), users, indexes, failures, settings, clock);
    if (!settings.upkeep().isZero()) {
      background.steps(upkeep.firstPause(), upkeep::step, RETRY_PAUSE);
    }
    background.every(DeletedUsers.BETWEEN_PURGES, deleted::purgeNowAndThen);
  }

  /** Opens the store in a place that has been looked at, or makes it. */
  static StoreParts open(
      Place place, ShardedSettings settings, InstantSource clock, OpenRequest.Mode mode) {
    Deque<AutoCloseable> opened = new ArrayDeque<>();
    try {
      Registry registry = Registry.open(place, settings, mode);
      opened.push(registry);
      Volumes volumes = Volumes.open(place, registry, settings.volumes());
      UserLocks locks = UserLocks.open(place.locks(), settings.busyTimeout());
      opened.push(locks);
      Declarations declarations = new Declarations(registry);
      Template template = new Template(place, settings, declarations, clock);
      opened.push(template);
      declarations.bringUp(template.backend(), -1, refused -> {});
      return new StoreParts(
          place, settings, clock, registry, volumes, locks, template, declarations);
    } catch (IOException e) {
      closeAll(opened, e);
      throw place.unavailable(e);
    } catch (RuntimeException | Error e) {
      closeAll(opened, e);
      throw e;
    }
  }

  private static void closeAll(Deque<AutoCloseable> opened, Throwable why) {
    for (AutoCloseable each : opened) {
      try {
        each.close();
      } catch (Exception e) {
        why.addSuppressed(e);
      }
    }
  }

  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    try (registry;
        locks;
        template;
        beside) {
      background.close();
      try (upkeep) {
        users.close();
      }
    }
  }
}
