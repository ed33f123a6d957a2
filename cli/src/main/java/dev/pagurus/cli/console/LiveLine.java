package dev.pagurus.cli.console;

/**
 * One line that tells how far a task has come: on a terminal it stands at the end and changes, else
 * each is told below the other. Nothing for a quiet console. Safe for many threads.
 */
public final class LiveLine implements AutoCloseable {

  private final Console console;
  private boolean closed;

  /**
   * A line that does not show yet.
   *
   * @param console where it will
   */
  public LiveLine(Console console) {
    this.console = console;
  }

  /**
   * Whether the line changes in its place, so that it may be shown often.
   *
   * @return false where each is a line of its own
   */
  public boolean isLive() {
    return console.screen().terminalErr();
  }

  /**
   * Shows it.
   *
   * @param text one line; cut to the width of the terminal
   */
  public synchronized void show(String text) {
    if (closed || console.isQuiet()) {
      return;
    }
    if (isLive()) {
      console.showBar(Cells.fit(Cells.oneLine(text), console.screen().columns() - 1));
    } else {
      console.note(text);
    }
  }

  /** Wipes it. Idempotent. */
  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      console.wipeBar();
    }
  }
}
