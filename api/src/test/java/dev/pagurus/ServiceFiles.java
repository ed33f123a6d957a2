package dev.pagurus;

import dev.pagurus.spi.BackendProvider;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A class loader that finds service files of its own beside what its parent finds. */
final class ServiceFiles extends ClassLoader {

  /** A class of this name is found, and cannot be linked. */
  static final String OF_A_NEWER_JAVA = "dev.pagurus.OfANewerJava";

  private static final String SERVICES = "META-INF/services/" + BackendProvider.class.getName();

  private final List<URL> files = new ArrayList<>();

  ServiceFiles(Path directory, List<String> contents) throws IOException {
    super(ServiceFiles.class.getClassLoader());
    for (String content : contents) {
      Path file = directory.resolve("services-" + files.size());
      Files.writeString(file, content);
      files.add(file.toUri().toURL());
    }
  }

  /** One service file that names these classes. */
  static ServiceFiles naming(Path directory, Class<?>... classes) throws IOException {
    StringBuilder names = new StringBuilder();
    for (Class<?> one : classes) {
      names.append(one.getName()).append('\n');
    }
    return new ServiceFiles(directory, List.of(names.toString()));
  }

  /** Calls with this as the thread's context class loader. */
  <T> T during(Supplier<T> call) {
    return during(this, call);
  }

  static <T> T during(@Nullable ClassLoader loader, Supplier<T> call) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(loader);
    try {
      return call.get();
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  @Override
  protected Enumeration<URL> findResources(String name) throws IOException {
    return name.equals(SERVICES) ? Collections.enumeration(files) : super.findResources(name);
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    if (name.equals(OF_A_NEWER_JAVA)) {
      throw new UnsupportedClassVersionError(name + " has been compiled by a newer Java");
    }
    return super.findClass(name);
  }
}
