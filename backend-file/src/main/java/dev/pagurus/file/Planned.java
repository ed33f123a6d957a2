package dev.pagurus.file;

import dev.pagurus.file.index.DocKey;
import dev.pagurus.file.index.UserState;
import java.util.List;

/**
 * A commit that was judged and stands in the overlay, where nobody sees it until it is published.
 *
 * @param user whose
 * @param before where the user stood
 * @param after where it will stand
 * @param steps what becomes of each document
 */
record Planned(User user, UserState before, UserState after, List<Step> steps) {

  /**
   * What becomes of one document.
   *
   * @param key which
   * @param version what it becomes
   * @param existed whether there is a record to take the place of
   */
  record Step(DocKey key, Version version, boolean existed) {}

  Planned {
    steps = List.copyOf(steps);
  }

  /** What the journal is told. */
  JournalEntry entry() {
    return new JournalEntry.Changed(
        after.user(),
        after.revision(),
        steps.stream().map(step -> step.version().change()).toList());
  }

  /** Takes the versions back out of the overlay, the last first. */
  void undo(Overlay overlay) {
    undo(steps, overlay);
    user.plan(before);
  }

  /** Takes versions back, the last first, as far as they came there. */
  static void undo(List<Step> steps, Overlay overlay) {
    for (int i = steps.size() - 1; i >= 0; i--) {
      overlay.undo(steps.get(i).key(), steps.get(i).version());
    }
  }
}
