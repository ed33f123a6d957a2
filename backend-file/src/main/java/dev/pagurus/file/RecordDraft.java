package dev.pagurus.file;

import dev.pagurus.document.Address;
import dev.pagurus.document.Body;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/**
 * A record that a person made: the document alone, without metadata, for that is the program's own.
 */
final class RecordDraft {

  /** Any address, revision and time will do, for nobody looks at them. */
  private static final RecordHead ANY =
      new RecordHead("u", new Address("c", "i"), 1, Instant.EPOCH, Instant.EPOCH);

  private static final RecordSum NO_SUM = new RecordSum("00000000", "00000000", "00000000");

  private RecordDraft() {}

  /** Whether a text begins with the document, so that there is no metadata to be damaged. */
  static boolean is(byte[] text, RecordFormat format) {
    String content = decode(text);
    if (dialect(format).comments()) {
      String first =
          content
              .lines()
              .map(String::strip)
              .filter(line -> !line.isEmpty() && !line.startsWith("#"))
              .findFirst()
              .orElse("");
      return first.startsWith("[") || first.startsWith("document") || first.startsWith("nulls");
    }
    return content.startsWith("{") && content.substring(1).strip().startsWith("\"document\"");
  }

  /**
   * What it holds.
   *
   * @throws RecordDamagedException if it is no document, with the line of the text
   */
  static Body read(byte[] text, RecordFormat format) throws RecordDamagedException {
    byte[] record = complete(text, format);
    try {
      return format.read(record).document().body();
    } catch (RecordDamagedException e) {
      int above = header(dialect(format)).split("\n").length;
      throw new RecordDamagedException(
          Math.max(0, e.line() - above), e.column(), e.reason(), e.getCause());
    }
  }

  /** The text with metadata of no meaning, so that it can be read and written as a record. */
  static byte[] complete(byte[] text, RecordFormat format) {
    RecordDialect dialect = dialect(format);
    int from = begin(text) + (dialect.comments() ? 0 : 1);
    return RecordToml.join(header(dialect), Arrays.copyOfRange(text, from, text.length));
  }

  private static String header(RecordDialect dialect) {
    List<String> values = RecordHeader.spell(ANY, dialect);
    RecordSum sum = RecordSum.over(values, NO_SUM.content(), NO_SUM.body());
    return RecordHeader.write(values, sum, dialect);
  }

  private static RecordDialect dialect(RecordFormat format) {
    return format instanceof RecordJson ? RecordDialect.JSON : RecordDialect.TOML;
  }

  private static int begin(byte[] text) {
    int from = RecordLines.startsWithMark(text) ? 3 : 0;
    while (from < text.length && text[from] == ' ') {
      from++;
    }
    return from;
  }

  /** Good enough to look at. */
  private static String decode(byte[] text) {
    int from = begin(text);
    return new String(text, from, text.length - from, StandardCharsets.UTF_8);
  }
}
