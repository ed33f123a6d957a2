package dev.pagurus.tck.process;

import dev.pagurus.Store;
import dev.pagurus.WriteBatch;
import dev.pagurus.document.FieldPath;
import dev.pagurus.spi.IndexDefinition;
import dev.pagurus.spi.IndexDefinition.Kind;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Commits that are known beforehand: the commit of a user that takes revision n is always the same.
 * So whoever finds a user at revision n knows all that must be there.
 */
public final class Workload {

  /** The users, one for each writing thread. */
  public static final List<String> USERS = List.of("u0", "u1", "u2", "u3");

  /** The collections. */
  public static final List<String> COLLECTIONS = List.of("one", "two");

  private static final int IDS = 40;
  private static final List<String> WORDS = List.of("crab", "shell", "tide", "reef", "sand");

  private Workload() {}

  /**
   * Declares the indexes whose agreement with the documents is looked at.
   *
   * @param store where
   */
  public static void declare(Store store) {
    for (String collection : COLLECTIONS) {
      store.indexes(collection).value("word", "n").unique("serial").array("list").text("text");
    }
  }

  /**
   * Makes a user's next commit.
   *
   * @param store where
   * @param user one of the users
   * @param revision which it will take, 1 or more
   * @return the revision that it took
   */
  public static long commit(Store store, String user, long revision) {
    SplittableRandom random = new SplittableRandom(user.hashCode() * 1_000_003L + revision);
    WriteBatch batch = store.user(user).batch().expect(revision - 1);
    Set<String> used = new HashSet<>();
    int parts = 1 + random.nextInt(6);
    for (int part = 0; part < parts; part++) {
      String collection = COLLECTIONS.get(random.nextInt(COLLECTIONS.size()));
      String id = "id" + random.nextInt(IDS);
      if (!used.add(collection + id)) {
        continue;
      }
      // The first always writes, so that every commit takes a revision.
      if (part > 0 && random.nextInt(4) == 0) {
        batch.delete(collection, id);
      } else {
        batch.put(collection, id, body(random, revision, part));
      }
    }
    return batch.commit().revision();
  }

  private static ObjectNode body(SplittableRandom random, long revision, int part) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    String word = WORDS.get(random.nextInt(WORDS.size()));
    body.put("n", revision)
        .put("part", part)
        .put("word", word)
        .put("serial", revision + "-" + part);
    body.putArray("list").add(revision % 7).add(word);
    body.put("text", word + " " + WORDS.get(random.nextInt(WORDS.size())) + " " + revision);
    body.put("filler", "f".repeat(random.nextInt(2_000)));
    return body;
  }

  /**
   * The indexes that {@link #declare} declares.
   *
   * @return for each collection
   */
  public static List<IndexDefinition> indexes() {
    return List.of(
        new IndexDefinition(Kind.VALUE, List.of(FieldPath.of("word"), FieldPath.of("n"))),
        new IndexDefinition(Kind.UNIQUE, List.of(FieldPath.of("serial"))),
        new IndexDefinition(Kind.ARRAY, List.of(FieldPath.of("list"))),
        new IndexDefinition(Kind.TEXT, List.of(FieldPath.of("text"))));
  }
}
