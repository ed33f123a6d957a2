package dev.pagurus.bench;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The engines that can be measured; the first is ours, the second what it is measured by. */
final class Engines {

  static final List<Engine> SQLITE =
      List.of(
          new PagurusEngine("ours", Shell.SQLITE, Map.of()),
          new RawEngine(false),
          new RawEngine(true));

  static final List<Engine> FILE = files("", Map.of(), RawFormat.TOML);

  /** The file shell with records in JSON. */
  static final List<Engine> FILE_JSON = files("-json", Map.of("format", "json"), RawFormat.JSON);

  private Engines() {}

  private static List<Engine> files(String suffix, Map<String, String> settings, RawFormat format) {
    return List.of(
        new PagurusEngine("ours-file" + suffix, Shell.FILE, settings),
        new RawFileEngine("raw-file" + suffix, format, false),
        new RawFileEngine("raw-file-log" + suffix, format, true));
  }

  static Engine named(String key) {
    return Stream.of(SQLITE, FILE, FILE_JSON)
        .flatMap(List::stream)
        .filter(engine -> engine.key().equals(key))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no engine " + key));
  }
}
