package dev.pagurus.file;

import dev.pagurus.document.Address;
import dev.pagurus.document.Body;
import dev.pagurus.document.Names;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The lines of metadata as they stand in a file: read without a parser of the whole format, because
 * they are the program's own and never edited, and written by hand for the same reason.
 *
 * @param values the values as they are spelled, in the order of {@link #KEYS}, without the checksum
 * @param spans where each value starts and ends in the text, the checksum's included
 * @param sum the checksum
 * @param end where the document's text begins: after the line of the checksum
 * @param lines how many lines stand before that
 */
record RecordHeader(List<String> values, List<Span> spans, RecordSum sum, int end, int lines) {

  /** Where a value starts and ends, in bytes. */
  record Span(int start, int end) {}

  static final List<String> KEYS =
      List.of("user", "collection", "id", "revision", "created", "updated");

  static final String CHECKSUM = "checksum";

  static RecordHeader read(byte[] text, RecordDialect dialect) throws RecordDamagedException {
    RecordHeader header = new RecordLines(text, dialect).read();
    RecordSum sum = RecordSum.over(header.values, header.sum.content(), header.sum.body());
    if (!sum.equals(header.sum)) {
      throw header.damaged("the metadata was changed: it does not agree with its checksum");
    }
    return header;
  }

  /** The values of a head, as they are spelled. */
  static List<String> spell(RecordHead head, RecordDialect dialect) {
    return List.of(
        quote(head.user()),
        quote(head.address().collection()),
        quote(head.address().id()),
        Long.toString(head.revision()),
        spell(head.createdAt(), dialect),
        spell(head.updatedAt(), dialect));
  }

  private static String spell(Instant time, RecordDialect dialect) {
    String text = RecordTime.format(time);
    return dialect.times() && RecordTime.isPlain(time) ? text : '"' + text + '"';
  }

  /** All lines of metadata, the checksum's included. */
  static String write(List<String> values, RecordSum sum, RecordDialect dialect) {
    StringBuilder out = new StringBuilder(320).append(dialect.first());
    for (int i = 0; i < KEYS.size(); i++) {
      line(out, KEYS.get(i), values.get(i), dialect);
    }
    line(out, CHECKSUM, '"' + sum.toString() + '"', dialect);
    return out.toString();
  }

  /** A large record, whose document is never held as text. */
  static RecordText text(RecordHead head, Body body, RecordDialect dialect) {
    LargeText document = new LargeText(body, dialect.comments());
    List<String> values = spell(head, dialect);
    RecordSum sum = RecordSum.over(values, RecordSum.of(document), RecordSum.of(body.bytes()));
    String lines = write(values, sum, dialect);
    return new RecordText(lines.getBytes(StandardCharsets.UTF_8), document);
  }

  /** What {@link #text} wrote; null if the document is small, or was written in another way. */
  @Nullable Body large(byte[] text, RecordDialect dialect) {
    boolean large = text.length - end >= LargeText.BYTES;
    byte[] bytes = large ? LargeTextReader.read(text, end, dialect.comments()) : null;
    return bytes != null && RecordSum.of(bytes).equals(sum.body()) ? Body.stored(bytes) : null;
  }

  private static void line(StringBuilder out, String key, String value, RecordDialect dialect) {
    out.append(dialect.indent()).append(dialect.quote()).append(key).append(dialect.quote());
    out.append(dialect.separator()).append(value).append(dialect.lineEnd()).append('\n');
  }

  /** The lines of the text that was read, with other values; its comments stay where they are. */
  String rewrite(byte[] text, List<String> others, RecordSum sum) {
    StringBuilder out = new StringBuilder(end + 32);
    int done = RecordLines.startsWithMark(text) ? 3 : 0;
    for (int i = 0; i <= KEYS.size(); i++) {
      out.append(new String(text, done, spans.get(i).start() - done, StandardCharsets.UTF_8));
      out.append(i < KEYS.size() ? others.get(i) : '"' + sum.toString() + '"');
      done = spans.get(i).end();
    }
    return out.append(new String(text, done, end - done, StandardCharsets.UTF_8)).toString();
  }

  /** What the values say. */
  RecordHead head() throws RecordDamagedException {
    try {
      Instant createdAt = RecordTime.parse(unquote(values.get(4)));
      Instant updatedAt = RecordTime.parse(unquote(values.get(5)));
      if (createdAt == null || updatedAt == null) {
        throw damaged("a time in the metadata is not spelled as the program does");
      }
      return new RecordHead(
          Names.requireUser(unquote(values.get(0))),
          new Address(unquote(values.get(1)), unquote(values.get(2))),
          Long.parseLong(values.get(3)),
          createdAt,
          updatedAt);
    } catch (IllegalArgumentException e) {
      throw new RecordDamagedException(lines, 0, "the metadata is not valid: " + e.getMessage(), e);
    }
  }

  private RecordDamagedException damaged(String reason) {
    return new RecordDamagedException(lines, reason);
  }

  /** Names hold no control characters, so two escapes are enough in both formats. */
  private static String quote(String text) {
    StringBuilder out = new StringBuilder(text.length() + 2).append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\');
      }
      out.append(c);
    }
    return out.append('"').toString();
  }

  private static String unquote(String spelled) {
    if (spelled.charAt(0) != '"') {
      return spelled;
    }
    if (spelled.indexOf('\\') < 0) {
      return spelled.substring(1, spelled.length() - 1);
    }
    StringBuilder out = new StringBuilder(spelled.length());
    for (int i = 1; i < spelled.length() - 1; i++) {
      if (spelled.charAt(i) == '\\') {
        i++;
      }
      out.append(spelled.charAt(i));
    }
    return out.toString();
  }
}
