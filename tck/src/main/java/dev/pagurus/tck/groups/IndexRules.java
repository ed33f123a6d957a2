package dev.pagurus.tck.groups;

import static dev.pagurus.query.Query.where;
import static dev.pagurus.tck.groups.Stock.found;
import static dev.pagurus.tck.stage.Expect.fails;
import static dev.pagurus.tck.stage.Expect.json;
import static dev.pagurus.tck.stage.TestStore.COLLECTION;
import static dev.pagurus.tck.stage.TestStore.USER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pagurus.Indexes;
import dev.pagurus.document.FieldPath;
import dev.pagurus.query.Query;
import dev.pagurus.spi.CollectionDefinition;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.spi.IndexDefinition;
import dev.pagurus.spi.IndexDefinition.Kind;
import dev.pagurus.spi.Progress;
import dev.pagurus.tck.stage.Rule;
import dev.pagurus.tck.stage.TestStore;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;

/** Declared indexes: what is declared, and that it is built. */
final class IndexRules {

  static IndexDefinition index(Kind kind, String... paths) {
    List<FieldPath> parsed = new ArrayList<>();
    for (String path : paths) {
      parsed.add(FieldPath.parse(path));
    }
    return new IndexDefinition(kind, parsed);
  }

  private static Set<String> names(Indexes indexes) {
    return indexes.list().stream().map(IndexDefinition::name).collect(Collectors.toSet());
  }

  @Rule("INDEX-1")
  void everyKindIsDeclaredOnce(TestStore test) {
    Set<String> expected =
        Set.of(
            "value(a)",
            "value(a, b)",
            "value(b, a)",
            "unique(a)",
            "array(a)",
            "text(a)",
            "text(a, b)");
    for (int time = 0; time < 2; time++) {
      Indexes indexes = test.store().indexes(COLLECTION);
      indexes
          .value("a")
          .value("a", "b")
          .value("b", "a")
          .unique("a")
          .array("a")
          .text("a")
          .text("a", "b")
          .value("a")
          .text("a")
          .unique("a")
          .array("a");
      assertEquals(expected, names(indexes));
      assertEquals(7, indexes.list().size());
      test.reopen();
      assertEquals(expected, names(test.store().indexes(COLLECTION)));
    }
    test.store().indexes("other").value("a");
    assertEquals(Set.of("value(a)"), names(test.store().indexes("other")));
    assertEquals(Set.of(), names(test.store().indexes("none")));
    assertEquals(
        List.of("other", COLLECTION),
        test.store().definitions().stream().map(CollectionDefinition::collection).toList());
  }

  @Rule({"INDEX-1", "USER-1"})
  void declarationsAreForAllUsersOfTheStore(TestStore test) {
    test.docs("early", COLLECTION).create("a", json("{'m':'x'}"));
    test.store().indexes(COLLECTION).unique("m").text("t");
    for (String user : List.of("early", "late")) {
      test.docs(user, COLLECTION).put("a", json("{'m':'x','t':'word'}"));
      fails(
          ErrorCode.UNIQUE_VIOLATION,
          () -> test.docs(user, COLLECTION).put("b", json("{'m':'x'}")));
      test.docs(user, "other").put("a", json("{'m':'x'}"));
      test.docs(user, "other").put("b", json("{'m':'x'}"));
      assertEquals(List.of("a"), found(test.docs(user, COLLECTION), where("t").matches("word")));
    }
  }

  @Rule({"INDEX-1", "INDEX-3"})
  void anIndexIsTakenBack(TestStore test) {
    Indexes indexes = test.store().indexes(COLLECTION).value("n").unique("m").array("l");
    test.docs().create("a", json("{'n':1,'m':'x','l':[1]}"));
    indexes.drop(index(Kind.UNIQUE, "m")).drop(index(Kind.VALUE, "other"));
    assertEquals(Set.of("value(n)", "array(l)"), names(indexes));
    test.docs().create("b", json("{'n':2,'m':'x','l':[1,2]}"));
    fails(ErrorCode.UNIQUE_VIOLATION, () -> indexes.unique("m"));
    assertEquals(Set.of("value(n)", "array(l)"), names(indexes));
    test.docs().put("b", json("{'n':2,'m':'y','l':[1,2]}"));
    indexes.drop(index(Kind.VALUE, "n")).drop(index(Kind.ARRAY, "l")).unique("m");
    test.docs().put("a", json("{'n':3,'m':'z','l':[3]}"));
    test.docs().delete("b");
    test.docs().create("c", json("{'n':2,'m':'y','l':[2]}"));
    indexes.value("n").array("l");
    test.reopen();
    assertEquals(List.of(), found(test.docs(), where("n").eq(1)));
    assertEquals(List.of("c"), found(test.docs(), where("n").eq(2)));
    assertEquals(List.of("a"), found(test.docs(), where("n").eq(3)));
    assertEquals(List.of(), found(test.docs(), where("l").contains(1)));
    assertEquals(List.of("c"), found(test.docs(), where("l").contains(2)));
    assertEquals(List.of("a"), found(test.docs(), where("m").eq("z")));
    fails(ErrorCode.UNIQUE_VIOLATION, () -> test.docs().put("d", json("{'m':'y'}")));
  }

  @Rule("INDEX-3")
  void anIndexOverDocumentsIsBuiltWithProgress(TestStore test) {
    Map<String, ObjectNode> bodies = Stock.numbered(1_300);
    for (ObjectNode body : bodies.values()) {
      int n = body.get("n").intValue();
      body.put("m", "m" + n).put("t", "word" + n).putArray("l").add(n % 10).add("x");
    }
    for (String user : List.of(USER, "bob")) {
      Stock.put(test.user(user), COLLECTION, bodies);
      Stock.put(test.user(user), "other", Stock.numbered(5));
    }
    for (IndexDefinition index :
        List.of(
            index(Kind.VALUE, "n"),
            index(Kind.UNIQUE, "m"),
            index(Kind.ARRAY, "l"),
            index(Kind.TEXT, "t"))) {
      List<Long> heard = Collections.synchronizedList(new ArrayList<>());
      test.store()
          .indexes(COLLECTION)
          .declare(
              index,
              (done, total) -> {
                heard.add(done);
                assertTrue(total == -1 || done <= total, () -> done + " of " + total);
              });
      assertFalse(heard.isEmpty(), "nothing was heard of " + index);
      assertEquals(heard.stream().sorted().toList(), heard, "progress goes forward");
      assertTrue(heard.get(heard.size() - 1) >= 2_600, () -> index + ": heard " + heard);
    }
    for (String user : List.of(USER, "bob")) {
      assertEquals(List.of("0777"), found(test.docs(user, COLLECTION), where("n").eq(777)));
      assertEquals(List.of("0777"), found(test.docs(user, COLLECTION), where("m").eq("m777")));
      assertEquals(130, test.docs(user, COLLECTION).count(where("l").contains(7)));
      assertEquals(1_300, test.docs(user, COLLECTION).count(where("l").contains("x")));
      assertEquals(
          List.of("0777"), found(test.docs(user, COLLECTION), where("t").matches("word777")));
      assertEquals(100, test.docs(user, COLLECTION).count(where("n").ge(1_200)));
    }
    assertEquals(List.of("0003"), found(test.docs(USER, "other"), where("n").eq(3)));
  }

  @Rule({"INDEX-3", "INDEX-2"})
  void aUniqueIndexThatCannotBeBuiltNamesOffenders(TestStore test) {
    test.docs().create("fine", json("{'m':'fine'}"));
    test.docs().create("offender-one", json("{'m':'same'}"));
    test.docs().create("offender-two", json("{'m':'same'}"));
    test.docs("bob", COLLECTION).create("x", json("{'m':'same'}"));
    Indexes indexes = test.store().indexes(COLLECTION);
    var error = fails(ErrorCode.UNIQUE_VIOLATION, () -> indexes.unique("m"));
    String told = error.getMessage() + error.id();
    // No text is looked for, only the names that INDEX-3 asks for.
    assertTrue(told.contains("offender-one"), told);
    assertTrue(told.contains("offender-two"), told);
    assertTrue(told.contains("unique(m)"), told);
    assertEquals(List.of(), indexes.list());
    test.docs().create("free", json("{'m':'same'}"));
    test.docs().delete("free");
    test.reopen();
    assertEquals(List.of(), test.store().indexes(COLLECTION).list());
    test.docs().put("offender-two", json("{'m':null}"));
    test.docs().create("missing", json("{}"));
    test.docs().create("missing too", json("{}"));
    test.docs().create("null too", json("{'m':null}"));
    test.store().indexes(COLLECTION).unique("m");
    fails(ErrorCode.UNIQUE_VIOLATION, () -> test.docs().put("new", json("{'m':'same'}")));
    assertEquals(List.of("offender-one"), found(test.docs(), where("m").eq("same")));
  }

  @Rule({"INDEX-3", "QUERY-6", "LIFE-1"})
  void anIndexMissesNothingThatIsWrittenWhileItIsBuilt(TestStore test) throws InterruptedException {
    Map<String, ObjectNode> bodies = Stock.numbered(600);
    bodies.values().forEach(body -> body.put("t", "old").putArray("l").add("old"));
    Stock.put(test.user(), COLLECTION, bodies);
    List<Throwable> problems = Collections.synchronizedList(new ArrayList<>());
    Thread writer =
        new Thread(
            () -> {
              for (int i = 0; i < 60; i++) {
                test.user()
                    .batch()
                    .put(COLLECTION, Stock.id(i * 10), json("{'n':-1,'t':'new','l':['new']}"))
                    .delete(COLLECTION, Stock.id(i * 10 + 1))
                    .create(COLLECTION, "x" + i, json("{'n':-2,'t':'new','l':['new']}"))
                    .commit();
              }
            });
    writer.setUncaughtExceptionHandler((thread, problem) -> problems.add(problem));
    writer.start();
    test.store().indexes(COLLECTION).value("n").array("l").text("t");
    writer.join();
    assertEquals(List.of(), problems);
    assertEquals(60, test.docs().count(where("n").eq(-1)));
    assertEquals(60, test.docs().count(where("n").eq(-2)));
    assertEquals(480, test.docs().count(where("n").ge(0)));
    for (Query query : List.of(where("l").contains("new"), where("t").matches("new"))) {
      assertEquals(120, test.docs().count(query));
      assertEquals(120, found(test.docs(), query).size());
    }
    assertEquals(480, test.docs().count(where("t").matches("old")));
    assertEquals(480, test.docs().count(where("l").contains("old")));
  }

  @Rule({"INDEX-1", "QUERY-1", "DOC-4"})
  void anyPathCanBeIndexed(TestStore test) {
    List<FieldPath> paths = new ArrayList<>();
    for (String key : List.of("", "a.b", "$", "[0]", "#", "a\"b", "a'b", "a\\b", "0", "\u00e9")) {
      paths.add(FieldPath.of("x", key, "y"));
    }
    paths.add(FieldPath.of("a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l"));
    int few = paths.size();
    for (String key : Odd.KEYS) {
      paths.add(FieldPath.of(key));
    }
    declare(test, COLLECTION, Kind.VALUE, paths);
    declare(test, "unique", Kind.UNIQUE, paths.subList(0, few + 20));
    declare(test, "array", Kind.ARRAY, paths.subList(0, few + 20));
    put(test, paths);
    test.reopen();
    assertEquals(paths.size(), test.store().indexes(COLLECTION).list().size());
    for (int i = 0; i < paths.size(); i++) {
      FieldPath path = paths.get(i);
      List<String> one = List.of(Stock.id(i));
      assertEquals(one, found(test.docs(), where(path).eq("here")), path::toString);
      assertEquals(one, found(test.docs(USER, "unique"), where(path).eq("here")), path::toString);
      assertEquals(one, found(test.docs(USER, "array"), where(path).contains(7)), path::toString);
    }
    for (FieldPath path : paths.subList(0, few + 20)) {
      fails(
          ErrorCode.UNIQUE_VIOLATION,
          () -> test.docs(USER, "unique").put("new", at(path, json("{'v':'here'}"))));
    }
  }

  private static void declare(TestStore test, String collection, Kind kind, List<FieldPath> paths) {
    for (FieldPath path : paths) {
      test.store()
          .indexes(collection)
          .declare(new IndexDefinition(kind, List.of(path)), Progress.NONE);
    }
  }

  private static void put(TestStore test, List<FieldPath> paths) {
    Map<String, ObjectNode> strings = new LinkedHashMap<>();
    Map<String, ObjectNode> arrays = new LinkedHashMap<>();
    for (FieldPath path : paths) {
      strings.put(Stock.id(strings.size()), at(path, json("{'v':'here'}")));
      arrays.put(Stock.id(arrays.size()), at(path, json("{'v':[1,7]}")));
    }
    Stock.put(test.user(), COLLECTION, strings);
    Stock.put(test.user(), "unique", strings);
    Stock.put(test.user(), "array", arrays);
  }

  /** A body with the value v of another at a path, and at no other. */
  private static ObjectNode at(FieldPath path, ObjectNode v) {
    ObjectNode body = json("{}");
    ObjectNode inner = body;
    List<String> keys = path.keys();
    for (String key : keys.subList(0, keys.size() - 1)) {
      inner = inner.putObject(key);
    }
    inner.set(keys.get(keys.size() - 1), v.get("v"));
    return body;
  }
}
