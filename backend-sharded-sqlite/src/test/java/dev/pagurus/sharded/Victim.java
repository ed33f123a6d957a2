package dev.pagurus.sharded;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** A child JVM that runs {@link StormMain} until it is killed; its words are heard as it speaks. */
final class Victim implements AutoCloseable {

  private final Path errors;
  private final Process process;
  private final Thread listener;
  private final AtomicInteger words = new AtomicInteger();

  /**
   * Starts it.
   *
   * @param errors takes what it says on standard error
   * @param hears each line of standard output
   * @param prefix what stands before the command, such as a shell
   * @param arguments of {@link StormMain}
   */
  Victim(Path errors, Consumer<String> hears, List<String> prefix, String... arguments)
      throws IOException {
    this.errors = errors;
    List<String> command = new ArrayList<>(prefix);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx256m");
    command.add("-cp");
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.add(StormMain.class.getName());
    command.addAll(List.of(arguments));
    process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
    listener = new Thread(() -> listen(hears));
    listener.start();
  }

  private void listen(Consumer<String> hears) {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      lines
          .lines()
          .forEach(
              line -> {
                hears.accept(line);
                words.incrementAndGet();
              });
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  long pid() {
    return process.pid();
  }

  /** Waits until it has said so much. */
  void await(int wanted) throws Exception {
    while (words.get() < wanted) {
      assertTrue(process.isAlive(), () -> "it died by itself: " + complaints());
      Thread.sleep(1);
    }
  }

  private String complaints() {
    try {
      return Files.readString(errors);
    } catch (IOException e) {
      return e.toString();
    }
  }

  /** With SIGKILL; what it has said is heard first. */
  @Override
  public void close() {
    process.toHandle().destroyForcibly(); // does not throw away what was said
    try {
      listener.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while it is being killed", e);
    }
  }
}
