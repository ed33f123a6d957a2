package dev.pagurus.bench;

import dev.pagurus.query.TextAnalyser;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * As many documents as one asks for, always the same ones: real lines, multiplied, each with
 * members of its own that the indexes are over, and padded to about {@value #BYTES} bytes. Lines
 * are the places of {@code pagurus demo} or a file of one's own.
 *
 * <p>The members are chosen so that an answer has the same size in a record set of any size: a ward
 * has 50 documents and a word of a title about 40.
 */
final class Records {

  /** Where the documents of a store are. */
  static final String USER = "bench";

  static final String COLLECTION = "places";

  static final int PER_WARD = 50;

  static final int PER_WORD = 40;

  static final long MOST_PEOPLE = 40_000_000;

  private static final int BYTES = 750;

  private static final String DEMO = "/dev/pagurus/cli/demo/places.jsonl.gz";

  private static final List<String> KINDS = List.of("city", "town", "village", "hamlet", "farm");

  private static final List<String> SYLLABLES =
      IntStream.range(0, 100)
          .mapToObj(i -> "bdfghjklmnprstvwxyzc".charAt(i / 5) + "" + "aeiou".charAt(i % 5))
          .toList();

  private static final JsonMapper MAPPER = JsonMapper.shared();

  private final String source;
  private final List<String> lines;
  private final int count;
  private final boolean padded;
  private @Nullable String oftenWord;

  private Records(String source, List<String> lines, int count, boolean padded) {
    if (lines.isEmpty()) {
      throw new IllegalArgumentException(source + " has no lines");
    }
    this.source = source;
    this.lines = lines;
    this.count = count;
    this.padded = padded;
  }

  /** The records of a {@link #source()}. */
  static Records from(String source, int count) {
    return source.equals(DEMO) ? demo(count) : of(Path.of(source), count);
  }

  /** The places of the demo, multiplied to a number. */
  static Records demo(int count) {
    try (InputStream in = Records.class.getResourceAsStream(DEMO)) {
      if (in == null) {
        throw new IllegalStateException("the command's jar has no " + DEMO);
      }
      return new Records(DEMO, lines(new GZIPInputStream(in)), count, true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The lines of a file, multiplied or cut to a number. */
  static Records of(Path file, int count) {
    boolean zipped = file.toString().endsWith(".gz");
    try (InputStream in = Files.newInputStream(file)) {
      List<String> lines = lines(zipped ? new GZIPInputStream(in) : in);
      return new Records(file.toString(), lines, count, true);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  private static List<String> lines(InputStream in) throws IOException {
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      return reader.lines().filter(line -> !line.isBlank()).toList();
    }
  }

  /** The same without padding: small documents. */
  Records unpadded() {
    return new Records(source, lines, count, false);
  }

  /** The same, of another number. */
  Records resized(int records) {
    return new Records(source, lines, records, padded);
  }

  /** Where the lines come from. */
  String source() {
    return source;
  }

  int count() {
    return count;
  }

  /** What the report says of them. */
  String description() {
    int sampled = Math.min(count, 1_000);
    long bytes =
        IntStream.range(0, sampled)
            .mapToLong(i -> MAPPER.writeValueAsBytes(get(i).document()).length)
            .sum();
    return String.format(
        Locale.ROOT,
        "%,d documents of %,d bytes, made of %s (%,d lines)",
        count,
        bytes / Math.max(1, sampled),
        source.equals(DEMO) ? "the demo's places" : Path.of(source).getFileName(),
        lines.size());
  }

  /** The id of a document. */
  String id(long index) {
    return document(index).id();
  }

  /**
   * A document.
   *
   * @param index 0 or more; from {@link #count} on, documents that are not in the set yet
   */
  Sample get(long index) {
    Sample sample = document(index);
    if (padded) {
      pad(sample.document(), index);
    }
    return sample;
  }

  private Sample document(long index) {
    int line = (int) (index % lines.size());
    ObjectNode document = (ObjectNode) MAPPER.readTree(lines.get(line));
    String id = text(document, "id", "line-" + line) + "-" + index / lines.size();
    document.put("title", text(document, "name", "record") + " " + word(index));
    document.put("ward", ward(index));
    document.put("kind", KINDS.get((int) (mix(index, 1) % KINDS.size())));
    document.put("population", mix(index, 2) % MOST_PEOPLE);
    document.put("elevation", mix(index, 3) % 50_000 / 10.0 - 100);
    document.put("opened", LocalDate.ofEpochDay(mix(index, 4) % 20_000).toString());
    return new Sample(id, document);
  }

  private static String text(ObjectNode document, String member, String otherwise) {
    JsonNode value = document.path(member);
    return value.isString() ? value.stringValue() : otherwise;
  }

  private static void pad(ObjectNode document, long index) {
    int missing = BYTES - MAPPER.writeValueAsBytes(document).length - ",\"notes\":\"\"".length();
    StringBuilder notes = new StringBuilder(Math.max(0, missing));
    for (int i = 0; notes.length() < missing; i++) {
      notes.append(spell(mix(index, 10 + i) % 1_000_000)).append(' ');
    }
    notes.setLength(Math.max(0, missing));
    document.put("notes", notes.toString());
  }

  /** The ward of a document: one of 50 that are spread over the whole set. */
  String ward(long index) {
    return String.format(Locale.ROOT, "ward-%06d", index % Math.max(1, count / PER_WARD));
  }

  /** The word that a document's title ends with. */
  String word(long index) {
    long words = Math.max(1, count / PER_WORD);
    return spell((index * 31 + 7) % words * 997 % 1_000_000);
  }

  /** The word that the most titles hold. */
  String oftenWord() {
    String known = oftenWord;
    if (known == null) {
      known = findOftenWord();
      oftenWord = known;
    }
    return known;
  }

  private String findOftenWord() {
    Map<String, Integer> times = new TreeMap<>();
    for (String line : lines) {
      String title = text((ObjectNode) MAPPER.readTree(line), "name", "record");
      TextAnalyser.analyse(title).stream()
          .map(TextAnalyser.Token::text)
          .distinct()
          .forEach(word -> times.merge(word, 1, Integer::sum));
    }
    return Collections.max(times.entrySet(), Map.Entry.comparingByValue()).getKey();
  }

  private static String spell(long number) {
    int n = (int) number;
    return SYLLABLES.get(n / 10_000) + SYLLABLES.get(n / 100 % 100) + SYLLABLES.get(n % 100);
  }

  /**
   * A number that looks random (the finaliser of SplitMix64).
   *
   * @return 0 or more
   */
  static long mix(long index, int salt) {
    long z = (index + 1) * 0x9E3779B97F4A7C15L + salt * 0xD1B54A32D192ED03L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return (z ^ (z >>> 31)) >>> 1;
  }
}
