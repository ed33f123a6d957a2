package dev.pagurus.migrator;

/**
 * Hears how far a migration has come: some times a second while it works, at every change of phase,
 * and once at the end. Called from one thread at a time; must be quick and must not throw.
 */
@FunctionalInterface
public interface MigrationListener {

  /** Hears nothing. */
  MigrationListener NONE = progress -> {};

  /**
   * The migration has come this far.
   *
   * @param progress how far
   */
  void at(MigrationProgress progress);

  /**
   * A record was set aside.
   *
   * @param record which, and why
   */
  default void setAside(SetAside record) {}

  /**
   * The two ends differ. Heard for the first differences only, as many as the options say.
   *
   * @param difference where
   */
  default void differs(Difference difference) {}
}
