package dev.pagurus.file;

import dev.pagurus.document.Names;
import dev.pagurus.file.Verification.Kind;
import dev.pagurus.file.Verification.Problem;
import dev.pagurus.file.index.UserState;
import dev.pagurus.spi.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Checks what lies in a user's folder beside the records. */
final class UserFilesCheck {

  private final FileStore store;
  private final Checkpoints checkpoints;
  private final Consumer<Problem> problems;

  UserFilesCheck(FileStore store, Checkpoints checkpoints, Consumer<Problem> problems) {
    this.store = store;
    this.checkpoints = checkpoints;
    this.problems = problems;
  }

  /** Checks both files of a folder. */
  void check(Path folder) throws IOException {
    String user = userOf(folder);
    Path file = folder.resolve(UserFiles.STATE);
    try {
      UserState told = store.userFiles().read(folder);
      if (told != null) {
        agrees(folder, file, told);
      }
    } catch (RecordDamagedException e) {
      if (user == null || checkpoints.hasTold(user)) { // else it is written anew in a moment
        tell(user, file, String.valueOf(e.getMessage()));
      }
    } catch (MisplacedException e) {
      tell(user, file, String.valueOf(e.getMessage()));
    }
    Path log = folder.resolve(UserFiles.DELETIONS);
    try {
      store.userFiles().deletions(folder, line -> tell(user, log, "a damaged deletion: " + line));
    } catch (MisplacedException e) {
      tell(user, log, String.valueOf(e.getMessage()));
    }
  }

  private void agrees(Path folder, Path file, UserState told) throws IOException {
    if (!folder.equals(store.records().places().userFolder(told.user()))) {
      tell(userOf(folder), file, "it says that it is the user " + told.user());
      return;
    }
    User known = store.users().find(told.user());
    if (known != null && told.revision() > known.published().revision()) {
      tell(
          told.user(),
          file,
          "it tells the revision "
              + told.revision()
              + " and the user is at "
              + known.published().revision());
    }
  }

  /** Whether a user that is known has its file, or will get it at the next checkpoint. */
  void requireTold(UserState state) throws IOException {
    Path folder = store.records().places().userFolder(state.user());
    Path file = folder == null ? null : folder.resolve(UserFiles.STATE);
    boolean isThere = file != null && Files.exists(file, LinkOption.NOFOLLOW_LINKS);
    if (!isThere && checkpoints.hasTold(state.user())) {
      tell(state.user(), file, "the file of the user " + state.user() + " is gone");
    }
  }

  private static @Nullable String userOf(Path folder) {
    String user = FileNames.read(folder.getFileName().toString());
    try {
      return user == null ? null : Names.requireUser(user);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private void tell(@Nullable String user, @Nullable Path file, String what) {
    String where = file == null ? "" : file + ": ";
    problems.accept(new Problem(Kind.BESIDE, null, file, new Finding(user, null, where + what)));
  }
}
