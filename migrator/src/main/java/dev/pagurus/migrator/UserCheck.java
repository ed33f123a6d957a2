package dev.pagurus.migrator;

import dev.pagurus.document.Address;
import dev.pagurus.document.Utf8;
import dev.pagurus.spi.Change;
import dev.pagurus.spi.Rows;
import dev.pagurus.spi.StoredDocument;
import dev.pagurus.spi.UserInfo;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Compares one user at both ends: revision, every document of every collection in the order of ids,
 * and the deletions that the feed tells; all that is there is read, at both ends, and added up.
 * What is damaged at the source or was refused by the target is left out of both sums and told as
 * set aside. For one thread.
 */
final class UserCheck {

  private static final Comparator<Change> ORDER =
      Comparator.comparingLong(Change::revision).thenComparing(Change::address);

  private final Ends ends;
  private final MigrationOptions options;
  private final Aside aside;
  private final String user;
  private final Hasher hasher = new Hasher();
  private final Checked checked;
  private final Set<Address> damagedAtSource = new HashSet<>();
  private final Set<Address> damagedAtTarget = new HashSet<>();

  UserCheck(Ends ends, MigrationOptions options, Aside aside, String user) {
    this.ends = ends;
    this.options = options;
    this.aside = aside;
    this.user = user;
    this.checked = new Checked(user, options.differences());
  }

  /** Compares a user that both ends have. */
  Checked check(UserInfo source, UserInfo target) {
    checked.revision(source.revision());
    if (source.revision() != target.revision()) {
      checked.revisionDiffers(source.revision(), target.revision());
    }
    for (String collection : collections()) {
      ends.gate().pass();
      documents(collection);
    }
    deletions(Math.max(source.horizon(), target.horizon()));
    aside.untakenOf(user).forEach(checked::setAsideOnce);
    return checked;
  }

  private NavigableSet<String> collections() {
    NavigableSet<String> names = new TreeSet<>(Utf8.ORDER);
    for (SetAside.Side side : SetAside.Side.values()) {
      ends.at(side, user, end -> end.collectionNames(user)).stream()
          .filter(options::movesCollection)
          .forEach(names::add);
    }
    return names;
  }

  private void documents(String collection) {
    Totals.Part part = checked.totals().collection(collection);
    try (Rows sources = rows(SetAside.Side.SOURCE, collection);
        Rows targets = rows(SetAside.Side.TARGET, collection)) {
      Walk one = new Walk(ends, SetAside.Side.SOURCE, user, sources, this::damagedAtSource);
      Walk other = new Walk(ends, SetAside.Side.TARGET, user, targets, this::damagedAtTarget);
      StoredDocument left = one.next();
      StoredDocument right = other.next();
      while (left != null || right != null) {
        int order = order(left, right);
        compare(order <= 0 ? left : null, order >= 0 ? right : null, part);
        left = order <= 0 ? one.next() : left;
        right = order >= 0 ? other.next() : right;
      }
    }
    damagedAtTarget.forEach(checked::unreadable);
    damagedAtTarget.clear();
  }

  private Rows rows(SetAside.Side side, String collection) {
    return ends.at(side, user, end -> end.scan(user, collection, null));
  }

  private static int order(@Nullable StoredDocument one, @Nullable StoredDocument other) {
    if (one == null || other == null) {
      return one == null ? 1 : -1;
    }
    return Utf8.compare(one.address().id(), other.address().id());
  }

  private void damagedAtSource(SetAside record) {
    record.address().ifPresent(damagedAtSource::add);
    checked.setAside(record);
    aside.meet(record);
  }

  private void damagedAtTarget(SetAside record) {
    record.address().ifPresent(damagedAtTarget::add);
  }

  private void compare(
      @Nullable StoredDocument source, @Nullable StoredDocument target, Totals.Part part) {
    ends.gauge().verifiedDocuments.increment();
    if (source == null) {
      if (target != null && !damagedAtSource.contains(target.address())) {
        part.target.add(hasher.of(user, target));
        checked.extra(target.address(), target.revision());
      }
      return;
    }
    if (target == null && isRefused(source)) {
      return;
    }
    byte[] digest = hasher.of(user, source);
    part.count++;
    part.bytes += source.body().size();
    part.source.add(digest);
    if (target == null) {
      if (!damagedAtTarget.contains(source.address())) {
        checked.missing(source.address(), source.revision());
      }
    } else if (isSameToTheByte(source, target)) {
      part.target.add(digest); // what is the same has the same digest
    } else {
      byte[] other = hasher.of(user, target);
      part.target.add(other);
      if (!Arrays.equals(digest, other)) {
        checked.changed(source, target);
      }
    }
  }

  private boolean isRefused(StoredDocument source) {
    String reason = aside.refusal(user, source.address());
    if (reason == null) {
      return false;
    }
    checked.setAside(
        new SetAside(
            user,
            Optional.of(source.address()),
            SetAside.Side.TARGET,
            reason,
            Optional.of(source.body())));
    return true;
  }

  private static boolean isSameToTheByte(StoredDocument source, StoredDocument target) {
    return source.revision() == target.revision()
        && source.createdAt().equals(target.createdAt())
        && source.updatedAt().equals(target.updatedAt())
        && Arrays.equals(source.body().bytes(), target.body().bytes());
  }

  private void deletions(long since) {
    Deletions one = new Deletions(ends, SetAside.Side.SOURCE, user, since, options);
    Deletions other = new Deletions(ends, SetAside.Side.TARGET, user, since, options);
    Totals.Part part = checked.totals().deletions();
    Change.Deleted left = next(one);
    Change.Deleted right = other.next();
    while (left != null || right != null) {
      int order = left == null ? 1 : right == null ? -1 : ORDER.compare(left, right);
      if (order <= 0 && left != null) {
        part.count++;
        part.source.add(hasher.of(user, left));
      }
      if (order >= 0 && right != null) {
        part.target.add(hasher.of(user, right));
      }
      if (order != 0 || (left != null && !left.equals(right))) {
        checked.deletionDiffers(order <= 0 ? left : null, order >= 0 ? right : null);
      }
      left = order <= 0 ? next(one) : left;
      right = order >= 0 ? other.next() : right;
    }
  }

  /** A feed that cannot be read to its end is told, and taken to end there. */
  private Change.@Nullable Deleted next(Deletions deletions) {
    try {
      return deletions.next();
    } catch (EndFailure e) {
      if (!e.isOfRecord()) {
        throw e;
      }
      SetAside record = Deletions.unreadable(user, e);
      checked.setAside(record);
      aside.meet(record);
      return null;
    }
  }
}
