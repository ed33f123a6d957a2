package dev.pagurus.tck.groups;

import static dev.pagurus.tck.stage.Expect.fails;
import static dev.pagurus.tck.stage.Expect.ids;
import static dev.pagurus.tck.stage.Expect.json;
import static dev.pagurus.tck.stage.Expect.there;
import static dev.pagurus.tck.stage.TestStore.COLLECTION;
import static dev.pagurus.tck.stage.TestStore.USER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pagurus.Document;
import dev.pagurus.DocumentCollection;
import dev.pagurus.WriteBatch;
import dev.pagurus.query.Query;
import dev.pagurus.spi.CollectionInfo;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.spi.UserInfo;
import dev.pagurus.tck.stage.Rule;
import dev.pagurus.tck.stage.TestStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.function.Executable;
import tools.jackson.databind.node.ObjectNode;

/** Names of users, collections and documents. */
final class AddressRules {

  /** What a file system, a database, a URL or a shell may take for the same or for a command. */
  private static final List<String> NAMES =
      Stock.names(
          "a\tA\tb\tB\taa\ta b\t a\ta \t  \t \ta.\ta..\t.a\t.\t..\t...\t./a\t../a\t"
              + "../../a\ta/b\ta//b\t/a\ta/\t/\t\\\ta\\b\t..\\a\tC:\\a\ta:b\tCON\tcon\t"
              + "con.txt\tNUL\taux\tCOM1\tLPT1.\t~\t~a\t-\t--\t-rf\t*\t?\ta*\t%\t%20\t"
              + "%2e%2e\t%2F\ta%\t_\t__\ta_b\taXb\t'\t''\t\"\t`\ta'b\ta\"b\t$\t${a}\t"
              + "$(a)\t;\t|\t&\t<\t#\t[a]\t{}\t0\t00\t1\t01\t1.0\t1e0\t-0\ttrue\tnull\t"
              + "NaN\tstore.toml\t.git\tindex\tjournal\tsqlite_master\ta.json\ta.toml");

  /** Spelled alike, folded alike or normalised alike; each is a name of its own. */
  private static final List<String> LOOKALIKES =
      Stock.names(
          "\u00e9\te\u0301\t\u00c9\tE\u0301\t\u00c5\tA\u030a\t\u212b\t\u00df\tss\t"
              + "SS\t\u1e9e\ti\tI\t\u0131\t\u0130\ti\u0307\t\u03c3\t\u03c2\t\u03a3\t"
              + "\ufb01\tfi\t\uff41\t\u2460\tK\tk\t\u212a\t\u00a0\t\u3000\t\u200b\t"
              + "\u200d\ta\u200b\t\u00ad\t\ufeff\t\ufeffa\t\u202ea\t\u2028\t\uac00\t"
              + "\u1100\u1161\ta\u0323\u0307\ta\u0307\u0323\t\ud83e\udd80\t"
              + "\ud83d\udc68\u200d\ud83d\udc69\u200d\ud83d\udc67\t\ufffd\t\uffff\t"
              + "\ue000\t\ud7ff\t\ud800\udc00\t\udbff\udfff\t\u6771\u4eac\t\u0e01\u0e33");

  @Rule({"ADDR-1", "ADDR-2", "ADDR-5"})
  void idsCompareByteForByte(TestStore test) {
    List<String> names = Stream.concat(NAMES.stream(), LOOKALIKES.stream()).toList();
    WriteBatch batch = test.user().batch();
    names.forEach(name -> batch.create(COLLECTION, name, json("{}").put("name", name)));
    batch.commit();
    test.reopen();
    assertHolds(test.docs(), names);
    WriteBatch half = test.user().batch();
    List<String> left = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      if (i % 2 == 0) {
        half.delete(COLLECTION, names.get(i));
      } else {
        left.add(names.get(i));
      }
    }
    assertTrue(half.commit().outcomes().stream().allMatch(outcome -> outcome.existed()));
    assertHolds(test.docs(), left);
  }

  private static void assertHolds(DocumentCollection<ObjectNode> docs, List<String> names) {
    List<Optional<Document<ObjectNode>>> found = docs.get(names);
    for (int i = 0; i < names.size(); i++) {
      Document<ObjectNode> document = there(found.get(i));
      assertEquals(names.get(i), document.id());
      assertEquals(names.get(i), document.value().get("name").stringValue());
    }
    assertEquals(names.size(), docs.count());
    assertEquals(Stock.sorted(names.stream()), Stock.found(docs, Query.all()));
  }

  @Rule({"ADDR-1", "ADDR-2", "ADDR-5", "USER-1", "USER-3"})
  void usersCompareByteForByte(TestStore test) {
    List<String> names =
        Stream.concat(
                IntStream.range(0, NAMES.size()).filter(i -> i % 2 == 0).mapToObj(NAMES::get),
                LOOKALIKES.stream())
            .toList();
    for (String name : names) {
      test.docs(name, COLLECTION).create("a", json("{}").put("name", name));
    }
    test.reopen();
    for (String name : names) {
      assertEquals(
          name, there(test.docs(name, COLLECTION).get("a")).value().get("name").stringValue());
      assertEquals(1, test.docs(name, COLLECTION).count());
      assertEquals(1, test.user(name).revision());
    }
    assertEquals(Stock.sorted(names.stream()), test.store().users().map(UserInfo::user).toList());
  }

  @Rule("ADDR-1")
  void anAddressIsAllThreePartsTogether(TestStore test) {
    List<String> users = List.of("a", "a/b", "ab", "a\\b");
    List<String> collections = List.of("b", "bc", "b-c", "b_c");
    List<String> ids = List.of("c", "b/c", "bc", "c/b/c");
    for (String user : users) {
      WriteBatch batch = test.user(user).batch();
      for (String collection : collections) {
        for (String id : ids) {
          batch.create(collection, id, json("{}").put("at", user + "|" + collection + "|" + id));
        }
      }
      batch.commit();
    }
    test.docs("a", "bc").delete("c");
    for (String user : users) {
      for (String collection : collections) {
        for (String id : ids) {
          String at = user + "|" + collection + "|" + id;
          assertEquals(
              at.equals("a|bc|c") ? Optional.empty() : Optional.of(at),
              test.docs(user, collection)
                  .get(id)
                  .map(document -> document.value().get("at").stringValue()));
        }
      }
    }
  }

  @Rule("ADDR-2")
  void namesHaveUpTo255Bytes(TestStore test) {
    List<String> longest =
        List.of(
            "a".repeat(255),
            "a".repeat(254) + "b",
            "a".repeat(254) + " ",
            "a".repeat(254) + ".",
            "A".repeat(255),
            "/".repeat(255),
            "..".repeat(127) + "x",
            "\u00e9".repeat(127) + "x",
            "\u6771".repeat(85),
            "\ud83e\udd80".repeat(63) + "abc",
            "\ud83e\udd80".repeat(63) + "abd");
    String collection = "c".repeat(63);
    for (String name : longest) {
      test.docs(name, collection).create(name, json("{}").put("name", name));
    }
    test.reopen();
    for (String name : longest) {
      assertHolds(test.docs(name, collection), List.of(name));
    }
    assertEquals(Stock.sorted(longest.stream()), test.store().users().map(UserInfo::user).toList());
  }

  @Rule({"ADDR-2", "LIFE-5"})
  void otherNamesAreRefusedWhereverTheyStand(TestStore test) {
    test.docs().create("a", json("{}"));
    for (String bad : badNames()) {
      List<Executable> calls =
          List.of(
              () -> test.user(bad),
              () -> test.docs().create(bad, json("{}")),
              () -> test.docs().put(bad, json("{}")),
              () -> test.docs().replace(bad, json("{}")),
              () -> test.docs().patch(bad, json("{}")),
              () -> test.docs().update(bad, body -> body),
              () -> test.docs().delete(bad),
              () -> test.docs().get(bad),
              () -> test.docs().get(List.of("a", bad)),
              () -> test.user().batch().delete(COLLECTION, "a").put(COLLECTION, bad, json("{}")),
              () -> test.user().transaction(tx -> tx.collection(COLLECTION).get(bad)),
              () -> test.user().transaction(tx -> tx.collection(COLLECTION).delete(bad)),
              () -> test.store().users(bad, 1));
      calls.forEach(call -> fails(ErrorCode.INVALID, call));
    }
    assertEquals(1, test.user().revision());
    assertEquals(List.of("a"), ids(test.docs().list(10)));
    assertEquals(1, test.store().users(null, 10).size());
  }

  private static List<String> badNames() {
    List<String> bad =
        new ArrayList<>(
            List.of(
                "",
                "a".repeat(256),
                "\u00e9".repeat(128),
                "\ud83e\udd80".repeat(64),
                "\ud83e",
                "\udd80",
                "a\ud83e",
                "\udd80a",
                "\udd80\ud83e"));
    for (int c = 0; c <= 0x9F; c = c == 0x1F ? 0x7F : c + 1) {
      bad.add("a" + (char) c);
    }
    bad.add("\na");
    return bad;
  }

  @Rule("ADDR-3")
  void collectionsAreThemselves(TestStore test) {
    List<String> collections =
        List.of(
            "a",
            "z9",
            "a-b",
            "a_b",
            "ab",
            "axb",
            "a0b",
            "a-",
            "a_",
            "c".repeat(63),
            "c".repeat(62) + "d",
            "con",
            "nul",
            "order",
            "select",
            "table",
            "documents",
            "users",
            "sqlite_x",
            "index");
    WriteBatch batch = test.user().batch();
    for (String collection : collections) {
      batch.create(collection, "a", json("{}").put("of", collection));
    }
    batch.commit();
    test.reopen();
    for (String collection : collections) {
      DocumentCollection<ObjectNode> docs = test.docs(USER, collection);
      assertEquals(collection, there(docs.get("a")).value().get("of").stringValue());
      assertEquals(1, docs.count());
      assertEquals(List.of("a"), Stock.found(docs, Query.where("of").eq(collection)));
    }
    assertEquals(
        Stock.sorted(collections.stream()),
        test.user().collections().stream().map(CollectionInfo::collection).toList());
    assertEquals(Stock.sorted(collections.stream()), test.store().backend().collectionNames(USER));
  }

  @Rule({"ADDR-3", "LIFE-5"})
  void otherCollectionsAreRefused(TestStore test) {
    List<String> bad =
        List.of(
            "",
            "A",
            "aB",
            "1a",
            "_a",
            "-a",
            ".a",
            "a.b",
            "a b",
            "a/b",
            "..",
            "c".repeat(64),
            "\u00e9",
            "a\u00e9",
            "a\n",
            "a\u0000",
            "\uff41",
            "a$",
            "a'",
            "*");
    for (String name : bad) {
      fails(ErrorCode.INVALID, () -> test.docs(USER, name));
      fails(ErrorCode.INVALID, () -> test.user().batch().put(name, "a", json("{}")));
      fails(ErrorCode.INVALID, () -> test.user().transaction(tx -> tx.collection(name)));
      fails(ErrorCode.INVALID, () -> test.store().acrossUsers(name));
      fails(ErrorCode.INVALID, () -> test.store().indexes(name).value("n"));
    }
    assertEquals(List.of(), test.store().users(null, 10));
    assertEquals(List.of(), test.store().definitions());
  }
}
