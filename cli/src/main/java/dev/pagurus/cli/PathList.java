package dev.pagurus.cli;

import dev.pagurus.document.FieldPath;
import java.util.ArrayList;
import java.util.List;

/** Paths with commas between them; a comma in backquotes belongs to a name. */
final class PathList {

  private PathList() {}

  static List<FieldPath> parse(String text) {
    List<FieldPath> paths = new ArrayList<>();
    boolean quoted = false;
    int start = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      quoted ^= c == '`';
      if (c == ',' && !quoted) {
        paths.add(FieldPath.parse(text.substring(start, i).strip()));
        start = i + 1;
      }
    }
    paths.add(FieldPath.parse(text.substring(start).strip()));
    return paths;
  }
}
