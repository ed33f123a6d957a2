package dev.pagurus.tck.model;

import dev.pagurus.Document;
import dev.pagurus.Store;
import dev.pagurus.document.FieldPath;
import dev.pagurus.query.Query;
import dev.pagurus.query.Sort;
import dev.pagurus.spi.Change;
import dev.pagurus.spi.Changes;
import dev.pagurus.spi.CollectionInfo;
import dev.pagurus.spi.UserInfo;
import dev.pagurus.tck.stage.StoreSpec;
import dev.pagurus.tck.stage.Tally;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/**
 * A store that is kept to be opened by later builds: a directory with the store's files in {@code
 * files}, and in {@code expected.txt} all that must be answered from it.
 */
public final class Frozen {

  /** Where the store's files are. */
  public static final String FILES = "files";

  private static final String EXPECTED = "expected.txt";
  private static final long SEED = 20_261_121;
  private static final int STEPS = 250;

  private Frozen() {}

  /**
   * Makes a store by a known program, and writes down what the reference holds after the same one;
   * not what the store says itself, so that a store that is wrong already is not kept as right.
   *
   * @param spec a fresh store whose directory is called {@value #FILES}
   * @param tally counts calls
   */
  public static void make(StoreSpec spec, Tally tally) {
    try (LocalGround ground = new LocalGround(spec, tally, true);
        LocalGround reference = new LocalGround(spec.ofReference(), tally, false)) {
      for (Op op : Programs.mixed(SEED, STEPS)) {
        Duel.answer(op, ground);
        Duel.answer(op, reference);
      }
      Files.write(expected(spec), census(reference.store()));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write what is expected of a frozen store", e);
    }
  }

  private static Path expected(StoreSpec spec) {
    return spec.directory().resolveSibling(EXPECTED);
  }

  /**
   * What must be answered.
   *
   * @param directory a frozen store
   * @return lines
   */
  public static List<String> expected(Path directory) {
    try {
      return Files.readAllLines(directory.resolve(EXPECTED));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read what is expected of a frozen store", e);
    }
  }

  /**
   * All that a store answers: users, documents in several orders, feeds, indexes.
   *
   * @param store any store
   * @return lines without line ends
   */
  public static List<String> census(Store store) {
    List<String> lines = new ArrayList<>();
    store.definitions().forEach(definition -> lines.add(definition.toString()));
    for (UserInfo user : store.users(null, Integer.MAX_VALUE)) {
      lines.add(
          user.user() + " " + user.revision() + " " + user.documents() + " " + user.horizon());
      for (CollectionInfo collection : store.user(user.user()).collections()) {
        documents(store, user.user(), collection.collection(), lines);
      }
      feed(store, user.user(), lines);
    }
    lines.replaceAll(line -> line.replace("\n", "\\n").replace("\r", "\\r"));
    return lines;
  }

  private static void documents(Store store, String user, String collection, List<String> lines) {
    try (Stream<Document<ObjectNode>> all = store.user(user).collection(collection).stream()) {
      all.forEach(document -> lines.add(collection + "/" + Answers.text(document)));
    }
    for (FieldPath path : Vocabulary.PATHS) {
      Query query = Query.where(path).exists().orderBy(new Sort(path, true));
      List<String> ids =
          store.user(user).collection(collection).find(query).documents().stream()
              .map(Document::id)
              .toList();
      lines.add(collection + " " + query + " " + ids);
    }
  }

  private static void feed(Store store, String user, List<String> lines) {
    long since = store.user(user).info().map(UserInfo::horizon).orElse(0L);
    Changes page;
    do {
      page = store.user(user).changes(since, 100);
      for (Change change : page.changes()) {
        lines.add(Answers.text(change));
      }
      since = page.upTo();
    } while (page.more());
    lines.add("up to " + since);
  }
}
