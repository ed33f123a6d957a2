package dev.pagurus.migrator;

import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.Change;
import dev.pagurus.spi.Changes;
import dev.pagurus.spi.UserInfo;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Replays pages into the target, within the rate. What the target refuses is found by halving the
 * page, and set aside; the rest goes on. Safe for many threads.
 */
final class Replays {

  private final Ends ends;
  private final Aside aside;

  Replays(Ends ends, Aside aside) {
    this.ends = ends;
    this.aside = aside;
  }

  Aside aside() {
    return aside;
  }

  void replay(String user, Page page) {
    Gauge gauge = ends.gauge();
    gauge.heldNanos.add(ends.gate().pass() + ends.gate().pay(page.bytes()));
    try {
      write(user, page.changes());
    } catch (EndFailure e) {
      if (!e.isOfRecord() || page.changes().changes().isEmpty()) {
        throw e;
      }
      // A target that does not want the user at all says so to an empty page too.
      long there = ends.write(user, target -> revision(target.user(user)));
      write(user, new Changes(List.of(), there, true));
      halve(user, page.changes(), e);
    }
    gauge.documents.add(page.documents());
    gauge.bytes.add(page.bytes());
    gauge.movedDocuments.add(page.documents());
    gauge.movedBytes.add(page.bytes());
    gauge.checkpoint();
  }

  /** The deletions before a revision were not brought. */
  void beginFeed(String user, long horizon) {
    if (horizon > 0) {
      ends.write(
          user,
          target -> {
            target.beginFeed(user, horizon);
            return true;
          });
    }
  }

  private static long revision(@Nullable UserInfo info) {
    return info == null ? 0 : info.revision();
  }

  private void halve(String user, Changes page, EndFailure failure) {
    List<Change> changes = page.changes();
    if (changes.size() == 1) {
      refuse(user, changes.get(0), failure.failure());
      write(user, new Changes(List.of(), page.upTo(), page.more()));
      return;
    }
    int half = changes.size() / 2;
    tryHalf(user, new Changes(changes.subList(0, half), 0, true));
    tryHalf(user, new Changes(changes.subList(half, changes.size()), page.upTo(), page.more()));
  }

  private void tryHalf(String user, Changes page) {
    try {
      write(user, page);
    } catch (EndFailure e) {
      if (!e.isOfRecord()) {
        throw e;
      }
      halve(user, page, e);
    }
  }

  private void refuse(String user, Change change, BackendException why) {
    aside.refuse(
        new SetAside(
            user,
            Optional.of(change.address()),
            SetAside.Side.TARGET,
            String.valueOf(why.getMessage()),
            change instanceof Change.Written written
                ? Optional.of(written.document().body())
                : Optional.empty()));
  }

  private void write(String user, Changes changes) {
    ends.write(
        user,
        target -> {
          target.replay(user, changes);
          return true;
        });
  }
}
