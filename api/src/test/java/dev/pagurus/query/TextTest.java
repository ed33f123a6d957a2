package dev.pagurus.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pagurus.query.TextAnalyser.Token;
import dev.pagurus.query.TextQuery.Clause;
import dev.pagurus.query.TextQuery.Term;
import java.text.Normalizer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Full text: TEXT-1 and TEXT-2. */
@PropertyDefaults(edgeCases = EdgeCasesMode.NONE)
class TextTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Hello, World! | hello world",
        "Ålesund A\u030Alesund ÅLESUND | alesund alesund alesund",
        "Đà Nẵng | đa nang",
        "naïve café | naive cafe",
        "Straße STRASSE | straße strasse",
        "İstanbul ISTANBUL ıstanbul | istanbul istanbul ıstanbul",
        "ΟΔΥΣΣΕΎΣ Ὀδυσσεύς | οδυσσευσ οδυσσευσ",
        "Ёлка Йошкар | елка иошкар",
        "שָׁלוֹם | שלום",
        "مُحَمَّد | محمد",
        "हिन्दी | हिन्दी",
        "한국어 \u1112\u1161\u11ab | 한국어 한",
        "foo-bar foo_bar don't | foo bar foo bar don t",
        "x86 3.14 ½ Ⅷ ② | x86 3 14",
        "e=mc² | e mc",
        "\u0301a \u0301 | a",
        "a\u20DDb | a b",
        "東京都 | 東京 京都 都",
        "東京 大阪 | 東京 京 大阪 阪",
        "漢 | 漢",
        "iPhone漢字15 | iphone 漢字 字 15",
        "コーヒー | コー ーヒ ヒー ー",
        "ーーー | ーー ーー ー",
        "か\u3099き | がき き",
        "あ\u3099 | あ\u3099 \u3099",
        "ｶﾞ | ｶﾞ ﾞ",
        "人々〆切 | 人々 々〆 〆切 切",
        "กรุง | กร รุ ุง ง",
        "𠮷野家 | 𠮷野 野家 家",
        "漢\u0301字 | 漢字 字",
        "漢\u0903字 | 漢\u0903 \u0903字 字",
      })
  void cuts(String text, String tokens) {
    assertEquals(tokens, String.join(" ", tokens(text)));
  }

  private static List<String> tokens(String text) {
    return TextAnalyser.analyse(text).stream().map(Token::text).toList();
  }

  @Test
  void positionsCountThroughTheText() {
    List<Token> tokens = TextAnalyser.analyse("one 東京 two");
    for (int i = 0; i < tokens.size(); i++) {
      assertEquals(i, tokens.get(i).position());
    }
    assertEquals(4, tokens.size());
    assertEquals(List.of(), TextAnalyser.analyse(" .,!\u0301\uD800"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "oslo | oslo",
        "Oslo  BERGEN | oslo & bergen",
        "oslo oslo | oslo",
        "foo-bar | foo & bar",
        "osl* | osl*",
        "ÓSL* ber | osl* & ber",
        "osl *ber * | osl & ber",
        "foo-ba* | foo & ba*",
        "a** | a*",
        "\"New York\" | new york",
        "\"New York | new york",
        "x\"New York\"y | x & new york & y",
        "\"New-York City\" big* | new york city & big*",
        "\"new yo*\" | new yo",
        "\"new yo\"* | new yo",
        "\"\" \"...\" | ~~",
        "東 | 東*",
        "東京 | 東京",
        "東京都 | 東京 京都",
        "東京* | 東京",
        "東* | 東*",
        "abc東 | abc 東*",
        "東abc | 東 abc",
        "東京abc | 東京 京 abc",
        "東京abc* | 東京 京 abc*",
        "\"東京 大阪\" | 東京 京 大阪",
        "\"東 大\" | 東 大*",
        "\"東京 京\" | 東京 京 京*",
        "AND OR NOT NEAR( | and & or & not & near",
        "col:x ^y -z +w | col & x & y & z & w",
      })
  void asks(String text, String clauses) {
    List<String> shown = new ArrayList<>();
    for (Clause clause : TextQuery.parse(text).clauses()) {
      shown.add(
          String.join(
              " ", clause.terms().stream().map(t -> t.text() + (t.prefix() ? "*" : "")).toList()));
    }
    assertEquals(clauses, String.join(" & ", shown));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "The quick brown fox | QUICK the | true",
        "The quick brown fox | quick slow | false",
        "The quick brown fox | qui | false",
        "The quick brown fox | qui* | true",
        "The quick brown fox | uick* | false",
        "The quick brown fox | \"quick brown\" | true",
        "The quick brown fox | \"brown quick\" | false",
        "The quick brown fox | \"quick fox\" | false",
        "The quick-brown fox | \"quick brown\" | true",
        "Ålesund | alesund | true",
        "Alesund | Ålesund | true",
        "東京都庁 | 京都 | true",
        "東京都庁 | 都東 | false",
        "東京都庁 | 都 | true",
        "東京都庁 | 庁 | true",
        "東京都庁 | 東京都庁 | true",
        "東京 都庁 | 京都 | false",
        "大東京abc | 東京abc | true",
        "東京タワー | ワー | true",
        "コーヒー | ーヒ | true",
        "กรุงเทพมหานคร | เทพ | true",
        "กรุงเทพมหานคร | ุง | true",
        "anything | ... | false",
        "~~ | x | false",
      })
  void finds(String text, String query, boolean expected) {
    assertEquals(expected, TextQuery.parse(query).matches(List.of(TextAnalyser.analyse(text))));
  }

  @Test
  void wordsMayBeInSeveralFieldsAndPhrasesInOne() {
    List<List<Token>> fields =
        List.of(TextAnalyser.analyse("new"), TextAnalyser.analyse("york city"));
    assertTrue(TextQuery.parse("york new").matches(fields));
    assertTrue(TextQuery.parse("\"york city\" new").matches(fields));
    assertFalse(TextQuery.parse("\"new york\"").matches(fields));
    assertFalse(TextQuery.parse("new").matches(List.of()));
  }

  /** Han, kana and Thai, with the letters and marks that they share, in composed form. */
  @Provide
  Arbitrary<String> unspaced() {
    Arbitrary<Integer> han = Arbitraries.integers().between(0x4E00, 0x9FA5);
    Arbitrary<Integer> kana = Arbitraries.integers().between(0x3041, 0x3096);
    Arbitrary<Integer> katakana = Arbitraries.integers().between(0x30A1, 0x30FA);
    Arbitrary<Integer> narrow = Arbitraries.integers().between(0xFF66, 0xFF9F);
    Arbitrary<Integer> thai = Arbitraries.integers().between(0x0E01, 0x0E3A);
    Arbitrary<Integer> thaiSigns = Arbitraries.integers().between(0x0E40, 0x0E4E);
    Arbitrary<Integer> rare = Arbitraries.of(0x20BB7, 0xF900, 0x3005, 0x3006, 0x3031, 0x303C);
    Arbitrary<Integer> shared = Arbitraries.of(0x30FC, 0x3099, 0x309A, 0x309D, 0x30FD);
    return Arbitraries.oneOf(han, kana, katakana, narrow, thai, thaiSigns, rare, shared)
        .list()
        .ofMinSize(2)
        .ofMaxSize(12)
        .map(
            cps -> {
              StringBuilder out = new StringBuilder();
              cps.forEach(out::appendCodePoint);
              return Normalizer.normalize(out, Normalizer.Form.NFC);
            })
        .filter(text -> text.codePointCount(0, text.length()) >= 2);
  }

  @Property(tries = 5000)
  void anyTwoOrMoreCharactersOfUnspacedTextAreFound(
      @ForAll("unspaced") String text, @ForAll int from, @ForAll int more) {
    int[] cps = text.codePoints().toArray();
    int start = Math.floorMod(from, cps.length - 1);
    int length = 2 + Math.floorMod(more, cps.length - start - 1);
    String part = new String(cps, start, length);
    for (String whole : List.of(text, "x" + text + "9", text + "!", "abc " + text + " def")) {
      assertTrue(
          TextQuery.parse(part).matches(List.of(TextAnalyser.analyse(whole))),
          () -> part + " in " + whole);
    }
  }

  @Provide
  Arbitrary<String> unspacedWithSigns() {
    return Arbitraries.oneOf(unspaced(), Arbitraries.of(" ", "、", "\"", "*", "-", "\u0301"))
        .list()
        .ofMinSize(1)
        .ofMaxSize(6)
        .map(parts -> Normalizer.normalize(String.join("", parts), Normalizer.Form.NFC));
  }

  @Property(tries = 3000)
  void anyPartWithAWordIsFoundWhateverSignsItHolds(
      @ForAll("unspacedWithSigns") String text, @ForAll int from, @ForAll int to) {
    int[] cps = text.codePoints().toArray();
    int start = Math.floorMod(from, cps.length);
    String part = new String(cps, start, Math.floorMod(to, cps.length - start + 1));
    TextQuery query = TextQuery.parse(part);
    assertEquals(
        !TextAnalyser.analyse(part).isEmpty(),
        query.matches(List.of(TextAnalyser.analyse(text))),
        () -> part + " in " + text);
  }

  @Property(tries = 2000)
  void pairsThatAreNotThereAreNotFound(
      @ForAll("unspaced") String text, @ForAll("unspaced") String other) {
    String folded = TextFolding.fold(text);
    String asked = TextFolding.fold(other);
    if (!folded.contains(asked)) {
      assertFalse(TextQuery.parse(other).matches(List.of(TextAnalyser.analyse(text))));
    }
  }

  @Property(tries = 2000)
  void anyTextWithAWordFindsItself(@ForAll String text) {
    List<Token> tokens = TextAnalyser.analyse(text);
    assertEquals(!tokens.isEmpty(), TextQuery.parse(text).matches(List.of(tokens)));
  }

  @Property(tries = 2000)
  void tokensHoldNothingThatAnEngineMightSplitAt(@ForAll String text) {
    for (String token : tokens(text)) {
      assertFalse(token.isEmpty());
      token
          .codePoints()
          .forEach(cp -> assertTrue(Character.isLetterOrDigit(cp) || TextFolding.isMark(cp)));
    }
  }

  @Provide
  Arbitrary<String> words() {
    return Arbitraries.of("a", "b", "ab", "abc", "é", "東", "京", "東京", "都", " ", " ", "-", "\"", "*")
        .list()
        .ofMaxSize(10)
        .map(parts -> String.join("", parts));
  }

  /** An engine that knows tokens and clauses only answers what the reference does. */
  @Property(tries = 5000)
  void anEngineOverTokensAgrees(@ForAll("words") String document, @ForAll("words") String query) {
    TextQuery asked = TextQuery.parse(query);
    assertEquals(
        asked.matches(List.of(TextAnalyser.analyse(document))),
        new Postings(document).answers(asked));
  }

  /** A toy full-text index over one document: where each token stands. */
  private static final class Postings {
    private final Map<String, Set<Integer>> places = new HashMap<>();

    Postings(String document) {
      String joined = String.join(" ", tokens(document));
      String[] split = joined.isEmpty() ? new String[0] : joined.split(" ");
      for (int i = 0; i < split.length; i++) {
        places.computeIfAbsent(split[i], t -> new TreeSet<>()).add(i);
      }
    }

    boolean answers(TextQuery query) {
      return !query.clauses().isEmpty()
          && query.clauses().stream().allMatch(clause -> !starts(clause).isEmpty());
    }

    private Set<Integer> starts(Clause clause) {
      Set<Integer> starts = null;
      for (int i = 0; i < clause.terms().size(); i++) {
        Set<Integer> here = new TreeSet<>();
        for (int place : placesOf(clause.terms().get(i))) {
          here.add(place - i);
        }
        if (starts == null) {
          starts = here;
        } else {
          starts.retainAll(here);
        }
      }
      return starts == null ? Set.of() : starts;
    }

    private Set<Integer> placesOf(Term term) {
      if (!term.prefix()) {
        return places.getOrDefault(term.text(), Set.of());
      }
      Set<Integer> all = new TreeSet<>();
      places.forEach(
          (token, where) -> {
            if (token.startsWith(term.text())) {
              all.addAll(where);
            }
          });
      return all;
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u0e48\u0e38",
        "\u0301",
        "a\u0327\u0301",
        "\"",
        "*",
        "\uD800",
        "漢",
        "a ",
        "\u1100"
      })
  void timeIsLinear(String piece) {
    String text = piece.repeat(300_000);
    assertTimeoutPreemptively(
        Duration.ofSeconds(60),
        () -> {
          TextAnalyser.forEachToken(text, token -> {});
          TextQuery.parse(text);
        });
  }
}
