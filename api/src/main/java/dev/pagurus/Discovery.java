package dev.pagurus;

import dev.pagurus.spi.BackendProvider;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One search for backends: what was found and what could not be loaded. */
final class Discovery {

  /** By class name: the same class through two class loaders is one provider. */
  private final Map<String, BackendProvider> found = new LinkedHashMap<>();

  private final Set<String> problems = new LinkedHashSet<>();

  private Discovery() {}

  static Discovery run() {
    Discovery discovery = new Discovery();
    discovery.search(ServiceLoader.load(BackendProvider.class));
    discovery.search(
        ServiceLoader.load(BackendProvider.class, BackendProvider.class.getClassLoader()));
    return discovery;
  }

  private void search(ServiceLoader<BackendProvider> loader) {
    Iterator<BackendProvider> providers = loader.iterator();
    String last = null;
    while (true) {
      try {
        if (!providers.hasNext()) {
          return;
        }
        add(providers.next());
      } catch (ServiceConfigurationError | LinkageError e) {
        // The iterator has passed the broken provider, unless the service files themselves cannot
        // be read: then the same error comes again and again.
        String problem = "a backend cannot be loaded: " + describe(e);
        if (problem.equals(last)) {
          return;
        }
        last = problem;
        problems.add(problem);
      }
    }
  }

  private void add(BackendProvider provider) {
    if (Locator.isBackendName(provider.name())) {
      found.putIfAbsent(provider.getClass().getName(), provider);
    } else {
      problems.add("a backend cannot be used, no locator can name it: " + describe(provider));
    }
  }

  /** All, in order of their names. */
  List<BackendProvider> all() {
    for (String name : names()) {
      List<BackendProvider> namesakes =
          found.values().stream().filter(one -> one.name().equals(name)).toList();
      if (namesakes.size() > 1) {
        throw ambiguous(namesakes);
      }
    }
    return providers();
  }

  List<BackendProvider> providers() {
    return found.values().stream().sorted(Comparator.comparing(BackendProvider::name)).toList();
  }

  List<String> names() {
    return providers().stream().map(BackendProvider::name).distinct().toList();
  }

  List<String> problems() {
    return List.copyOf(problems);
  }

  String summary() {
    List<String> parts = new ArrayList<>();
    parts.add(
        found.isEmpty()
            ? "there is no backend at all: add one to the class path, such as"
                + " dev.pagurus:pagurus-backend-sqlite"
            : "there is: " + String.join(", ", names()));
    parts.addAll(problems);
    return String.join("; ", parts);
  }

  static IllegalArgumentException ambiguous(List<BackendProvider> namesakes) {
    return new IllegalArgumentException(
        "more than one backend has the name "
            + namesakes.get(0).name()
            + ": "
            + namesakes.stream().map(Discovery::describe).collect(Collectors.joining(" and "))
            + "; leave one on the class path");
  }

  private static String describe(BackendProvider provider) {
    CodeSource source = provider.getClass().getProtectionDomain().getCodeSource();
    return provider.getClass().getName() + (source == null ? "" : " in " + source.getLocation());
  }

  /** The message, and the cause's where it says more: a constructor that threw, a missing class. */
  private static String describe(Throwable e) {
    Throwable cause = e.getCause();
    return text(e) + (cause == null ? "" : " (" + text(cause) + ")");
  }

  private static String text(Throwable e) {
    @Nullable String message = e.getMessage();
    return e instanceof ServiceConfigurationError && message != null ? message : e.toString();
  }
}
