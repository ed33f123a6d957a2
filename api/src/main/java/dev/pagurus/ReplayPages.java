package dev.pagurus;

import dev.pagurus.spi.Backend;
import dev.pagurus.spi.Change;
import dev.pagurus.spi.Changes;
import java.util.ArrayList;
import java.util.List;

/** Replays changes into a user, page by page, so that many take little memory. */
final class ReplayPages {

  private static final int PAGE = 500;
  private static final long PAGE_BYTES = 4L << 20;

  private final Backend backend;
  private final String user;
  private List<Change> page = new ArrayList<>();
  private long bytes;
  private long done;

  ReplayPages(Backend backend, String user) {
    this.backend = backend;
    this.user = user;
  }

  /** Takes in a change, and replays the page if it is full. */
  void add(Change change) {
    page.add(change);
    bytes += change instanceof Change.Written written ? written.document().body().size() : 0;
    if (page.size() == PAGE || bytes > PAGE_BYTES) {
      replay(0, true);
    }
  }

  /** Replays the last page; the user is at least at this revision then. */
  void end(long revision) {
    replay(revision, false);
  }

  private void replay(long upTo, boolean more) {
    backend.replay(user, new Changes(page, upTo, more));
    done += page.size();
    page = new ArrayList<>();
    bytes = 0;
  }

  /** How many changes were replayed. */
  long done() {
    return done;
  }
}
