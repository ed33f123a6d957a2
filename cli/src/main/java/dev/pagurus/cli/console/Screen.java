package dev.pagurus.cli.console;

import java.util.Map;

/**
 * What stands behind the streams. Java 17 cannot tell for each stream, so the launcher does, with
 * system properties; without it the command takes it that no person is looking.
 *
 * @param terminalOut whether results go to a terminal
 * @param terminalErr whether everything else does
 * @param colours whether a terminal gets colours
 * @param columns how wide the terminal is
 */
public record Screen(boolean terminalOut, boolean terminalErr, boolean colours, int columns) {

  /** The file descriptors that are terminals, such as {@code 12}. */
  static final String TERMINALS = "pagurus.terminals";

  /** How wide the terminal is. */
  static final String COLUMNS = "pagurus.columns";

  /** No terminal at all. */
  public static final Screen NONE = new Screen(false, false, false, 100);

  static Screen ofProcess(Map<String, String> environment) {
    String terminals = System.getProperty(TERMINALS, "");
    boolean colours =
        environment.getOrDefault("NO_COLOR", "").isEmpty()
            && !environment.getOrDefault("TERM", "dumb").equals("dumb");
    int told = Integer.getInteger(COLUMNS, 0);
    int columns = told > 0 ? told : NONE.columns(); // a terminal may not know how wide it is
    return new Screen(
        terminals.contains("1"), terminals.contains("2"), colours, Math.max(40, columns));
  }

  /**
   * Whether results may be coloured.
   *
   * @return true for a terminal, unless {@code NO_COLOR} is set
   */
  public boolean colouredOut() {
    return terminalOut && colours;
  }

  /**
   * Whether what is not a result may be coloured.
   *
   * @return true for a terminal, unless {@code NO_COLOR} is set
   */
  public boolean colouredErr() {
    return terminalErr && colours;
  }
}
