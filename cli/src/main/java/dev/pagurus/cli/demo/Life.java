package dev.pagurus.cli.demo;

import dev.pagurus.Document;
import dev.pagurus.Store;
import dev.pagurus.cli.console.Spans;
import dev.pagurus.migrator.End;
import dev.pagurus.migrator.Migration;
import dev.pagurus.migrator.MigrationListener;
import dev.pagurus.migrator.MigrationOptions;
import dev.pagurus.migrator.MigrationReport;
import dev.pagurus.migrator.Outcome;
import dev.pagurus.query.Query;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import tools.jackson.databind.node.ObjectNode;

/**
 * The life of a store: it begins as files, moves into one SQLite file, and then into one for each
 * user. Each move is verified, and in each shell the same finds have the same answers.
 */
final class Life {

  private static final String PLACES = "places";
  private static final List<String> SHELLS =
      List.of("file:files", "sqlite:one-file.db", "sharded-sqlite:file-per-user");

  /** A user, and what is looked for there; all users where the user is empty. */
  private record Question(String user, String query) {

    String asked() {
      return (user.isEmpty() ? "all users" : user) + "  " + query;
    }
  }

  private static final List<Question> QUESTIONS =
      List.of(
          new Question("NO", "name = \"Bergen\""),
          new Question("NO", "location.lat > 70 order by location.lat desc limit 20"),
          new Question("BR", "name matches \"sao\" order by name"),
          new Question("", "location.lat > 66.56 order by location.lat desc limit 50"));

  private final Stage stage;
  private final Function<String, Store> opener;
  private final Path directory;
  private final List<List<Duration>> took = new ArrayList<>();
  private List<List<String>> answers = List.of();
  private boolean sound = true;

  /** Begins where the first store is filled and indexed, under the first name of {@link #first}. */
  Life(Stage stage, Function<String, Store> opener, Path directory) {
    this.stage = stage;
    this.opener = opener;
    this.directory = directory;
  }

  /** The locator of the first shell, as one types it in the directory. */
  static String first() {
    return SHELLS.get(0);
  }

  /** The same in full. */
  static String inFull(String shell, Path directory) {
    int colon = shell.indexOf(':') + 1;
    return shell.substring(0, colon) + directory.resolve(shell.substring(colon));
  }

  /** Plays it; answers whether everything came out as it must. */
  boolean play() {
    ask(first());
    grow(SHELLS.get(0), SHELLS.get(1), "It grew: move it into one SQLite file");
    grow(SHELLS.get(1), SHELLS.get(2), "More users than one file should hold: one for each");
    compareEnds();
    tellFinds();
    return sound;
  }

  private void grow(String from, String to, String title) {
    stage.step(title, "pagurus migrate run " + from + " " + to);
    MigrationReport report = migration(from, to).run(MigrationListener.NONE);
    sound &= report.outcome() == Outcome.DONE;
    stage.say(
        String.format(
            Locale.ROOT,
            "%,d documents of %d users moved, then %,d read at both ends: %s, %s.",
            report.movedDocuments(),
            report.movedUsers(),
            report.verifiedDocuments(),
            report.outcome() == Outcome.DONE ? "the same" : "THEY DIFFER",
            Spans.text(report.elapsed())));
    ask(to);
  }

  private Migration migration(String from, String to) {
    return Migration.of(
        End.at(inFull(from, directory)), End.at(inFull(to, directory)), MigrationOptions.DEFAULT);
  }

  private void compareEnds() {
    String last = SHELLS.get(SHELLS.size() - 1);
    stage.step(
        "Compare the last shell with the first, revisions and times included",
        "pagurus migrate verify " + first() + " " + last);
    MigrationReport report = migration(first(), last).verify(MigrationListener.NONE);
    sound &= report.outcome() == Outcome.DONE;
    report.differences().forEach(one -> stage.say(one.line()));
    stage.say(
        report.message()
            + " "
            + report
                .targetDigest()
                .map(digest -> "sha-256 " + digest.substring(0, 16) + "...")
                .orElse("")
            + ", "
            + Spans.text(report.elapsed())
            + ".");
  }

  /** Asks a shell all questions; once before, so that it is not the first find that is timed. */
  private void ask(String shell) {
    List<List<String>> found = new ArrayList<>();
    List<Duration> times = new ArrayList<>();
    try (Store store = opener.apply(inFull(shell, directory))) {
      for (Question question : QUESTIONS) {
        find(store, question);
        long start = System.nanoTime();
        found.add(find(store, question));
        times.add(Duration.ofNanos(System.nanoTime() - start));
      }
    }
    took.add(times);
    if (answers.isEmpty()) {
      answers = found;
    } else if (!answers.equals(found)) {
      sound = false;
      stage.say("THE ANSWERS DIFFER");
    }
  }

  private static List<String> find(Store store, Question question) {
    Query query = Query.parse(question.query());
    if (question.user().isEmpty()) {
      return store.acrossUsers(PLACES).find(query).documents().stream()
          .map(place -> place.user() + "/" + place.id())
          .toList();
    }
    return store
        .user(question.user())
        .collection(PLACES, ObjectNode.class)
        .find(query)
        .documents()
        .stream()
        .map(Document::id)
        .toList();
  }

  private void tellFinds() {
    stage.step(
        "The same finds had the same answers in every shell",
        "pagurus find LOCATOR USER places QUERY");
    stage.say(
        String.format(
            Locale.ROOT, "%-66s %6s %9s %9s %9s", "", "found", "files", "one file", "per user"));
    for (int i = 0; i < QUESTIONS.size(); i++) {
      StringBuilder line = new StringBuilder();
      line.append(
          String.format(Locale.ROOT, "%-66s %6d", QUESTIONS.get(i).asked(), answers.get(i).size()));
      for (List<Duration> times : took) {
        line.append(String.format(Locale.ROOT, "  %5.1f ms", times.get(i).toNanos() / 1e6));
      }
      stage.say(line.toString());
    }
  }
}
