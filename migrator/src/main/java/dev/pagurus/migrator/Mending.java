package dev.pagurus.migrator;

import dev.pagurus.document.Address;
import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.Change;
import dev.pagurus.spi.Changes;
import dev.pagurus.spi.StoredDocument;
import dev.pagurus.spi.UserInfo;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes a user of the target equal where a comparison found that it is not: what it lacks is
 * brought once more; what stands there and should not, as after a user was deleted and made again
 * at the source, costs the user a new beginning. Safe for many threads.
 */
final class Mending {

  private static final System.Logger LOG = System.getLogger(Mending.class.getName());
  private static final int PAGE = 16;

  private final Ends ends;
  private final MigrationOptions options;
  private final UserMove move;
  private final @Nullable UserMerge merge;
  private final Control control;
  private final Replays replays;
  private boolean takenIn;

  /**
   * Mends.
   *
   * @param merge for users who were at the target before, null if none may have been
   */
  Mending(
      Ends ends,
      MigrationOptions options,
      UserMove move,
      @Nullable UserMerge merge,
      Control control,
      Replays replays) {
    this.ends = ends;
    this.options = options;
    this.move = move;
    this.merge = merge;
    this.control = control;
    this.replays = replays;
  }

  /** Compares a user, and mends it if need be. */
  Checked check(UserPair pair) {
    String user = pair.name();
    SetAside left = replays.aside().left(user);
    if (left != null) {
      return Checked.leftAside(left);
    }
    try {
      return checked(user);
    } catch (EndFailure e) {
      if (!e.isOfRecord()) {
        throw e;
      }
      SetAside record = Verification.leftAside(user, e);
      replays.aside().leave(record);
      return Checked.leftAside(record);
    }
  }

  private Checked checked(String user) {
    UserInfo source = ends.read(user, end -> end.user(user));
    if (merge != null && control.wasBefore(user)) {
      return source == null ? Checked.gone(user) : merged(merge, user);
    }
    if (source == null) {
      move.remove(user);
      return Checked.gone(user);
    }
    keepQuota(user);
    Checked first = compare(user, source);
    if (first.isSame()) {
      return first;
    }
    if (first.isMendable()) {
      bringLacking(first);
      Checked second = compare(user, source);
      if (second.isSame()) {
        return second;
      }
    }
    takeIn();
    UserInfo now = ends.read(user, end -> end.user(user));
    if (now == null) {
      move.remove(user);
      return Checked.gone(user);
    }
    move.anew(user, now);
    keepQuota(user);
    return compare(user, now);
  }

  private static Checked merged(UserMerge merge, String user) {
    Checked first = merge.check(user);
    if (first.isSame()) {
      return first;
    }
    merge.merge(user);
    return merge.check(user);
  }

  private Checked compare(String user, UserInfo source) {
    UserInfo target = ends.write(user, end -> end.user(user));
    return target == null
        ? Checked.alone(user, Difference.Kind.MISSING)
        : new UserCheck(ends, options, replays.aside(), user).check(source, target);
  }

  private void bringLacking(Checked checked) {
    String user = checked.user();
    List<Change> deletions = List.copyOf(checked.deletionsLacking());
    replays.replay(user, Page.of(new Changes(deletions, 0, true)));
    List<Address> lacking = checked.lacking();
    for (int from = 0; from < lacking.size(); from += PAGE) {
      List<Address> some = lacking.subList(from, Math.min(lacking.size(), from + PAGE));
      List<Change> page = new ArrayList<>();
      for (StoredDocument document : ends.read(user, source -> source.get(user, some)).found()) {
        if (document != null) {
          page.add(new Change.Written(document));
        }
      }
      replays.replay(user, Page.of(new Changes(page, 0, true)));
    }
    replays.replay(user, Page.of(new Changes(List.of(), checked.revision(), false)));
  }

  /**
   * What people change in the files of a source while it is moved. Once more in a run is enough.
   */
  private synchronized void takeIn() {
    if (takenIn) {
      return;
    }
    takenIn = true;
    HandEdits.takeInAll(ends);
  }

  private void keepQuota(String user) {
    var quota = ends.read(user, source -> source.quota(user));
    if (ends.write(user, target -> target.user(user)) == null
        || quota.equals(ends.write(user, target -> target.quota(user)))) {
      return;
    }
    try {
      ends.target().setQuota(user, quota);
    } catch (BackendException e) {
      LOG.log(System.Logger.Level.WARNING, "the quota of a user stays behind: {0}", e.getMessage());
    }
  }
}
