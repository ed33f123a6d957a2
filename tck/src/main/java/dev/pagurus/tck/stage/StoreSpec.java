package dev.pagurus.tck.stage;

import dev.pagurus.spi.Setting;
import dev.pagurus.spi.StandardSettings;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which store a test gets.
 *
 * @param provider the name of the backend
 * @param location where, for that backend
 * @param settings beside the defaults
 * @param directory the test's own directory, empty at first
 */
public record StoreSpec(
    String provider, String location, Map<String, String> settings, Path directory) {

  /** Copies. */
  public StoreSpec {
    settings = Map.copyOf(settings);
  }

  /**
   * The same store with a setting changed.
   *
   * @param setting its name
   * @param value its written value
   * @return the changed spec
   */
  public StoreSpec with(String setting, String value) {
    Map<String, String> changed = new TreeMap<>(settings);
    changed.put(setting, value);
    return new StoreSpec(provider, location, changed, directory);
  }

  /**
   * The reference with the same settings, as far as every backend has them.
   *
   * @return a store in memory that nobody else has
   */
  public StoreSpec ofReference() {
    Map<String, String> shared = new TreeMap<>(settings);
    shared.keySet().retainAll(StandardSettings.ALL.stream().map(Setting::name).toList());
    return new StoreSpec("memory", "", shared, directory);
  }

  /**
   * The same store in a directory below its own.
   *
   * @param name of that directory, which is made
   * @return the changed spec
   */
  public StoreSpec in(String name) {
    Path below = directory.resolve(name);
    below.toFile().mkdirs();
    String moved = location.replace(directory.toString(), below.toString());
    return new StoreSpec(provider, moved, settings, below);
  }
}
