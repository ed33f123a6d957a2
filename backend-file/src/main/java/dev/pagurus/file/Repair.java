package dev.pagurus.file;

import dev.pagurus.file.index.DocKey;
import dev.pagurus.file.index.Entries;
import dev.pagurus.spi.Change;
import dev.pagurus.spi.Finding;
import dev.pagurus.spi.Progress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

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
        case INDEX, USER -> {
          boolean isLog = problem.file() != null && tellDeletions(problem);
          indexIsWrong |= !isLog;
          findings.accept(told(problem, isLog ? "written anew" : "made again from the records"));
        }
      }
    }
    if (indexIsWrong) {
      new Reindex(store, checkpoints).rebuild();
    }
    checkpoints.checkpoint();
  }

  /** A log of deletions is written anew from the index, which must not be made from it before. */
  private boolean tellDeletions(Verification.Problem problem) throws IOException {
    String user = problem.finding().user();
    if (user == null || problem.kind() != Verification.Kind.USER) {
      return false;
    }
    return checkpoints.withIndex(
        index -> {
          List<Change.Deleted> deletions = new ArrayList<>();
          try (Entries<Change> feed = store.generations().current().view().feed(user, 0)) {
            for (Change change = feed.next(); change != null; change = feed.next()) {
              if (change instanceof Change.Deleted deleted) {
                deletions.add(deleted);
              }
            }
          }
          store.userFiles().replace(user, deletions);
          return true;
        });
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
    Files.createDirectories(quarantine);
    Path aside = free(file.getFileName().toString());
    Files.copy(file, aside, StandardCopyOption.COPY_ATTRIBUTES);
    Files.writeString(
        aside.resolveSibling(aside.getFileName() + ".reason.txt"),
        problem.finding().problem() + System.lineSeparator(),
        StandardCharsets.UTF_8);
    DocKey key = problem.key();
    if (key != null) {
      new Reindex(store, checkpoints).end(key);
    }
    Files.deleteIfExists(file);
    findings.accept(told(problem, "set aside as " + aside));
  }

  private Path free(String name) {
    Path aside = quarantine.resolve(name);
    for (int i = 2; Files.exists(aside); i++) {
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
