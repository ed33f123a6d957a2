package dev.pagurus.file;

import dev.pagurus.file.index.DocKey;
import dev.pagurus.file.index.Entries;
import dev.pagurus.file.index.UserState;
import dev.pagurus.file.index.View;
import dev.pagurus.spi.Change;
import dev.pagurus.spi.Finding;
import dev.pagurus.spi.Progress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes a store whole again. Records are the truth: what of them can be believed is taken into the
 * index, edits and deletions by hand as commits of their own; what cannot is set aside with the
 * reason, and its document ends, as a commit too, so that whoever follows the feed hears of it.
 */
final class Repair {

  private final FileStore store;
  private final Checkpoints checkpoints;
  private final Path quarantine;
  private final Consumer<Finding> findings;
  private final Progress progress;

  Repair(
      FileStore store,
      Checkpoints checkpoints,
      Path quarantine,
      Consumer<Finding> findings,
      Progress progress) {
    this.store = store;
    this.checkpoints = checkpoints;
    this.quarantine = quarantine;
    this.findings = findings;
    this.progress = progress;
  }

  void run() throws IOException {
    checkpoints.flush();
    List<Verification.Problem> problems = new ArrayList<>();
    new Verification(store, checkpoints, problems::add, progress).run();
    boolean indexIsWrong = false;
    for (Verification.Problem problem : problems) {
      switch (problem.kind()) {
        case DAMAGED, STRAY -> setAside(problem);
        case EDITED, NEW, MISSING -> takeIn(problem);
        case FOREIGN, WAITING -> findings.accept(problem.finding());
        case BESIDE -> tellAnew(problem);
        case INDEX, COUNT -> {
          indexIsWrong = true;
          findings.accept(told(problem, "made again from the records"));
        }
      }
    }
    if (indexIsWrong) {
      new Reindex(store, checkpoints).rebuild();
    }
    checkpoints.checkpoint();
  }

  /**
   * What lies beside records is written anew from the index, which must not be made from it before.
   */
  private void tellAnew(Verification.Problem problem) throws IOException {
    Path file = problem.file();
    Path aside = file == null ? null : keep(problem, file);
    String done =
        checkpoints.withIndex(
            index -> {
              String user = userOf(problem);
              if (user == null) {
                return "which belongs to no user";
              }
              View view = store.generations().current().view();
              UserState state = view.user(user);
              if (state != null) {
                store.userFiles().write(state);
                store.userFiles().replace(user, deletions(view, user));
              }
              return "written anew";
            });
    findings.accept(told(problem, done + (aside == null ? "" : ", and set aside as " + aside)));
  }

  private @Nullable String userOf(Verification.Problem problem) throws IOException {
    String told = problem.finding().user();
    if (told != null || problem.file() == null) {
      return told;
    }
    // The name of a folder may be a digest.
    try (Entries<UserState> users = store.generations().current().view().users(null)) {
      for (UserState user = users.next(); user != null; user = users.next()) {
        Path folder = store.records().places().userFolder(user.user());
        if (Disk.folder(problem.file()).equals(folder)) {
          return user.user();
        }
      }
      return null;
    }
  }

  private static List<Change.Deleted> deletions(View view, String user) {
    List<Change.Deleted> deletions = new ArrayList<>();
    try (Entries<Change> feed = view.feed(user, 0)) {
      for (Change change = feed.next(); change != null; change = feed.next()) {
        if (change instanceof Change.Deleted deleted) {
          deletions.add(deleted);
        }
      }
    }
    return deletions;
  }

  private static Finding told(Verification.Problem problem, String done) {
    Finding finding = problem.finding();
    return new Finding(finding.user(), finding.address(), finding.problem() + "; " + done);
  }

  private void setAside(Verification.Problem problem) throws IOException {
    Path file = problem.file();
    if (file == null) {
      return;
    }
    Path aside = keep(problem, file);
    DocKey key = problem.key();
    if (key != null) {
      new Reindex(store, checkpoints).end(key);
    }
    Files.deleteIfExists(file);
    findings.accept(told(problem, "set aside as " + aside));
  }

  /**
   * Puts what is at a place into the quarantine, with the reason. A file is still there afterwards,
   * so that a crash finds it again; a folder or a link, which is in the way, is not.
   *
   * @return where, null if there is nothing
   */
  private @Nullable Path keep(Verification.Problem problem, Path file) throws IOException {
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      return null;
    }
    Files.createDirectories(quarantine);
    Path aside = free(file.getFileName().toString());
    Files.writeString(
        aside.resolveSibling(aside.getFileName() + ".reason.txt"),
        problem.finding().problem() + System.lineSeparator(),
        StandardCharsets.UTF_8);
    if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      Files.copy(file, aside, StandardCopyOption.COPY_ATTRIBUTES);
    } else {
      Files.move(file, aside);
    }
    return aside;
  }

  private Path free(String name) {
    Path aside = quarantine.resolve(name);
    for (int i = 2; Files.exists(aside, LinkOption.NOFOLLOW_LINKS); i++) {
      aside = quarantine.resolve(i + "-" + name);
    }
    return aside;
  }

  private void takeIn(Verification.Problem problem) {
    DocKey key = problem.key();
    if (key != null) {
      new Reindex(store, checkpoints).takeInAll(List.of(key));
      findings.accept(told(problem, "taken in"));
    }
  }
}
