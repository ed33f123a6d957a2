package dev.pagurus.file;

import dev.pagurus.file.index.IndexChange;
import dev.pagurus.file.index.SearchIndex;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Ends a user again of whose end the journal tells, when a store is opened.
 *
 * @param index null while there is none
 */
record EndedAgain(
    Layout layout,
    Records records,
    Generations generations,
    Users users,
    @Nullable SearchIndex index)
    implements Recovery.UserEnd {

  @Override
  public void delete(String user) throws IOException {
    generations.current().growing().forget(user);
    users.forget(user);
    if (index != null) {
      index.apply(List.of(new IndexChange.RemoveUser(user)), collection -> List.of());
      generations.refresh(index.refresh());
    }
    records.places().end(user);
    records.places().moveEndedAway();
    UserRemoval.empty(layout);
  }
}
