package dev.pagurus.tck.saboteurs;

import dev.pagurus.document.FieldPath;
import dev.pagurus.query.Filter;
import dev.pagurus.query.TextAnalyser;
import dev.pagurus.query.TextAnalyser.Token;
import dev.pagurus.query.TextQuery;
import dev.pagurus.query.TextQuery.Clause;
import dev.pagurus.query.TextQuery.Term;
import dev.pagurus.spi.Backend;
import dev.pagurus.spi.CollectionDefinition;
import dev.pagurus.spi.CollectionInfo;
import dev.pagurus.spi.FindRequest;
import dev.pagurus.spi.Found;
import dev.pagurus.spi.IndexDefinition;
import dev.pagurus.spi.StoredDocument;
import dev.pagurus.spi.UserInfo;
import dev.pagurus.tck.stage.ForwardingBackend;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Full text misunderstood. */
final class TextSaboteurs {

  private static final String GROUP = "TEXT";
  private static final String UNSPACED = "[\\p{IsHan}\\p{IsHiragana}\\p{IsKatakana}\\p{IsThai}]";

  private TextSaboteurs() {}

  static List<Saboteur> all() {
    return List.of(
        // A letter behind each mark makes of the same word with and without marks two words.
        reading(
            "diacritics are not folded",
            text -> Normalizer.normalize(text, Normalizer.Form.NFD).replaceAll("\\p{Mn}", "q")),
        reading("words are not lower-cased", text -> text.replaceAll("(\\p{Lu})", "q$1")),
        reading("the ends of words are cut off", text -> text.replaceAll("(?<=\\w{3})s\\b", "")),
        reading(
            "frequent words are left out",
            text -> text.replaceAll("(?i)\\b(the|and|of|a|in|on|to)\\b", " ")),
        reading("digits are no part of words", text -> text.replaceAll("[0-9]", " ")),
        reading(
            "letters outside the first plane are no letters",
            text -> text.replaceAll("[\\x{10000}-\\x{10FFFF}]", " ")),
        Saboteur.of(
            GROUP,
            "TEXT-1",
            "Han, kana and Thai are found at the beginning of a run only",
            judging((query, fields) -> query.matches(analysed(fields, TextSaboteurs::beginnings)))),
        Saboteur.of(
            GROUP,
            "TEXT-1",
            "numbers have words",
            Breaks.judges(
                Meanings.ofTests(
                    filter ->
                        filter instanceof Filter.Matches
                            ? body -> filter.matches(Trees.map(body, TextSaboteurs::numberAsText))
                            : null))),
        Saboteur.of(
            GROUP,
            "TEXT-2",
            "one word is enough",
            judging(
                (query, fields) ->
                    query.clauses().stream().anyMatch(clause -> occurs(clause, analysed(fields))))),
        Saboteur.of(
            GROUP,
            "TEXT-2",
            "all words must occur in one field",
            judging(
                (query, fields) ->
                    analysed(fields).stream().anyMatch(field -> query.matches(List.of(field))))),
        Saboteur.of(
            GROUP,
            "TEXT-2",
            "only the first field is searched",
            judging((query, fields) -> query.matches(analysed(fields).stream().limit(1).toList()))),
        clauses("phrases are taken for words", TextSaboteurs::words),
        clauses(
            "the star of a prefix is not seen",
            clause -> List.of(new Clause(terms(clause, false)))),
        clauses("every word is a prefix", clause -> List.of(new Clause(terms(clause, true)))),
        Saboteur.of(
            GROUP,
            "TEXT-2",
            "phrases may run from one field into the next",
            judging(
                (query, fields) ->
                    query.matches(
                        List.of(analysed(fields).stream().flatMap(List::stream).toList())))),
        Saboteur.of(
            GROUP,
            "TEXT-2",
            "no words match everything",
            judging(
                (query, fields) -> query.clauses().isEmpty() || query.matches(analysed(fields)))),
        Saboteur.of(
            GROUP, "TEXT-2", "text can be a syntax error", Breaks.find(TextSaboteurs::parsing)),
        Saboteur.of(
            GROUP,
            "TEXT-3",
            "whatever was seen in documents counts as declared",
            TextSaboteurs::declaring),
        Saboteur.of(
            GROUP,
            "TEXT-3",
            "paths of value indexes count as declared for full text",
            TextSaboteurs::widening));
  }

  /** Reads documents and queries otherwise than they are written. */
  private static Saboteur reading(String name, UnaryOperator<String> text) {
    return Saboteur.of(
        GROUP,
        "TEXT-1",
        name,
        Breaks.judges(
            Meanings.ofTests(
                filter ->
                    filter instanceof Filter.Matches matches
                        ? body ->
                            new Filter.Matches(matches.paths(), text.apply(matches.text()))
                                .matches(Trees.map(body, node -> Trees.strings(node, text)))
                        : null)));
  }

  private static Saboteur clauses(String name, Function<Clause, List<Clause>> change) {
    return Saboteur.of(
        GROUP,
        "TEXT-2",
        name,
        judging(
            (query, fields) ->
                new TextQuery(
                        query.clauses().stream()
                            .flatMap(clause -> change.apply(clause).stream())
                            .toList())
                    .matches(analysed(fields))));
  }

  private static UnaryOperator<Backend> judging(BiPredicate<TextQuery, List<String>> meaning) {
    return Breaks.judges(
        Meanings.ofTests(
            filter -> {
              if (!(filter instanceof Filter.Matches matches)) {
                return null;
              }
              TextQuery query = TextQuery.parse(matches.text());
              return body -> meaning.test(query, fields(body, matches.paths()));
            }));
  }

  private static List<String> fields(JsonNode body, List<FieldPath> paths) {
    List<String> fields = new ArrayList<>();
    for (FieldPath path : paths) {
      JsonNode value = path.in(body);
      if (value != null && value.isString()) {
        fields.add(value.stringValue());
      }
    }
    return fields;
  }

  private static List<List<Token>> analysed(List<String> fields) {
    return analysed(fields, UnaryOperator.identity());
  }

  private static List<List<Token>> analysed(List<String> fields, UnaryOperator<String> change) {
    return fields.stream().map(change).map(TextAnalyser::analyse).toList();
  }

  private static boolean occurs(Clause clause, List<List<Token>> fields) {
    return fields.stream().anyMatch(clause::occursIn);
  }

  private static String beginnings(String text) {
    return text.replaceAll("(" + UNSPACED + "{2})" + UNSPACED + "+", "$1");
  }

  private static JsonNode numberAsText(JsonNode node) {
    return node.isNumber() ? JsonNodeFactory.instance.stringNode(node.toString()) : node;
  }

  private static List<Clause> words(Clause clause) {
    return clause.terms().stream().map(term -> new Clause(List.of(term))).toList();
  }

  private static List<Term> terms(Clause clause, boolean prefix) {
    return clause.terms().stream().map(term -> new Term(term.text(), prefix)).toList();
  }

  private static Found parsing(Backend next, FindRequest request) {
    if (request.filter() instanceof Filter.Matches matches) {
      long quotes = matches.text().chars().filter(c -> c == '"').count();
      if (quotes % 2 != 0 || matches.text().matches("(?s).*[()^:{}].*")) {
        throw new IllegalStateException("syntax error near \"" + matches.text() + "\"");
      }
    }
    return next.find(request);
  }

  private static Backend declaring(Backend sound) {
    return new ForwardingBackend(sound) {
      @Override
      public List<CollectionDefinition> definitions() {
        TreeMap<String, Set<String>> seen = new TreeMap<>();
        for (UserInfo user : next.users(null, Integer.MAX_VALUE)) {
          for (CollectionInfo info : next.collections(user.user())) {
            for (StoredDocument row :
                RowList.read(next.scan(user.user(), info.collection(), null))) {
              seen.computeIfAbsent(info.collection(), none -> new TreeSet<>())
                  .addAll(row.body().root().propertyNames());
            }
          }
        }
        List<CollectionDefinition> all = new ArrayList<>();
        seen.forEach(
            (collection, keys) -> {
              List<IndexDefinition> indexes =
                  keys.stream().map(key -> text(List.of(FieldPath.of(key)))).toList();
              all.add(new CollectionDefinition(collection, indexes));
            });
        return all;
      }
    };
  }

  private static Backend widening(Backend sound) {
    return new ForwardingBackend(sound) {
      @Override
      public List<CollectionDefinition> definitions() {
        return next.definitions().stream()
            .map(
                one ->
                    new CollectionDefinition(
                        one.collection(),
                        one.indexes().stream()
                            .flatMap(index -> Stream.of(index, text(index.paths())))
                            .toList()))
            .toList();
      }
    };
  }

  private static IndexDefinition text(List<FieldPath> paths) {
    return new IndexDefinition(IndexDefinition.Kind.TEXT, paths);
  }
}
