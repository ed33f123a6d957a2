package dev.pagurus.bench;

import java.util.List;

/** The engines that can be measured; the first is ours, the second what it is measured by. */
final class Engines {

  static final List<Engine> SQLITE =
      List.of(new PagurusEngine(), new RawEngine(false), new RawEngine(true));

  private Engines() {}

  static Engine named(String key) {
    return SQLITE.stream()
        .filter(engine -> engine.key().equals(key))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no engine " + key));
  }
}
