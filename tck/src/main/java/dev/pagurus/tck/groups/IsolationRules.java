package dev.pagurus.tck.groups;

import static dev.pagurus.query.Query.where;
import static dev.pagurus.tck.groups.Stock.found;
import static dev.pagurus.tck.stage.Expect.fails;
import static dev.pagurus.tck.stage.Expect.json;
import static dev.pagurus.tck.stage.Expect.same;
import static dev.pagurus.tck.stage.Expect.there;
import static dev.pagurus.tck.stage.TestStore.COLLECTION;
import static dev.pagurus.tck.stage.TestStore.USER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pagurus.Document;
import dev.pagurus.StoreException;
import dev.pagurus.query.Query;
import dev.pagurus.spi.CollectionInfo;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.spi.Rows;
import dev.pagurus.spi.UserInfo;
import dev.pagurus.tck.stage.Directories;
import dev.pagurus.tck.stage.KitClock;
import dev.pagurus.tck.stage.NeedsDisk;
import dev.pagurus.tck.stage.Rule;
import dev.pagurus.tck.stage.TestStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** Users see nothing of each other. */
final class IsolationRules {

  /** Each is a part of another, a pattern for it, or spelled like it. */
  private static final List<String> NEIGHBOURS =
      Stock.names(
          "a\tal\talice\tAlice\tALICE\talice \t alice\talicE\talice2\talice/things\talice/\t"
              + "al_ce\tal%\t%\t_\t*\t?\t[a-z]*\t..\t.\talice.\talice'\talice\"\t' OR '1'='1\t"
              + "alice\u00e9\talicee\u0301\talic\u0435\t\uff41lice\talice\u200b\tnull\tthings");

  private static final Query[] PROBES = {
    where("n").ge(0),
    where("of").exists(),
    where("tags").contains("t"),
    where("text").matches("shared"),
    Query.all().orderByDescending("n")
  };

  /** The same ids and values for everybody, and something of each one's own. */
  private static void fill(TestStore test, List<String> users) {
    test.store().indexes(COLLECTION).value("n").unique("of").array("tags").text("text");
    for (String user : users) {
      ObjectNode own = json("{'n':1,'tags':['t'],'text':'shared'}").put("of", user);
      test.user(user)
          .batch()
          .create(COLLECTION, "own", own)
          .create(
              COLLECTION, "same", json("{'n':2,'of':'same','tags':['t','u'],'text':'shared x'}"))
          .create("other", "o", json("{'n':3}"))
          .commit();
    }
  }

  @Rule({"USER-1", "USER-2", "USER-3"})
  void deletingAUserLeavesTheOthers(TestStore test) {
    for (String user : List.of("bob", "alice", "al")) {
      test.docs(user, COLLECTION).create("a", json("{}").put("user", user));
    }
    assertTrue(test.user("alice").delete());
    assertFalse(test.user("alice").delete());
    assertEquals(
        List.of("al", "bob"), test.store().users(null, 10).stream().map(UserInfo::user).toList());
    assertEquals(Optional.empty(), test.docs("alice", COLLECTION).get("a"));
    assertEquals(0, test.user("alice").revision());
    same(json("{'user':'bob'}"), there(test.docs("bob", COLLECTION).get("a")).value());
  }

  @Rule({"USER-1", "INDEX-2"})
  void whateverTheNamesAreEachSeesItsOwn(TestStore test) {
    fill(test, NEIGHBOURS);
    test.reopen();
    List<String> both = List.of("own", "same");
    for (String user : NEIGHBOURS) {
      for (Query probe : PROBES) {
        assertEquals(2, test.docs(user, COLLECTION).count(probe), user);
        assertEquals(both, Stock.sorted(found(test.docs(user, COLLECTION), probe).stream()), user);
      }
      assertEquals(List.of("own"), found(test.docs(user, COLLECTION), where("of").eq(user)), user);
      assertEquals(1, test.user(user).revision(), user);
      assertEquals(3, test.user(user).changes(0, 10).changes().size(), user);
      assertEquals(
          List.of("other", COLLECTION),
          test.user(user).collections().stream().map(CollectionInfo::collection).toList());
      for (Document<ObjectNode> document : test.docs(user, COLLECTION).find(Query.all())) {
        assertEquals(user, document.user());
      }
    }
    assertEquals(0, test.docs("alicf", COLLECTION).count());
    assertEquals(Optional.empty(), test.user("lice").info());
    assertEquals(NEIGHBOURS.size(), test.store().users().count());
  }

  @Rule({"USER-1", "USER-2", "BATCH-4", "REV-3"})
  void nothingOneDoesIsFeltByAnother(TestStore test) {
    fill(test, NEIGHBOURS);
    Map<String, Portrait> before = new LinkedHashMap<>();
    NEIGHBOURS.forEach(user -> before.put(user, Portrait.of(test.user(user), COLLECTION, PROBES)));
    test.docs().put("same", json("{'n':9,'of':'taken','text':'new words'}"));
    test.docs().delete("own");
    test.docs().create("new", json("{'n':9}"));
    test.user().transaction(tx -> tx.collection("other").delete("o"));
    test.user().replay(test.user("bob").changes(0, 10));
    fails(ErrorCode.UNIQUE_VIOLATION, () -> test.docs().put("x", json("{'of':'taken'}")));
    fails(ErrorCode.CONFLICT, () -> test.user().batch().expect(1).commit());
    test.user("%").delete();
    test.user("al").delete();
    test.user("alice/").delete();
    for (String user : NEIGHBOURS) {
      Portrait now = Portrait.of(test.user(user), COLLECTION, PROBES);
      if (List.of("%", "al", "alice/").contains(user)) {
        assertEquals(Optional.empty(), now.info(), user);
        assertEquals(List.of(), now.found().get(0), user);
      } else if (!user.equals(USER)) {
        assertEquals(before.get(user), now, user);
      }
    }
  }

  @Rule({"USER-1", "INDEX-2", "LIFE-4"})
  void errorsRevealNothingOfOthers(TestStore test) {
    test.store().indexes(COLLECTION).unique("mail");
    test.docs("bob", COLLECTION).create("secret-id-of-bob", json("{'mail':'x'}"));
    test.docs().create("mine", json("{'mail':'x'}"));
    List<StoreException> errors =
        List.of(
            fails(ErrorCode.UNIQUE_VIOLATION, () -> test.docs().put("n", json("{'mail':'x'}"))),
            fails(ErrorCode.CONFLICT, () -> test.docs().replace("secret-id-of-bobby", json("{}"))),
            fails(ErrorCode.EXISTS, () -> test.docs().create("mine", json("{}"))));
    for (StoreException error : errors) {
      assertEquals(Optional.of(USER), error.user());
      assertFalse(String.valueOf(error.getMessage()).contains("secret-id-of-bob\""));
    }
  }

  @Rule({"USER-1", "USER-3", "REV-1"})
  void askingMakesNoUser(TestStore test) {
    test.store().indexes(COLLECTION).value("n").text("t");
    assertEquals(0, test.docs().count(where("n").eq(1)));
    assertEquals(List.of(), found(test.docs(), where("t").matches("x")));
    assertEquals(Optional.empty(), test.docs().get("a"));
    assertFalse(test.docs().delete("a"));
    assertFalse(test.user().delete());
    test.user().changes(0, 1);
    test.docs().explain(where("n").eq(1));
    test.user().transaction(tx -> tx.collection(COLLECTION).find(Query.all()));
    fails(ErrorCode.CONFLICT, () -> test.docs().replace("a", json("{}")));
    assertEquals(List.of(), test.store().users(null, 10));
    assertEquals(0, test.store().users().count());
    assertEquals(Optional.empty(), test.docs().get("a"));
    assertEquals(Optional.empty(), test.user().info());
    assertEquals(List.of(), test.user().collections());
    test.reopen();
    assertEquals(List.of(), test.store().users(null, 10));
    assertEquals(Optional.empty(), test.user().info());
  }

  @Rule({"USER-2", "REV-4", "FEED-1"})
  void aUserMadeAnewKnowsNothingOfTheOld(TestStore test) {
    fill(test, List.of(USER, "bob"));
    test.docs().delete("own");
    test.docs().create("left", json("{'n':0,'of':'left'}"));
    test.clock().advance(Duration.ofHours(1));
    assertTrue(test.user().delete());
    test.docs().create("same", json("{'n':7,'of':'same'}"));
    assertEquals(List.of("same"), found(test.docs(), where("n").exists().orderBy("n")));
    assertEquals(List.of("same"), found(test.docs(), Query.all().orderByDescending("of")));
    test.reopen();
    Document<ObjectNode> document = there(test.docs().get("same"));
    assertEquals(1, document.revision());
    assertEquals(
        KitClock.START.truncatedTo(ChronoUnit.MICROS).plusSeconds(3_600), document.createdAt());
    assertEquals(new UserInfo(USER, 1, 1, 19, 0), test.user().info().orElseThrow());
    assertEquals(1, test.user().changes(0, 10).changes().size());
    assertEquals(1, test.user().collections().size());
    assertEquals(List.of(), found(test.docs(), where("text").matches("shared")));
    assertEquals(List.of(), found(test.docs(), where("tags").contains("t")));
    assertEquals(List.of(), found(test.docs(), where("n").lt(7)));
    assertEquals(2, test.store().acrossUsers(COLLECTION).count(where("n").le(2)));
    assertEquals(4, test.store().indexes(COLLECTION).list().size());
    fails(ErrorCode.UNIQUE_VIOLATION, () -> test.docs().put("x", json("{'of':'same'}")));
    assertTrue(test.user().batch().expect(1).delete(COLLECTION, "same").commit().revision() == 2);
  }

  @Rule({"USER-2", "BATCH-3", "LIFE-1"})
  void deletingHoldsNobodyUp(TestStore test) {
    fill(test, List.of(USER, "bob"));
    try (Rows rows = test.store().backend().scan("bob", COLLECTION, null)) {
      rows.next();
      assertTrue(test.user().delete());
      assertEquals("same", Optional.ofNullable(rows.next()).orElseThrow().address().id());
    }
    assertEquals(1, test.store().users().count());
    for (int i = 0; i < 5; i++) {
      test.docs().create("a", json("{}"));
      assertTrue(test.user().delete());
      assertEquals(0, test.docs().count());
    }
  }

  @NeedsDisk
  @Rule("USER-2")
  void nothingOfADeletedUserStaysOnDisk(TestStore test) throws IOException {
    String secret = "quokkaquokkaquokkasecretquokkaquokkaquokka";
    test.store().indexes(COLLECTION).value("v").unique("u").array("l").text("t");
    ObjectNode body = json("{}").put("v", secret).put("u", secret).put("t", "a " + secret + " b");
    body.putArray("l").add(secret);
    body.put(secret, secret);
    test.docs("bob", COLLECTION).create("a", json("{'v':'x','t':'word'}"));
    test.docs().create("b" + secret, json("{}"));
    for (int i = 0; i < 5; i++) {
      test.docs().put("id" + secret, body.put("i", i).put("u", secret + i));
    }
    test.docs().delete("b" + secret);
    assertTrue(test.user().delete());
    test.closeStore();
    List<String> traces = new ArrayList<>();
    for (Path file : Directories.files(test.directory())) {
      String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
      if (bytes.contains(secret) || file.toString().contains(secret)) {
        traces.add(file.getFileName().toString());
      }
    }
    assertEquals(List.of(), traces, "files that still tell of a deleted user");
    assertEquals(1, test.docs("bob", COLLECTION).count(where("t").matches("word")));
  }
}
