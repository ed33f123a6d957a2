package dev.pagurus.tck.groups;

import static dev.pagurus.query.Query.not;
import static dev.pagurus.query.Query.where;
import static dev.pagurus.tck.groups.Stock.found;
import static dev.pagurus.tck.stage.Expect.json;
import static dev.pagurus.tck.stage.TestStore.COLLECTION;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pagurus.query.Query;
import dev.pagurus.tck.stage.Rule;
import dev.pagurus.tck.stage.TestStore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** Full text: what a text query finds. */
final class TextRules {

  /** Puts texts under the ids 0000, 0001, ... and asserts which of them a text query finds. */
  private static final class Shelf {

    private final TestStore test;

    Shelf(TestStore test, String... texts) {
      this.test = test;
      test.store().indexes(COLLECTION).text("title");
      Map<String, ObjectNode> bodies = new LinkedHashMap<>();
      for (String text : texts) {
        bodies.put(Stock.id(bodies.size()), json("{}").put("title", text));
      }
      Stock.put(test.user(), COLLECTION, bodies);
    }

    void finds(String text, int... numbers) {
      List<String> expected = new ArrayList<>();
      for (int number : numbers) {
        expected.add(Stock.id(number));
      }
      Query query = where("title").matches(text);
      assertEquals(expected, found(test.docs(), query), () -> "found by <" + text + ">");
      assertEquals(expected.size(), test.docs().count(query), () -> "count of <" + text + ">");
    }
  }

  @Rule("TEXT-1")
  void caseAndDiacriticsAreFolded(TestStore test) {
    Shelf shelf =
        new Shelf(
            test,
            "Caf\u00c9 del Mar",
            "Cafeteria",
            "\u00c5lesund A\u030alesund",
            "\u0130stanbul \u03a3\u03af\u03c3\u03c5\u03c6\u03bf\u03c2",
            "Na\u00efve fa\u00e7ade, cr\u00e8me br\u00fbl\u00e9e",
            "\u041c\u043e\u0441\u043a\u0432\u0430 \u041d\u043e\u0432\u044b\u0439",
            "\u1eeet Vi\u1ec7t Nam");
    for (String word : List.of("cafe", "CAFE", "caf\u00e9", "CAFE\u0301", "\u00c7af\u00e8")) {
      shelf.finds(word, 0);
    }
    for (String word : List.of("alesund", "\u00c5LESUND", "a\u030alesund", "\u212blesund")) {
      shelf.finds(word, 2);
    }
    shelf.finds("istanbul", 3);
    shelf.finds("ISTANBUL", 3);
    shelf.finds("\u03c3\u03b9\u03c3\u03c5\u03c6\u03bf\u03c3", 3);
    shelf.finds("\u03a3\u0399\u03a3\u03a5\u03a6\u039f\u03a3", 3);
    shelf.finds("naive facade creme brulee", 4);
    shelf.finds("\u043c\u043e\u0441\u043a\u0432\u0430 \u043d\u043e\u0432\u044b\u0438", 5);
    shelf.finds("viet ut", 6);
    shelf.finds("caf");
    shelf.finds("cafes");
  }

  @Rule("TEXT-1")
  void wordsAreRunsOfLettersAndDigits(TestStore test) {
    Shelf shelf =
        new Shelf(
            test,
            "foo-bar_baz.qux/quux",
            "don't stop",
            "x2 2x 2024-01-31 3.14",
            "\ud83e\udd80crab\ud83e\udd80sand",
            "tab\there\nnewline\u00a0nbsp\u3000wide\u200bzero",
            "\u0661\u0662\u0663 a1b2c3",
            "C++ C# .NET AT&T",
            "<b>bold</b> {\"key\":\"value\"}");
    List.of("foo", "bar", "baz", "qux", "quux").forEach(word -> shelf.finds(word, 0));
    shelf.finds("foo-bar", 0);
    shelf.finds("bar-foo", 0);
    shelf.finds("foobar");
    shelf.finds("don t", 1);
    shelf.finds("don't", 1);
    shelf.finds("dont");
    shelf.finds("x2", 2);
    shelf.finds("2024", 2);
    shelf.finds("14 3", 2);
    shelf.finds("x");
    shelf.finds("202");
    shelf.finds("crab sand", 3);
    List.of("tab", "here", "newline", "nbsp", "wide").forEach(word -> shelf.finds(word, 4));
    shelf.finds("\u0661\u0662\u0663", 5);
    shelf.finds("a1b2c3", 5);
    shelf.finds("c", 6);
    shelf.finds("at t net", 6);
    shelf.finds("bold b", 7);
    shelf.finds("key value", 7);
  }

  @Rule({"TEXT-1", "TEXT-2"})
  void everyWordCountsAndNoneIsChanged(TestStore test) {
    // No stop words, no shortest word, no stemming, no synonyms.
    Shelf shelf =
        new Shelf(
            test,
            "the cat and a dog",
            "to be or not to be",
            "running runs",
            "run",
            "und der die das",
            "\u043d\u0435 \u0438 \u0432",
            "AND OR NOT NEAR",
            "a");
    shelf.finds("the", 0);
    shelf.finds("a", 0, 7);
    shelf.finds("to be", 1);
    shelf.finds("run", 3);
    shelf.finds("running", 2);
    shelf.finds("runs", 2);
    shelf.finds("die der", 4);
    shelf.finds("\u0438", 5);
    shelf.finds("and", 0, 6);
    shelf.finds("AND", 0, 6);
    shelf.finds("not or", 1, 6);
    shelf.finds("cat AND dog", 0);
    shelf.finds("cat OR dog");
    shelf.finds("NOT be", 1);
    shelf.finds("near", 6);
  }

  @Rule("TEXT-2")
  void allWordsMustOccurInAnyOrder(TestStore test) {
    Shelf shelf = new Shelf(test, "red green blue", "red green", "green red red", "redgreen");
    shelf.finds("red", 0, 1, 2);
    shelf.finds("green red", 0, 1, 2);
    shelf.finds("blue red green", 0);
    shelf.finds("red red red", 0, 1, 2);
    shelf.finds("red yellow");
    shelf.finds("red,green;blue", 0);
  }

  @Rule("TEXT-2")
  void prefixesEndInAStar(TestStore test) {
    Shelf shelf =
        new Shelf(test, "cafeteria", "Caf\u00e9", "decaf", "ca fe", "category cat", "CAFE2");
    shelf.finds("caf*", 0, 1, 5);
    shelf.finds("CAF\u00c9*", 0, 1, 5);
    shelf.finds("cafeteria*", 0);
    shelf.finds("c*", 0, 1, 3, 4, 5);
    shelf.finds("cat* cate*", 4);
    shelf.finds("ca* fe*", 3);
    shelf.finds("cafeterias*");
    shelf.finds("*caf");
    shelf.finds("*af*");
    shelf.finds("ca *", 3);
    shelf.finds("ca **fe", 3);
    shelf.finds("c*f");
    shelf.finds("*");
    shelf.finds("\"caf*\"");
    shelf.finds("\"cat*\"", 4);
  }

  @Rule("TEXT-2")
  void phrasesStandTogether(TestStore test) {
    Shelf shelf =
        new Shelf(
            test,
            "New York City",
            "York New City",
            "new, YORK! city",
            "a new york",
            "new old york",
            "row row row your boat",
            "row your boat");
    shelf.finds("\"new york\"", 0, 2, 3);
    shelf.finds("\"New York City\"", 0, 2);
    shelf.finds("\"york new\"", 1);
    shelf.finds("\"new-york\"", 0, 2, 3);
    shelf.finds("\"new york\" city", 0, 2);
    shelf.finds("\"new york\" \"york city\"", 0, 2);
    shelf.finds("\"city new\"");
    shelf.finds("\"row row row\"", 5);
    shelf.finds("\"row row row row\"");
    shelf.finds("\"row your\"", 5, 6);
    shelf.finds("\"old\"", 4);
    shelf.finds("\"new york", 0, 2, 3);
    shelf.finds("new \"", 0, 1, 2, 3, 4);
    shelf.finds("\"\" new", 0, 1, 2, 3, 4);
    shelf.finds("\"ne york\"");
    shelf.finds("\"new yor\"");
  }

  @Rule({"TEXT-2", "QUERY-2"})
  void aQueryWithoutWordsMatchesNothing(TestStore test) {
    Shelf shelf = new Shelf(test, "word", "", " * ", "\ud83e\udd80", "\"\"");
    for (String text :
        List.of("", " ", "*", "***", "\"", "\"\"", "\" \"", "!?", "\ud83e\udd80", "-", "\n")) {
      shelf.finds(text);
      assertEquals(5, test.docs().count(not(where("title").matches(text))));
    }
    assertEquals(4, test.docs().count(not(where("title").matches("word"))));
    assertEquals(1, test.docs().count(not(not(where("title").matches("word")))));
  }
}
