package dev.pagurus;

import dev.pagurus.spi.BackendProvider;
import dev.pagurus.spi.Setting;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;

/**
 * Reads one {@code pagurus.toml} and the environment over it. Whatever is wrong is collected and
 * told at once; so each step does what it can after a problem, and answers null or nothing for what
 * it cannot.
 */
final class ConfigReader {

  private static final String LOCATOR = "locator";
  private static final String COLLECTIONS = "collections";

  private final Path file;
  private final ConfigProblems problems;
  private final ConfigEnvironment environment;
  private final TomlParseResult toml;

  ConfigReader(Path file, Map<String, String> environment) {
    this(file, ConfigText.read(file), environment);
  }

  /**
   * Reads a text that does not stand in the file yet.
   *
   * @param file whose name problems tell, and from whose folder relative paths count
   */
  ConfigReader(Path file, String text, Map<String, String> environment) {
    this.file = file;
    this.problems = new ConfigProblems(file.toString());
    this.environment = new ConfigEnvironment(environment, problems);
    this.toml = Toml.parse(text);
  }

  /**
   * Reads both.
   *
   * @throws IllegalArgumentException telling all problems
   */
  StoreConfig read() {
    toml.errors().forEach(e -> problems.at(e.position(), String.valueOf(e.getMessage())));
    Locator inFile = locatorInFile();
    Locator locator = environment.hasLocator() ? environment.locator() : inFile;
    BackendProvider ofFile = providerOf(inFile);
    BackendProvider provider = environment.hasLocator() ? environment.provider(locator) : ofFile;

    Map<String, Setting> known = known(provider);
    Map<String, String> settings = settingsInFile(inFile, ofFile, known);
    settings.keySet().retainAll(known.keySet());
    settings.putAll(environment.settings(locator, known));

    var collections = new ConfigCollections(problems).read(toml, COLLECTIONS);
    problems.throwIfAny();
    if (locator == null || provider == null) {
      throw new IllegalStateException("there is no locator, and no problem says so");
    }
    return new StoreConfig(
        new Locator(locator.backend(), location(locator, provider), settings), collections);
  }

  private @Nullable Locator locatorInFile() {
    Object value = toml.get(List.of(LOCATOR));
    if (value instanceof String text) {
      return problems.tryAt(at(LOCATOR), () -> Locator.parse(text));
    }
    if (value != null) {
      problems.at(at(LOCATOR), "locator must be text, and this is " + ConfigValues.kind(value));
    } else if (!environment.hasLocator() && !toml.hasErrors()) {
      // After a syntax error it may be there and not have been understood.
      problems.at(null, "there is no locator; add one, such as locator = \"sqlite:places.db\"");
    }
    return null;
  }

  /** The backend that the file means; no problem if the environment has chosen another. */
  private @Nullable BackendProvider providerOf(@Nullable Locator inFile) {
    if (inFile == null) {
      return null;
    }
    ConfigProblems heard = environment.hasLocator() ? new ConfigProblems("") : problems;
    return heard.tryAt(at(LOCATOR), () -> Backends.find(inFile.backend()));
  }

  private static Map<String, Setting> known(@Nullable BackendProvider provider) {
    return SettingValues.known(provider == null ? List.of() : provider.settings());
  }

  private Map<String, String> settingsInFile(
      @Nullable Locator inFile, @Nullable BackendProvider ofFile, Map<String, Setting> chosen) {
    // The file may know settings of its own backend though the environment has chosen another.
    Map<String, Setting> known = new TreeMap<>(chosen);
    known.putAll(known(ofFile));
    Map<String, String> settings = new LinkedHashMap<>();
    if (inFile != null && !environment.hasLocator()) {
      settings.putAll(inFile.settings());
      if (ofFile != null) {
        SettingValues.judge(settings, known, what -> problems.at(at(LOCATOR), what));
      }
    }
    for (String key : toml.keySet()) {
      if (!key.equals(LOCATOR) && !key.equals(COLLECTIONS)) {
        readSetting(key, known, ofFile != null, settings);
      }
    }
    return settings;
  }

  private void readSetting(
      String key, Map<String, Setting> known, boolean allKnown, Map<String, String> settings) {
    Setting setting = known.get(key);
    Object value = toml.get(List.of(key));
    if (setting == null || value == null) {
      if (allKnown) {
        problems.at(at(key), unknown(key, known.keySet()));
      }
      return;
    }
    String text =
        setting.type() == Setting.Type.TABLES && value instanceof TomlArray tables
            ? new ConfigTables(problems, file).text(setting, tables)
            : problems.tryAt(at(key), () -> ConfigValues.text(setting, value));
    if (text != null && settings.put(key, text) != null) {
      problems.at(at(key), "the setting " + key + " is given in the locator already");
    }
  }

  private static String unknown(String key, Set<String> settings) {
    Set<String> keys = new TreeSet<>(settings);
    keys.add(LOCATOR);
    keys.add(COLLECTIONS);
    return ConfigValues.unknown(key, keys);
  }

  /**
   * A path in the file is relative to the file's folder; one in the environment is as it stands.
   */
  private String location(Locator locator, BackendProvider provider) {
    String location = locator.location();
    if (environment.hasLocator() || location.isEmpty() || !provider.locationIsPath()) {
      return location;
    }
    try {
      return file.toAbsolutePath().resolveSibling(location).toString();
    } catch (InvalidPathException e) {
      return location; // the backend says what is wrong with it
    }
  }

  private @Nullable TomlPosition at(String key) {
    return toml.inputPositionOf(List.of(key));
  }
}
