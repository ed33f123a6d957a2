package dev.pagurus.bench;

import dev.pagurus.Store;
import dev.pagurus.StoreBuilder;
import java.nio.file.Path;
import java.util.Map;

/**
 * Ours: a shell through the door that applications use.
 *
 * @param settings beside the durability; empty for all defaults
 */
record PagurusEngine(String key, Shell shell, Map<String, String> settings) implements Engine {

  PagurusEngine {
    settings = Map.copyOf(settings);
  }

  @Override
  public String name() {
    return "ours";
  }

  @Override
  public String description() {
    return "`Store` over `" + kind() + "`, " + (settings.isEmpty() ? "all defaults" : settings);
  }

  /** What locators of its stores begin with. */
  String kind() {
    return shell == Shell.SQLITE ? "sqlite:" : "file:";
  }

  @Override
  public Side open(Path directory, boolean relaxed) {
    StoreBuilder builder =
        Store.builder(shell.locator(directory, "store"))
            .setting("durability", relaxed ? "relaxed" : "commit");
    settings.forEach(builder::setting);
    Store store = builder.open();
    declare(store);
    return new PagurusSide(store);
  }

  /** The indexes, the same on every side. */
  static void declare(Store store) {
    store
        .indexes(Records.COLLECTION)
        .value("ward")
        .value("population")
        .value("elevation")
        .value("opened")
        .value("kind", "population")
        .text("title");
  }
}
