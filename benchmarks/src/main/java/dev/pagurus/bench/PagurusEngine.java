package dev.pagurus.bench;

import dev.pagurus.Store;
import java.nio.file.Path;

/** Ours: the SQLite shell through the door that applications use. */
final class PagurusEngine implements Engine {

  @Override
  public String key() {
    return "ours";
  }

  @Override
  public String name() {
    return "ours";
  }

  @Override
  public String description() {
    return "`Store` over `sqlite:`, all defaults";
  }

  @Override
  public Side open(Path directory, boolean relaxed) {
    String durability = relaxed ? "relaxed" : "commit";
    Store store =
        Store.builder("sqlite:" + directory.resolve("store.db"))
            .setting("durability", durability)
            .open();
    store
        .indexes(Records.COLLECTION)
        .value("ward")
        .value("population")
        .value("elevation")
        .value("opened")
        .value("kind", "population")
        .text("title");
    return new PagurusSide(store);
  }
}
