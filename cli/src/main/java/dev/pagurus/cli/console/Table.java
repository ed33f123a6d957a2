package dev.pagurus.cli.console;

import java.util.ArrayList;
import java.util.List;

/**
 * A table for people: columns as wide as the first rows need, numbers to the right, lines cut to
 * the terminal. Rows stream: only the first are held back, to see how wide they are. For one
 * thread; nothing is printed if there is no row.
 */
public final class Table {

  private static final int ROWS_TO_MEASURE = 100;
  private static final int MOST_COLUMNS = 60;
  private static final String GAP = "  ";

  private final Console console;
  private final List<String> headers;
  private final List<List<String>> held = new ArrayList<>();
  private int[] widths = {};
  private boolean[] numeric = {};
  private boolean measured;

  /**
   * A table.
   *
   * @param console where it goes
   * @param headers the columns
   */
  public Table(Console console, List<String> headers) {
    this.console = console;
    this.headers = List.copyOf(headers);
  }

  /**
   * Adds a row.
   *
   * @param cells as many as there are columns
   */
  public void row(List<String> cells) {
    List<String> row =
        cells.stream().map(cell -> Cells.fit(Cells.oneLine(cell), MOST_COLUMNS)).toList();
    if (measured) {
      print(row);
      return;
    }
    held.add(row);
    if (held.size() == ROWS_TO_MEASURE) {
      release();
    }
  }

  /**
   * Adds a row.
   *
   * @param cells as many as there are columns
   */
  public void row(Object... cells) {
    List<String> row = new ArrayList<>();
    for (Object cell : cells) {
      row.add(String.valueOf(cell));
    }
    row(row);
  }

  /** Prints what is held back. */
  public void end() {
    if (!measured && !held.isEmpty()) {
      release();
    }
  }

  private void release() {
    measure();
    measured = true;
    String head = cut(join(headers));
    console.out().line(console.screen().colouredOut() ? "\u001b[1m" + head + "\u001b[0m" : head);
    held.forEach(this::print);
    held.clear();
  }

  private void measure() {
    widths = new int[headers.size()];
    numeric = new boolean[headers.size()];
    for (int i = 0; i < widths.length; i++) {
      widths[i] = Cells.width(headers.get(i));
      numeric[i] = true;
      boolean empty = true;
      for (List<String> row : held) {
        String cell = row.get(i);
        widths[i] = Math.max(widths[i], Cells.width(cell));
        numeric[i] &= cell.isEmpty() || isNumber(cell);
        empty &= cell.isEmpty();
      }
      numeric[i] &= !empty;
    }
  }

  private static boolean isNumber(String cell) {
    for (int i = 0; i < cell.length(); i++) {
      if ("0123456789,.-+eE".indexOf(cell.charAt(i)) < 0) {
        return false;
      }
    }
    char last = cell.charAt(cell.length() - 1);
    return last >= '0' && last <= '9';
  }

  private void print(List<String> row) {
    console.out().line(cut(join(row)));
  }

  private String join(List<String> row) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String cell = row.get(i);
      String padding = " ".repeat(Math.max(0, widths[i] - Cells.width(cell)));
      boolean last = i == widths.length - 1;
      line.append(numeric[i] ? padding + cell : last ? cell : cell + padding);
      line.append(last ? "" : GAP);
    }
    return line.toString().stripTrailing();
  }

  private String cut(String line) {
    return console.screen().terminalOut() ? Cells.fit(line, console.screen().columns()) : line;
  }
}
