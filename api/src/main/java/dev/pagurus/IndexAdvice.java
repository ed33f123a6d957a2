package dev.pagurus;

import dev.pagurus.document.FieldPath;
import dev.pagurus.spi.IndexDefinition;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Tells how indexes are declared: by name, in Java and on the command line (QUERY-7). */
final class IndexAdvice {

  private final String collection;

  IndexAdvice(String collection) {
    this.collection = collection;
  }

  /** What to do to have these indexes. */
  String declare(List<IndexDefinition> indexes) {
    return "declare "
        + join(indexes.stream().map(IndexDefinition::name).toList(), " and ")
        + ", in Java with store.indexes(\""
        + collection
        + "\")"
        + join(indexes.stream().map(IndexAdvice::call).toList(), "")
        + ", or on the command line with: "
        + join(indexes.stream().map(this::command).toList(), " && ");
  }

  private static String call(IndexDefinition index) {
    List<String> paths = index.paths().stream().map(IndexAdvice::literal).toList();
    return "." + kind(index) + "(" + join(paths, ", ") + ")";
  }

  private static String literal(FieldPath path) {
    return "\"" + path.toString().replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }

  private String command(IndexDefinition index) {
    String paths = join(index.paths().stream().map(FieldPath::toString).toList(), ",");
    boolean plain =
        index.paths().stream().flatMap(p -> p.keys().stream()).allMatch(FieldPath::isPlain);
    // A backquote would be a command to the shell.
    String word = plain ? paths : "'" + paths.replace("'", "'\\''") + "'";
    return "pagurus index LOCATOR " + collection + " --" + kind(index) + " " + word;
  }

  private static String kind(IndexDefinition index) {
    return index.kind().name().toLowerCase(Locale.ROOT);
  }

  private static String join(List<String> parts, String between) {
    return parts.stream().collect(Collectors.joining(between));
  }
}
