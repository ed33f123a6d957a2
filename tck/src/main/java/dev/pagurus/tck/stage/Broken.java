package dev.pagurus.tck.stage;

import java.util.List;

/** The failure of a test of many rules that can tell which of them are in doubt. */
public final class Broken extends AssertionError {

  private static final long serialVersionUID = 1L;

  private final String[] rules;

  /**
   * Fails a test.
   *
   * @param rules some of the rules that the test names
   * @param message what happened
   */
  public Broken(List<String> rules, String message) {
    super(message);
    this.rules = rules.toArray(String[]::new);
  }

  /**
   * The rules in doubt.
   *
   * @return some of those that the test names
   */
  public List<String> rules() {
    return List.of(rules);
  }
}
