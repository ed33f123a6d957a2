package dev.pagurus.tck;

import dev.pagurus.tck.stage.StoreSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the kit tries: a backend by its provider's name, the settings to open it with, and where
 * stores are to be made. Immutable: every method answers a changed copy.
 */
public final class Target {

  private static final String DEFAULT_LOCATION = "${dir}/store";

  private final String provider;
  private final String location;
  private final Map<String, String> settings;
  private final @Nullable String name;
  private final List<Waiver> waivers;
  private final List<Path> fixtures;
  private final @Nullable BiPredicate<Path, String> damage;

  private Target(
      String provider,
      String location,
      Map<String, String> settings,
      @Nullable String name,
      List<Waiver> waivers,
      List<Path> fixtures,
      @Nullable BiPredicate<Path, String> damage) {
    this.provider = provider;
    this.location = location;
    this.settings = Map.copyOf(settings);
    this.name = name;
    this.waivers = List.copyOf(waivers);
    this.fixtures = List.copyOf(fixtures);
    this.damage = damage;
  }

  /**
   * A backend with its default settings.
   *
   * @param provider the name that its locators begin with
   * @return the target
   */
  public static Target of(String provider) {
    return new Target(provider, DEFAULT_LOCATION, Map.of(), null, List.of(), List.of(), null);
  }

  /**
   * Sets a setting.
   *
   * @param setting its name
   * @param value its value, as it stands in a locator
   * @return the changed target
   */
  public Target with(String setting, String value) {
    Map<String, String> more = new TreeMap<>(settings);
    more.put(setting, value);
    return new Target(provider, location, more, name, waivers, fixtures, damage);
  }

  /**
   * Says where stores are made, unless in a file or directory called {@code store} in a fresh
   * directory of each test.
   *
   * @param template a location for this backend, in which <code>${dir}</code> stands for a test's
   *     own fresh directory and <code>${name}</code> for a word of lower case letters and digits
   *     that no other test gets
   * @return the changed target
   */
  public Target at(String template) {
    return new Target(provider, template, settings, name, waivers, fixtures, damage);
  }

  /**
   * Names the report.
   *
   * @param reportName letters, digits, dots and hyphens
   * @return the changed target
   */
  public Target named(String reportName) {
    if (!reportName.matches("[A-Za-z0-9][A-Za-z0-9.-]*")) {
      throw new IllegalArgumentException("not a name for a report: " + reportName);
    }
    return new Target(provider, location, settings, reportName, waivers, fixtures, damage);
  }

  /**
   * Excuses a rule or a test for a time; see {@link Waiver}.
   *
   * @param of the id of a rule or of a test
   * @param reason why it does not hold yet
   * @param until the last day on which it is excused
   * @return the changed target
   */
  public Target waive(String of, String reason, LocalDate until) {
    List<Waiver> more = new ArrayList<>(waivers);
    more.add(new Waiver(of, reason, until));
    return new Target(provider, location, settings, name, more, fixtures, damage);
  }

  /**
   * Names a store made by an earlier build with {@link Kit#freeze}, which this build must still
   * open and answer the same from (the group UPGRADE).
   *
   * @param frozen the directory, or a zip of it
   * @return the changed target
   */
  public Target upgradesFrom(Path frozen) {
    List<Path> more = new ArrayList<>(fixtures);
    more.add(frozen);
    return new Target(provider, location, settings, name, waivers, more, damage);
  }

  /**
   * Names all stores made by earlier builds that lie in a folder, see {@link #upgradesFrom}.
   *
   * @param folder holds a directory or a zip for each; {@code src/test/resources/frozen}, say
   * @return the changed target
   * @throws UncheckedIOException if the folder cannot be read
   */
  public Target upgradesFromAllIn(Path folder) {
    Target all = this;
    try (Stream<Path> stores = Files.list(folder)) {
      for (Path store : stores.sorted().toList()) {
        all = all.upgradesFrom(store);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the frozen stores in " + folder, e);
    }
    return all;
  }

  /**
   * Says how to damage a document (DUR-4), for a backend whose files do not hold the text of
   * documents as it is. Without this the kit looks for the text in the files below the test's
   * directory and flips a bit of it.
   *
   * @param hook gets the test's directory, in which a closed store is, and a text of 48 letters
   *     that stands in one document and nowhere else; damages what is stored of that document and
   *     answers whether it could
   * @return the changed target
   */
  public Target damagedBy(BiPredicate<Path, String> hook) {
    return new Target(provider, location, settings, name, waivers, fixtures, hook);
  }

  /**
   * The name of the backend.
   *
   * @return what its locators begin with
   */
  public String provider() {
    return provider;
  }

  /**
   * The settings.
   *
   * @return names and written values
   */
  public Map<String, String> settings() {
    return settings;
  }

  /**
   * The name of the report.
   *
   * @return the name given, else one made of the provider and its settings
   */
  public String name() {
    if (name != null) {
      return name;
    }
    String words =
        new TreeMap<>(settings)
            .entrySet().stream()
                .map(setting -> "-" + setting.getKey() + "-" + setting.getValue())
                .collect(Collectors.joining());
    return provider + words.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9.-]", "_");
  }

  List<Waiver> waivers() {
    return waivers;
  }

  List<Path> fixtures() {
    return fixtures;
  }

  @Nullable BiPredicate<Path, String> damage() {
    return damage;
  }

  StoreSpec store(Path directory, String word) {
    String place = location.replace("${dir}", directory.toString()).replace("${name}", word);
    return new StoreSpec(provider, place, settings, directory);
  }

  @Override
  public String toString() {
    return name();
  }
}
