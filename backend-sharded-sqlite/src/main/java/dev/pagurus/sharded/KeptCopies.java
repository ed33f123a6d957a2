package dev.pagurus.sharded;

import dev.pagurus.document.Address;
import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.Condition;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.spi.Rows;
import dev.pagurus.spi.StoredDocument;
import dev.pagurus.spi.Write;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The copies that are kept of deleted users: the registry's notes of them, and their files. A copy
 * is begun, then settled; whichever of the two it is, the registry knows where its file may be.
 */
final class KeptCopies {

  private static final System.Logger LOG = System.getLogger(KeptCopies.class.getName());

  /** Copies of users that are gone. */
  private static final String SETTLED = "deleted";

  /** Copies of users that are just going, or just coming back. */
  private static final String BEGUN = "leaving";

  private final Registry registry;
  private final Volumes volumes;

  KeptCopies(Registry registry, Volumes volumes) {
    this.registry = registry;
    this.volumes = volumes;
  }

  /** Copies that are just being made or removed, or were when somebody died. */
  List<KeptUser> begun() {
    return all(registry, BEGUN, kept -> true);
  }

  /** Copies of users that are gone. */
  List<KeptUser> settled(Predicate<KeptUser> which) {
    return all(registry, SETTLED, which);
  }

  /** All copies, begun or settled, as if they were users' files. */
  static List<UserRow> rows(Registry registry) {
    return Stream.of(BEGUN, SETTLED)
        .flatMap(collection -> all(registry, collection, kept -> true).stream())
        .map(KeptUser::row)
        .toList();
  }

  private static List<KeptUser> all(
      Registry registry, String collection, Predicate<KeptUser> which) {
    List<KeptUser> all = new ArrayList<>();
    try (Rows rows = registry.ofUsers(collection)) {
      for (StoredDocument row = rows.next(); row != null; row = rows.next()) {
        KeptUser kept = KeptUser.read(row);
        if (which.test(kept)) {
          all.add(kept);
        }
      }
    }
    return all;
  }

  /** Notes where a copy will be. */
  void begin(KeptUser kept) {
    registry.change(put(BEGUN, kept));
  }

  /** A copy is what there is of its user. */
  void settle(KeptUser kept) {
    registry.change(put(SETTLED, kept), remove(BEGUN, kept));
  }

  /** What takes that back, for who changes more at once. */
  static Write[] unsettle(KeptUser kept) {
    return new Write[] {remove(SETTLED, kept), put(BEGUN, kept)};
  }

  /** As {@link #drop}; what cannot be removed now stays for the next opening. */
  void tryToDrop(KeptUser kept) {
    try {
      drop(kept);
    } catch (BackendException e) {
      LOG.log(
          System.Logger.Level.WARNING, "a deleted user''s copy stays for now: {0}", e.getMessage());
    }
  }

  /** Removes a copy, then what is known of it. */
  void drop(KeptUser kept) {
    volumes.require(kept.volume());
    Path file = volumes.file(kept.row());
    try {
      Disk.removeCopy(file);
    } catch (IOException e) {
      throw new BackendException(ErrorCode.UNAVAILABLE, "cannot remove " + file + ": " + e, e);
    }
    registry.change(remove(BEGUN, kept), remove(SETTLED, kept));
  }

  private static Write put(String collection, KeptUser kept) {
    return new Write.Put(new Address(collection, kept.id()), kept.write(), Condition.NONE);
  }

  private static Write remove(String collection, KeptUser kept) {
    return new Write.Delete(new Address(collection, kept.id()), Condition.NONE);
  }
}
