package dev.pagurus;

import dev.pagurus.spi.BackendProvider;
import dev.pagurus.spi.Setting;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tomlj.Toml;
import org.tomlj.TomlParseResult;

/** Has a configuration file name another store, and leaves it as it is otherwise. */
final class ConfigRelocation {

  private static final Set<String> NO_SETTINGS = Set.of("locator", "collections");

  private ConfigRelocation() {}

  static StoreConfig.Relocated of(Path file, Locator to) {
    new ConfigReader(file, Map.of()).read(); // a file that has problems is mended first
    BackendProvider provider = Backends.find(to.backend());
    Locator absolute = at(to, provider, true, file);
    TomlParseResult toml = Toml.parse(ConfigText.read(file));
    List<String> leftOut = new ArrayList<>();
    Map<String, Setting> known = SettingValues.known(provider.settings());
    for (String key : toml.keySet()) {
      boolean stays = known.containsKey(key) && !to.settings().containsKey(key);
      if (!stays && !NO_SETTINGS.contains(key)) {
        leftOut.add(key);
      }
    }
    leftOut.forEach(key -> toml.remove(List.of(key)));
    toml.set(List.of("locator"), at(to, provider, false, file).toString());
    String text = toml.toToml();
    requireSame(absolute, new ConfigReader(file, text, Map.of()).read().locator(), provider);
    return new StoreConfig.Relocated(text, leftOut);
  }

  /** A store below the folder of the file is named from there, so that both can move together. */
  private static Locator at(Locator to, BackendProvider provider, boolean absolute, Path file) {
    if (!provider.locationIsPath() || to.location().isEmpty()) {
      return to;
    }
    Path place = Path.of(to.location()).toAbsolutePath().normalize();
    Path folder = file.toAbsolutePath().normalize().getParent();
    String location =
        !absolute && folder != null && place.startsWith(folder)
            ? folder.relativize(place).toString().replace(File.separatorChar, '/')
            : place.toString();
    return new Locator(to.backend(), location, to.settings());
  }

  private static void requireSame(Locator wanted, Locator read, BackendProvider provider) {
    String location =
        provider.locationIsPath() && !read.location().isEmpty()
            ? Path.of(read.location()).normalize().toString()
            : read.location();
    if (!read.backend().equals(wanted.backend())
        || !location.equals(wanted.location())
        || !read.settings().entrySet().containsAll(wanted.settings().entrySet())) {
      throw new IllegalArgumentException(
          "the file would name " + read + " and not " + wanted + ": change it by hand");
    }
  }
}
