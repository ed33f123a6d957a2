package dev.pagurus.tck.process;

import dev.pagurus.tck.stage.StoreSpec;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * A child JVM that has a store open. It speaks in lines: what it is told on its standard input,
 * what it answers on its standard output. For one thread.
 */
public final class Child implements AutoCloseable {

  private final Process process;
  private final BufferedReader answers;
  private final Writer orders;
  private final List<String> complaints = Collections.synchronizedList(new ArrayList<>());
  private final Thread listener;

  private Child(Process process) {
    this.process = process;
    this.answers = process.inputReader(StandardCharsets.UTF_8);
    this.orders = process.outputWriter(StandardCharsets.UTF_8);
    this.listener =
        new Thread(
            () -> process.errorReader(StandardCharsets.UTF_8).lines().forEach(complaints::add));
    listener.setDaemon(true);
    listener.start();
  }

  /**
   * Starts a child.
   *
   * @param role what it does
   * @param spec its store
   * @param arguments what the role needs beside
   * @return the child, which may not have begun yet
   */
  public static Child start(Role role, StoreSpec spec, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx256m");
    command.add("-XX:TieredStopAtLevel=1"); // most are killed before a second compiler pays
    command.add("-Dfile.encoding=UTF-8");
    command.addAll(main());
    command.add(role.name());
    command.add(SpecText.write(spec));
    command.addAll(List.of(arguments));
    try {
      return new Child(new ProcessBuilder(command).start());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start a child JVM", e);
    }
  }

  /** The same classes as in this JVM, from the module path or the class path. */
  private static List<String> main() {
    Module module = Child.class.getModule();
    String classes =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path", ""));
    if (module.isNamed()) {
      return List.of(
          "--module-path",
          System.getProperty("jdk.module.path", ""),
          "--class-path",
          classes,
          "--add-modules",
          "ALL-MODULE-PATH",
          "--module",
          module.getName() + "/" + ChildMain.class.getName());
    }
    return List.of("--class-path", classes, ChildMain.class.getName());
  }

  /**
   * Waits for a line.
   *
   * @return the line, empty if the child has ended
   */
  public Optional<String> read() {
    try {
      return Optional.ofNullable(answers.readLine());
    } catch (IOException e) {
      // The pipe of a process that was killed may be gone.
      return Optional.empty();
    }
  }

  /**
   * Waits for a line that must come.
   *
   * @return the line
   */
  public String mustRead() {
    return read()
        .orElseThrow(
            () -> new AssertionError("the child process ended too early: " + complaints()));
  }

  /**
   * Whether something can be read without waiting.
   *
   * @return true if a line, or at least its beginning, is there
   */
  public boolean hasAnswer() {
    try {
      return answers.ready();
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Says a line to the child.
   *
   * @param line without its end
   */
  public void say(String line) {
    try {
      orders.write(line + "\n");
      orders.flush();
    } catch (IOException e) {
      throw new AssertionError("the child process ended too early: " + complaints(), e);
    }
  }

  /**
   * Kills the child at once (SIGKILL) and waits until it is gone. What it has said can still be
   * read.
   *
   * @return the child
   */
  public Child kill() {
    // Not Process.destroyForcibly, which throws away what the child has said and nobody has read
    // yet.
    process.toHandle().destroyForcibly();
    await();
    return this;
  }

  /**
   * The number of the child's process.
   *
   * @return its pid
   */
  public long pid() {
    return process.pid();
  }

  /**
   * Waits until the child has ended by itself.
   *
   * @return its exit code
   */
  public int await() {
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      process.toHandle().destroyForcibly();
      throw new IllegalStateException("interrupted while waiting for a child process", e);
    }
  }

  private String complaints() {
    try {
      listener.join(1_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return complaints.stream().limit(20).toList().toString();
  }

  @Override
  public void close() {
    kill();
  }
}
