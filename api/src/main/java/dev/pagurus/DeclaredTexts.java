package dev.pagurus;

import dev.pagurus.document.FieldPath;
import dev.pagurus.query.Filter;
import dev.pagurus.spi.CollectionDefinition;
import dev.pagurus.spi.IndexDefinition;
import java.util.List;
import java.util.function.Supplier;

/** Only declared full-text paths can be matched (TEXT-3). */
final class DeclaredTexts {

  private DeclaredTexts() {}

  /**
   * Fails if a filter matches words at a path that is not declared.
   *
   * @param definitions what is declared, asked only where words are matched
   * @throws IllegalArgumentException naming the index to declare
   */
  static void require(
      String collection, Filter filter, Supplier<List<CollectionDefinition>> definitions) {
    if (filter instanceof Filter.And and) {
      and.filters().forEach(part -> require(collection, part, definitions));
    } else if (filter instanceof Filter.Or or) {
      or.filters().forEach(part -> require(collection, part, definitions));
    } else if (filter instanceof Filter.Not not) {
      require(collection, not.filter(), definitions);
    } else if (filter instanceof Filter.Matches matches) {
      List<IndexDefinition> indexes = indexesOf(collection, definitions.get());
      for (FieldPath path : matches.paths()) {
        if (indexes.stream()
            .noneMatch(
                index ->
                    index.kind() == IndexDefinition.Kind.TEXT && index.paths().contains(path))) {
          throw new IllegalArgumentException(
              "no full-text index of the collection "
                  + collection
                  + " has the path "
                  + path
                  + ": declare text("
                  + path
                  + ") first");
        }
      }
    }
  }

  private static List<IndexDefinition> indexesOf(
      String collection, List<CollectionDefinition> definitions) {
    for (CollectionDefinition definition : definitions) {
      if (definition.collection().equals(collection)) {
        return definition.indexes();
      }
    }
    return List.of();
  }
}
