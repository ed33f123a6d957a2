package dev.pagurus.tck.saboteurs;

import dev.pagurus.spi.Backend;
import dev.pagurus.spi.BackendProvider;
import dev.pagurus.spi.OpenRequest;
import dev.pagurus.spi.Setting;
import dev.pagurus.spi.Traits;
import dev.pagurus.tck.memory.MemoryProvider;
import java.nio.file.Path;
import java.util.List;

/** Opens the reference in memory and breaks it as the setting {@code break} says. */
public final class SaboteurProvider implements BackendProvider {

  static final String NAME = "saboteur";

  /** The name of a saboteur; empty for none. */
  static final Setting BREAK = Setting.text("break", "", "which saboteur to let in");

  private final MemoryProvider sound = new MemoryProvider();

  /** For the service loader. */
  public SaboteurProvider() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String description() {
    return "The reference in memory, broken on purpose.";
  }

  @Override
  public Traits traits() {
    return sound.traits();
  }

  @Override
  public List<Setting> settings() {
    return List.of(BREAK);
  }

  @Override
  public Backend open(OpenRequest request) {
    String name = request.settings().text(BREAK);
    return name.isEmpty()
        ? sound.open(request)
        : Saboteurs.named(name).opening().open(sound, request);
  }

  @Override
  public void restore(Path backup, OpenRequest request) {
    sound.restore(backup, request);
  }
}
