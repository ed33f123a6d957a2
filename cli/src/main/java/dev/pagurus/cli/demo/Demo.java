package dev.pagurus.cli.demo;

import dev.pagurus.Document;
import dev.pagurus.DocumentCollection;
import dev.pagurus.Page;
import dev.pagurus.Store;
import dev.pagurus.StoreException;
import dev.pagurus.TransactionCollection;
import dev.pagurus.UserStore;
import dev.pagurus.cli.console.Console;
import dev.pagurus.cli.console.Meter;
import dev.pagurus.cli.load.Exporter;
import dev.pagurus.cli.load.Format;
import dev.pagurus.cli.load.Importer;
import dev.pagurus.cli.load.NativeFormat;
import dev.pagurus.cli.load.PlainFormat;
import dev.pagurus.cli.load.Rejects;
import dev.pagurus.cli.load.Source;
import dev.pagurus.document.FieldPath;
import dev.pagurus.query.Query;
import dev.pagurus.spi.Change;
import dev.pagurus.spi.Plan;
import dev.pagurus.spi.Progress;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import tools.jackson.databind.node.ObjectNode;

/** An application's life on about 5,000 places of 56 countries: a country is a user. Used once. */
public final class Demo {

  private static final String PLACES = "places";
  private static final String DATA = "places.jsonl.gz";

  private final Console console;
  private final Stage stage;
  private final Function<String, Store> opener;

  /** As one types them in the directory. */
  private final String locator;

  private final String copyLocator;
  private final Path directory;
  private final String backend;

  /**
   * A demo that has not begun.
   *
   * @param console where it is told
   * @param opener opens a store, or makes it
   * @param backend what locators of the kind of store begin with
   * @param directory for stores and files, there already and empty
   */
  public Demo(Console console, Function<String, Store> opener, String backend, Path directory) {
    this.console = console;
    this.stage = new Stage(console);
    this.opener = opener;
    this.locator = backend + ":places";
    this.copyLocator = backend + ":copy";
    this.backend = backend;
    this.directory = directory;
  }

  /**
   * Plays it.
   *
   * @return whether everything came out as it must
   * @throws IOException if a file cannot be written
   * @throws InterruptedException if the thread is interrupted
   */
  public boolean play() throws IOException, InterruptedException {
    try (Store store = open("places")) {
      load(store);
      index(store);
      find(store);
      findAcross(store);
      explain(store);
      conflict(store);
      transaction(store);
      follow(store);
      boolean sound = verify(store);
      return copy(store) && sound;
    }
  }

  /**
   * Plays the life of a store, from shell to shell, after the rest.
   *
   * @return whether everything came out as it must
   * @throws IOException if a file cannot be written
   * @throws InterruptedException if the thread is interrupted
   */
  public boolean playLife() throws IOException, InterruptedException {
    stage.step(
        "A store may begin as files that one can read and edit, with the same places",
        "pagurus import "
            + Life.first()
            + " "
            + DATA
            + " --collection places --user-field country --id-field id");
    try (Store store = opener.apply(Life.inFull(Life.first(), directory))) {
      store.indexes(PLACES).value("name").value("location.lat").text("name", "region", "district");
      long imported = take(store, plain(), directory.resolve(DATA));
      stage.say(
          String.format(
              Locale.ROOT,
              "%,d documents, each a file, and three indexes, in %s.",
              imported,
              stage.took()));
    }
    return new Life(stage, opener, directory).play();
  }

  private static Format plain() {
    return new PlainFormat(PLACES, null, FieldPath.parse("country"), FieldPath.parse("id"));
  }

  private Store open(String name) {
    return opener.apply(backend + ":" + directory.resolve(name));
  }

  private void load(Store store) throws IOException, InterruptedException {
    stage.step(
        "Import places of the world: a country is a user, a place is a document",
        "pagurus import "
            + locator
            + " "
            + DATA
            + " --collection places --user-field country --id-field id");
    Path data = directory.resolve(DATA);
    try (InputStream in = Demo.class.getResourceAsStream(DATA)) {
      if (in == null) {
        throw new IOException("this jar lacks " + DATA);
      }
      Files.copy(in, data);
    }
    long imported = take(store, plain(), data);
    stage.say(
        String.format(
            Locale.ROOT,
            "%,d documents of %d users, checked and on disk in %s.",
            imported,
            store.users().count(),
            stage.took()));
    Document<ObjectNode> one =
        norway(store).get("no-00001").orElseThrow(() -> new IOException("no-00001 is lost"));
    stage.say("One of them: " + one.value());
  }

  private long take(Store store, Format format, Path file)
      throws IOException, InterruptedException {
    Path rejectFile = directory.resolve("rejects.jsonl");
    try (Source source = Source.of(file);
        Rejects rejects = new Rejects(rejectFile, (line, reason) -> console.warn(reason));
        Meter meter = new Meter(console, "import", "documents")) {
      return new Importer(store, format, rejects, meter).run(source);
    }
  }

  private void index(Store store) {
    stage.step(
        "Declare what will be looked for; what is there already is indexed at once",
        "pagurus index "
            + locator
            + " places --value name --value location.lat --array codes --text name,region,district");
    store
        .indexes(PLACES)
        .value("name")
        .value("location.lat")
        .array("codes")
        .text("name", "region", "district");
    stage.say("Four indexes serve all 56 users, after " + stage.took() + ".");
  }

  private void find(Store store) {
    DocumentCollection<ObjectNode> places = norway(store);
    show(places, "Find by value", "name = \"Bergen\"");
    pages(places);
    show(places, "Find what an array holds", "codes contains \"46\" order by name limit 4");
    show(
        store.user("BR").collection(PLACES),
        "BR",
        "Find by text, whatever the accents",
        "name matches \"sao\" order by name limit 4");
  }

  private void show(DocumentCollection<ObjectNode> places, String title, String query) {
    show(places, "NO", title, query);
  }

  private void show(
      DocumentCollection<ObjectNode> places, String user, String title, String query) {
    stage.step(title, "pagurus find " + locator + " " + user + " places '" + query + "'");
    Page<ObjectNode> page = places.find(query);
    String took = stage.took();
    page.forEach(this::say);
    stage.say(page.size() + " found in " + took + ".");
  }

  private void pages(DocumentCollection<ObjectNode> places) {
    String text = "location.lat > 70 order by location.lat desc";
    stage.step(
        "Find by range, in order, page by page: the northernmost places of Norway",
        "pagurus find " + locator + " NO places '" + text + "' --limit 3");
    Query query = Query.parse(text).limit(3);
    Page<ObjectNode> first = places.find(query);
    first.forEach(this::say);
    first
        .cursor()
        .ifPresent(
            cursor -> {
              stage.say("... the next page, from where the cursor says:");
              places.find(query, cursor).forEach(this::say);
            });
    stage.say("Two pages of " + places.count(Query.parse(text)) + ", " + stage.took() + ".");
  }

  private void findAcross(Store store) {
    String text = "location.lat > 66.56 order by location.lat desc limit 5";
    stage.step(
        "Find across all users: beyond the Arctic Circle",
        "pagurus find " + locator + " --all-users places '" + text + "'");
    Page<ObjectNode> page = store.acrossUsers(PLACES).find(Query.parse(text));
    String took = stage.took();
    page.forEach(
        place -> stage.say(place.user() + "  " + name(place) + ", " + latitude(place) + "\u00b0"));
    stage.say("The first of all 56 users together, in " + took + ".");
  }

  private void explain(Store store) {
    String text = "name startsWith \"S\" and region = \"Troms\"";
    stage.step(
        "See how a query is answered",
        "pagurus find " + locator + " NO places '" + text + "' --explain");
    Plan plan = norway(store).explain(Query.parse(text));
    plan.served().forEach(part -> stage.say(part.index() + " serves: " + part.part()));
    if (plan.isScan()) {
      stage.say("This kind of store reads every document of the user.");
    }
    stage.say("Each of those is then tested: " + Query.of(plan.residual()));
  }

  private void conflict(Store store) {
    stage.javaStep(
        "Two editors read a place; both write it, and the second is told",
        """
        Document<ObjectNode> mine = places.get("no-00001").orElseThrow();
        places.replace(mine.id(), changed, mine.revision());""");
    DocumentCollection<ObjectNode> places = norway(store);
    Document<ObjectNode> read = places.get("no-00001").orElseThrow();
    Document<ObjectNode> first =
        places.replace(read.id(), read.value().deepCopy().put("editor", "Ada"), read.revision());
    stage.say(
        "Ada writes over revision " + read.revision() + ": it is " + first.revision() + " now.");
    try {
      places.replace(read.id(), read.value().deepCopy().put("editor", "Bo"), read.revision());
      throw new IllegalStateException("a lost update: the second write went through");
    } catch (StoreException e) {
      stage.say("Bo, too late: " + e.getMessage());
    }
  }

  private void transaction(Store store) {
    stage.javaStep(
        "Move sheep from one place to another, in a transaction: all or nothing",
        """
        store.user("NO").transaction(tx -> {
          tx.collection("places").put(from, ...);
          tx.collection("places").put(to, ...);
        });""");
    UserStore norway = store.user("NO");
    sheep(norway, "no-00002", 100);
    sheep(norway, "no-00003", 0);
    norway.transaction(
        tx -> {
          TransactionCollection<ObjectNode> places = tx.collection(PLACES);
          add(places, "no-00002", -40);
          add(places, "no-00003", 40);
        });
    stage.say("40 of 100 moved: " + sheep(norway));
    try {
      norway.transaction(
          tx -> {
            add(tx.collection(PLACES), "no-00002", -500);
            throw new IllegalStateException("there are not so many sheep");
          });
    } catch (IllegalStateException e) {
      stage.say("500 more? \"" + e.getMessage() + "\", and nothing was changed: " + sheep(norway));
    }
    stage.say("Three commits, and one that never was, in " + stage.took() + ".");
  }

  private static void sheep(UserStore user, String id, int count) {
    user.collection(PLACES).update(id, place -> place.put("sheep", count));
  }

  private static void add(TransactionCollection<ObjectNode> places, String id, int more) {
    ObjectNode place = places.get(id).orElseThrow().value();
    places.put(id, place.put("sheep", place.get("sheep").intValue() + more));
  }

  private static String sheep(UserStore user) {
    DocumentCollection<ObjectNode> places = user.collection(PLACES);
    return count(places, "no-00002") + " and " + count(places, "no-00003");
  }

  private static int count(DocumentCollection<ObjectNode> places, String id) {
    return places.get(id).orElseThrow().value().get("sheep").intValue();
  }

  private void follow(Store store) {
    UserStore norway = store.user("NO");
    long since = norway.revision() - 2;
    norway.collection(PLACES).delete("no-00004");
    stage.step(
        "Follow what changed, deletions included",
        "pagurus changes " + locator + " NO --since " + since);
    for (Change change : norway.changes(since, 10).changes()) {
      String what = change instanceof Change.Deleted ? "deleted" : "written";
      stage.say("revision " + change.revision() + "  " + what + "  " + change.address());
    }
    stage.say("A copy that reads this from time to time stays equal.");
  }

  private boolean verify(Store store) {
    stage.step("Check everything that is stored", "pagurus verify " + locator);
    AtomicLong findings = new AtomicLong();
    long checked =
        store.verify(
            finding -> {
              findings.incrementAndGet();
              stage.say("damaged: " + finding.problem());
            },
            Progress.NONE);
    stage.say(
        String.format(
            Locale.ROOT,
            "%,d documents checked, %d damages, %s.",
            checked,
            findings.get(),
            stage.took()));
    return findings.get() == 0;
  }

  private boolean copy(Store store) throws IOException, InterruptedException {
    stage.step(
        "Export, import the export into another store, export that, and compare",
        """
        pagurus export %s > export.jsonl
        pagurus import %s export.jsonl --native
        pagurus export %s | cmp - export.jsonl"""
            .formatted(locator, copyLocator, copyLocator));
    Path export = directory.resolve("export.jsonl");
    long written = export(store, export);
    Path again = directory.resolve("export-again.jsonl");
    try (Store copy = open("copy")) {
      take(copy, new NativeFormat(), export);
      export(copy, again);
    }
    boolean equal = Files.mismatch(export, again) < 0;
    stage.say(
        String.format(
            Locale.ROOT,
            "%,d lines, %,d bytes: %s, revisions and times included, %s.",
            written,
            Files.size(export),
            equal ? "equal to the last bit" : "THEY DIFFER",
            stage.took()));
    return equal;
  }

  private static long export(Store store, Path file) throws IOException {
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      Exporter exporter =
          new Exporter(store, line -> write(out, line), damage -> {}, Progress.NONE);
      exporter.exportAll(null);
      return exporter.written();
    }
  }

  private static void write(OutputStream out, byte[] line) {
    try {
      out.write(line);
      out.write('\n');
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the export", e);
    }
  }

  private static DocumentCollection<ObjectNode> norway(Store store) {
    return store.user("NO").collection(PLACES);
  }

  private void say(Document<ObjectNode> place) {
    stage.say(
        place.id()
            + "  "
            + name(place)
            + ", "
            + place.value().path("region").asString("")
            + ", "
            + latitude(place)
            + "\u00b0");
  }

  private static String name(Document<ObjectNode> place) {
    return place.value().path("name").asString("");
  }

  private static double latitude(Document<ObjectNode> place) {
    return place.value().path("location").path("lat").asDouble();
  }
}
