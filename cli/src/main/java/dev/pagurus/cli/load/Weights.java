package dev.pagurus.cli.load;

import dev.pagurus.document.Body;

/** About how much memory lines and documents hold. */
final class Weights {

  /**
   * From this many bytes on a body's tree is not kept while it waits: it is much larger than the
   * bytes, and to make it again costs little beside writing so much.
   */
  private static final int LARGE = 1 << 14;

  /** What a tree, its line and its bytes take, for each byte of a small line. */
  private static final int SMALL_FACTOR = 10;

  /** What parsing takes on top of the line, for each byte of a large one. */
  private static final int LARGE_FACTOR = 5;

  private static final int OVERHEAD = 500;

  private Weights() {}

  /** What it takes to parse a line. */
  static long toParse(Line line) {
    return OVERHEAD + line.length() * (line.length() < LARGE ? SMALL_FACTOR : LARGE_FACTOR);
  }

  /** The body as it waits. */
  static Body waiting(Body body) {
    return body.size() < LARGE ? body : Body.stored(body.bytes());
  }

  /** What a line and its body take as they wait. */
  static long toWait(Line line, Body body) {
    return body.size() < LARGE ? toParse(line) : OVERHEAD + line.length() + body.size();
  }
}
