package dev.pagurus.cli.console;

import java.io.BufferedInputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * The three streams of the command and what is known of the place it runs in. Results alone go to
 * {@link #out}; notes, warnings and errors go to standard error. Notes, warnings and errors may
 * come from any thread.
 */
public final class Console {

  private static final String YELLOW = "\u001b[33m";
  private static final String RED = "\u001b[31m";
  private static final String PLAIN = "\u001b[0m";

  private final InputStream in;
  private final Output out;
  private final PrintStream err;
  private final Screen screen;
  private final Map<String, String> environment;
  private volatile boolean quiet;
  private volatile boolean debug;

  /** Guards what shows on the terminal. */
  private final Object bar = new Object();

  private boolean barShows;

  /**
   * A console over any streams.
   *
   * @param in what the command reads
   * @param out takes results
   * @param err takes everything else
   * @param screen what stands behind the streams
   * @param environment the environment variables
   */
  public Console(
      InputStream in,
      OutputStream out,
      OutputStream err,
      Screen screen,
      Map<String, String> environment) {
    this.in = in;
    this.screen = screen;
    this.err = new PrintStream(err, true, StandardCharsets.UTF_8);
    this.out = new Output(new BesideBar(out), screen.terminalOut());
    this.environment = Map.copyOf(environment);
    this.debug = !environment.getOrDefault("PAGURUS_DEBUG", "").isEmpty();
  }

  /**
   * The console of this process.
   *
   * @return over the process's own streams, not over {@code System.out}, which has the locale's
   *     encoding
   */
  public static Console ofProcess() {
    Map<String, String> environment = System.getenv();
    return new Console(
        // Buffered, because a FileInputStream reads a pipe to its end by seeking, in vain.
        new BufferedInputStream(new FileInputStream(FileDescriptor.in)),
        new FileOutputStream(FileDescriptor.out),
        new FileOutputStream(FileDescriptor.err),
        Screen.ofProcess(environment),
        environment);
  }

  /**
   * What the command reads.
   *
   * @return standard input
   */
  public InputStream in() {
    return in;
  }

  /**
   * Where results go.
   *
   * @return standard output
   */
  public Output out() {
    return out;
  }

  /**
   * Where everything else goes.
   *
   * @return standard error
   */
  public PrintStream err() {
    return err;
  }

  /**
   * What stands behind the streams.
   *
   * @return whether terminals, and how wide
   */
  public Screen screen() {
    return screen;
  }

  /**
   * An environment variable.
   *
   * @param name its name
   * @return its value, empty if it is not set
   */
  public String variable(String name) {
    return environment.getOrDefault(name, "");
  }

  /** Keeps notes and progress back from now on; warnings and errors are still told. */
  public void beQuiet() {
    quiet = true;
  }

  /**
   * Whether notes and progress are kept back.
   *
   * @return true after {@link #beQuiet}
   */
  public boolean isQuiet() {
    return quiet;
  }

  /** Shows where errors come from, from now on. */
  public void debug() {
    debug = true;
  }

  /**
   * Says what a person may want to know and a program does not.
   *
   * @param text one line or several
   */
  public void note(String text) {
    if (!quiet) {
      say(Cells.visible(text), "");
    }
  }

  /**
   * Says what is wrong but does not stop the command.
   *
   * @param text one line or several
   */
  public void warn(String text) {
    say("pagurus: warning: " + Cells.visible(text), YELLOW);
  }

  /**
   * Says why the command failed.
   *
   * @param text one line or several
   */
  public void fail(String text) {
    say("pagurus: " + Cells.visible(text), RED);
  }

  /**
   * Shows where an error came from, if the command was asked to.
   *
   * @param cause the error
   */
  public void trace(Throwable cause) {
    if (debug) {
      cause.printStackTrace(err);
    }
  }

  private void say(String text, String colour) {
    boolean coloured = screen.colouredErr() && !colour.isEmpty();
    synchronized (bar) {
      wipeBar();
      err.println(coloured ? colour + text + PLAIN : text);
    }
  }

  /** Shows a bar on the last line of the terminal, in the place of the one there. */
  void showBar(String text) {
    synchronized (bar) {
      err.print(BarLine.WIPE + text);
      err.flush();
      barShows = true;
    }
  }

  /** A bar that stands on the last line is wiped before anything else is said. */
  void wipeBar() {
    synchronized (bar) {
      if (barShows) {
        err.print(BarLine.WIPE);
        err.flush();
        barShows = false;
      }
    }
  }

  /** Results on the terminal on which a bar shows: it is wiped before them. */
  private final class BesideBar extends FilterOutputStream {

    BesideBar(OutputStream out) {
      super(out);
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      synchronized (bar) {
        if (screen.terminalOut()) {
          wipeBar();
        }
        out.write(bytes, offset, length);
      }
    }
  }
}
