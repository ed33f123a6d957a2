package dev.pagurus.cli.console;

import me.tongfei.progressbar.ProgressBarConsumer;

/** The one line of a terminal on which a bar moves; wiped when the task ends. */
final class BarLine implements ProgressBarConsumer {

  /** Goes to the start of the line and clears it. */
  static final String WIPE = "\r\u001b[K";

  private final Console console;

  BarLine(Console console) {
    this.console = console;
  }

  @Override
  public int getMaxRenderedLength() {
    return console.screen().columns() - 1;
  }

  @Override
  public void accept(String bar) {
    console.showBar(bar);
  }

  @Override
  public void close() {
    console.wipeBar();
  }
}
