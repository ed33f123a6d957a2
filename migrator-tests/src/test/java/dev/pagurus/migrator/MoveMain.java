package dev.pagurus.migrator;

/** A move in a process of its own, to be killed or to be given little memory. */
final class MoveMain {

  private MoveMain() {}

  /** Moves from the first locator to the second; 0 if it is done. */
  public static void main(String[] locators) {
    MigrationOptions options = MigrationOptions.DEFAULT;
    MigrationReport report =
        Migration.of(End.at(locators[0]), End.at(locators[1]), options).run(MigrationListener.NONE);
    System.out.println(report.toJson());
    System.exit(report.outcome() == Outcome.DONE ? 0 : 3);
  }
}
