package dev.pagurus;

import dev.pagurus.spi.BackendProvider;
import dev.pagurus.spi.Setting;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The variables of the environment that begin with {@code PAGURUS_}. One that is neither a setting
 * nor nearly one is somebody else's: an orchestrator sets {@code PAGURUS_PORT} for a service of
 * that name, and the command's launcher has variables of its own.
 */
final class ConfigEnvironment {

  private static final String PREFIX = "PAGURUS_";
  private static final String LOCATOR = PREFIX + "LOCATOR";

  /** What the launcher reads; too near to a setting's name or not, it is never a slip. */
  private static final Set<String> OF_THE_LAUNCHER =
      Set.of("PAGURUS_JAVA_OPTS", "PAGURUS_CLASSPATH", "PAGURUS_HOME");

  private final Map<String, String> variables;
  private final ConfigProblems problems;

  ConfigEnvironment(Map<String, String> environment, ConfigProblems problems) {
    this.variables = new TreeMap<>(environment);
    this.variables
        .entrySet()
        .removeIf(
            variable ->
                !variable.getKey().startsWith(PREFIX)
                    || variable.getValue().isEmpty()
                    || OF_THE_LAUNCHER.contains(variable.getKey()));
    this.problems = problems;
  }

  boolean hasLocator() {
    return variables.containsKey(LOCATOR);
  }

  /** The locator that stands in for the file's, null if it is none. */
  @Nullable Locator locator() {
    String text = variables.getOrDefault(LOCATOR, "");
    return ConfigProblems.attempt(
        () -> Locator.parse(text), what -> problems.inVariable(LOCATOR, what));
  }

  /** The backend of that locator, null if it is not there; the locator's settings are judged. */
  @Nullable BackendProvider provider(@Nullable Locator locator) {
    if (locator == null) {
      return null;
    }
    Consumer<String> problem = what -> problems.inVariable(LOCATOR, what);
    BackendProvider provider =
        ConfigProblems.attempt(() -> Backends.find(locator.backend()), problem);
    if (provider != null) {
      SettingValues.judge(locator.settings(), SettingValues.known(provider.settings()), problem);
    }
    return provider;
  }

  /** The settings of the locator, and over them those that have variables of their own. */
  Map<String, String> settings(@Nullable Locator locator, Map<String, Setting> known) {
    Map<String, String> settings = new LinkedHashMap<>();
    if (hasLocator() && locator != null) {
      settings.putAll(locator.settings());
    }
    Map<String, Setting> byVariable =
        known.values().stream()
            .collect(Collectors.toMap(ConfigEnvironment::variable, setting -> setting));
    for (Map.Entry<String, String> variable : variables.entrySet()) {
      Setting setting = byVariable.get(variable.getKey());
      if (setting != null && SettingValues.can(setting, variable.getValue())) {
        settings.put(setting.name(), variable.getValue());
      } else if (setting != null) {
        problems.inVariable(variable.getKey(), SettingValues.cannot(setting, variable.getValue()));
      } else if (!variable.getKey().equals(LOCATOR)) {
        refuseSlip(variable.getKey(), byVariable.keySet());
      }
    }
    return settings;
  }

  private void refuseSlip(String name, Set<String> known) {
    Set<String> names = new TreeSet<>(known);
    names.add(LOCATOR);
    String bare = name.substring(PREFIX.length());
    Nearest.to(bare, names.stream().map(one -> one.substring(PREFIX.length())).toList())
        .ifPresent(
            near ->
                problems.inVariable(
                    name, "there is no such setting; did you mean " + PREFIX + near + "?"));
  }

  private static String variable(Setting setting) {
    return PREFIX + setting.name().toUpperCase(Locale.ROOT).replace('-', '_');
  }
}
