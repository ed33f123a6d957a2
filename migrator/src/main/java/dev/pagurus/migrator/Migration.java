package dev.pagurus.migrator;

/**
 * Moves a store into another of any kind, and proves that both hold the same.
 *
 * <pre>{@code
 * Migration migration = Migration.of(End.at("file:places"), End.at("sqlite:places.db"), MigrationOptions.DEFAULT);
 * MigrationReport report = migration.run(MigrationListener.NONE);
 * }</pre>
 *
 * <p>What arrives is what left: users, collections, ids, bodies, revisions, times, index
 * declarations, and deletions that are still in the feed. Nobody may write to either end meanwhile.
 *
 * <p>A run that ends before it is done, in whatever way, is gone on with by the same call. All
 * methods throw {@code StoreException} and {@code BackendException}: EXISTS if the target is not
 * empty, CONFLICT if another migration into it is under way, INVALID for what can never work.
 * {@link #pause}, {@link #resume} and {@link #stop} may be called from any thread.
 */
@SuppressWarnings("DoNotCallSuggester") // until each is made
public final class Migration {

  private Migration() {}

  /**
   * A migration. Nothing happens yet.
   *
   * @param source where documents come from
   * @param target where they go
   * @param options how
   * @return the migration
   */
  public static Migration of(End source, End target, MigrationOptions options) {
    throw new UnsupportedOperationException("in the making");
  }

  /**
   * Says what {@link #run} would do, without doing any of it: a target that is not there is not
   * made.
   *
   * @return the plan
   */
  public MigrationPlan plan() {
    throw new UnsupportedOperationException("in the making");
  }

  /**
   * Moves, or goes on moving, and verifies.
   *
   * @param listener hears how far it has come
   * @return how it ended
   */
  public MigrationReport run(MigrationListener listener) {
    throw new UnsupportedOperationException("in the making");
  }

  /**
   * Compares the two ends as they are, and changes nothing.
   *
   * @param listener hears how far it has come, and of differences
   * @return DONE if they hold the same, SET_ASIDE if they do but for records that the source cannot
   *     read, DIFFERENT, or STOPPED
   */
  public MigrationReport verify(MigrationListener listener) {
    throw new UnsupportedOperationException("in the making");
  }

  /**
   * What the target knows of a migration into it.
   *
   * @return the status
   */
  public MigrationStatus status() {
    throw new UnsupportedOperationException("in the making");
  }

  /**
   * Gives up a migration that was begun: removes from the target what it brought, and nothing else.
   *
   * @return how many users were removed
   */
  public long abort() {
    throw new UnsupportedOperationException("in the making");
  }

  /** Makes a run wait at its next page. */
  public void pause() {
    throw new UnsupportedOperationException("in the making");
  }

  /** Lets a run go on. */
  public void resume() {
    throw new UnsupportedOperationException("in the making");
  }

  /** Ends a run cleanly at its next page. */
  public void stop() {
    throw new UnsupportedOperationException("in the making");
  }
}
