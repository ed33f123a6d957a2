package dev.pagurus.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process that writes to a store until it is killed. */
final class Victim {

  private static final String READY = "written";

  /** 128 + 9: what a process that was killed by SIGKILL answers where there are signals. */
  private static final int KILLED = 137;

  private Victim() {}

  /** Has a process put documents one by one and kills it while it goes on. */
  static void killWhileWriting(Arena arena, Records records, long from, int documents) {
    List<String> command =
        Children.java(
            Victim.class,
            List.of(),
            arena.engine().key(),
            arena.directory().toString(),
            records.source(),
            String.valueOf(records.count()),
            String.valueOf(from),
            String.valueOf(documents));
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      try (BufferedReader out =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
        String line = out.readLine();
        if (!READY.equals(line)) {
          throw new IllegalStateException("the process that was to be killed said " + line);
        }
        process.destroyForcibly();
        if (!process.waitFor(1, TimeUnit.MINUTES)) {
          throw new IllegalStateException("the process could not be killed");
        }
      }
      boolean signals = !System.getProperty("os.name", "").startsWith("Windows");
      if (signals && process.exitValue() != KILLED) {
        throw new IllegalStateException("it ended by itself: " + process.exitValue());
      }
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * The process: puts the documents, says so, and then writes the last one until it dies, slowly,
   * so that no side has much more in its log than another.
   */
  public static void main(String[] args) throws InterruptedException {
    Engine engine = Engines.named(args[0]);
    Records records = Records.from(args[2], Integer.parseInt(args[3]));
    long from = Long.parseLong(args[4]);
    int documents = Integer.parseInt(args[5]);
    try (Side side = engine.open(Path.of(args[1]), false)) {
      for (int i = 0; i < documents; i++) {
        side.put(records.get(from + i));
      }
      Sample last = records.get(from + documents - 1);
      System.out.println(READY);
      System.out.flush();
      while (true) {
        side.put(last);
        Thread.sleep(1);
      }
    }
  }
}
