package dev.pagurus.tck;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The rules of the contract, from the resource {@code rules.txt}: a line for each with its id,
 * {@code (disk)} if it asks what outlives a process, and its text.
 */
final class Manifest {

  private static final Pattern LINE = Pattern.compile("([A-Z]+-[0-9]+) (\\(disk\\) )?(\\S.*)");

  /** One rule. */
  record Entry(String id, boolean disk, String text) {}

  private final Map<String, Entry> entries = new LinkedHashMap<>();

  Manifest(List<String> lines) {
    for (String line : lines) {
      Matcher matcher = LINE.matcher(line);
      if (!matcher.matches()) {
        throw new IllegalArgumentException("not a line of the manifest: " + line);
      }
      String id = matcher.group(1);
      if (entries.put(id, new Entry(id, matcher.group(2) != null, matcher.group(3))) != null) {
        throw new IllegalArgumentException("the manifest has the rule " + id + " twice");
      }
    }
  }

  static Manifest load() {
    try (InputStream in = Objects.requireNonNull(Manifest.class.getResourceAsStream("rules.txt"))) {
      return new Manifest(new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the manifest of rules", e);
    }
  }

  List<Entry> entries() {
    return List.copyOf(entries.values());
  }

  boolean has(String id) {
    return entries.containsKey(id);
  }
}
