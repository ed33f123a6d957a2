package dev.pagurus.file;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Lists the nulls of a large body by their JSON Pointers, as they go by. */
final class NullPointers {

  private final byte[] json;

  /** For each level the index in an array, or where the key of an object begins. */
  private int[] steps = new int[16];

  private boolean[] arrays = new boolean[16];
  private int depth = -1;

  NullPointers(byte[] json) {
    this.json = json;
  }

  /** Writes the line of the nulls without its end, if there are any; answers whether. */
  boolean writeTo(OutputStream out) throws IOException {
    boolean found = false;
    boolean isKey = false;
    for (int at = 0; at < json.length; ) {
      switch (json[at]) {
        case '"' -> {
          if (isKey) {
            steps[depth] = at;
          }
          at = LargeText.endOfString(json, at);
          continue;
        }
        case '{', '[' -> enter(json[at] == '[');
        case '}', ']' -> depth--;
        case ',' -> steps[depth] += arrays[depth] ? 1 : 0;
        case 'n' -> {
          LargeText.write(out, found ? ", " : "nulls = [");
          writePointer(out);
          found = true;
        }
        default -> {}
      }
      isKey = (json[at] == '{' || json[at] == ',') && !arrays[depth];
      at += json[at] == 'n' ? "null".length() : 1;
    }
    LargeText.write(out, found ? "]" : "");
    return found;
  }

  private void enter(boolean array) {
    depth++;
    if (depth == steps.length) {
      steps = Arrays.copyOf(steps, 2 * depth);
      arrays = Arrays.copyOf(arrays, 2 * depth);
    }
    steps[depth] = 0;
    arrays[depth] = array;
  }

  private void writePointer(OutputStream out) throws IOException {
    out.write('"');
    for (int level = 0; level <= depth; level++) {
      out.write('/');
      if (arrays[level]) {
        out.write(Integer.toString(steps[level]).getBytes(StandardCharsets.US_ASCII));
      } else {
        writeKey(out, steps[level]);
      }
    }
    out.write('"');
  }

  /** In a pointer, {@code ~} and {@code /} are spelled otherwise; neither is part of an escape. */
  private void writeKey(OutputStream out, int from) throws IOException {
    int end = LargeText.endOfString(json, from) - 1;
    int written = from + 1;
    for (int i = written; i < end; i++) {
      if (json[i] == '~' || json[i] == '/') {
        LargeText.writeBasic(out, json, written, i);
        LargeText.write(out, json[i] == '~' ? "~0" : "~1");
        written = i + 1;
      }
    }
    LargeText.writeBasic(out, json, written, end);
  }
}
