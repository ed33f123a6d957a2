package dev.pagurus.spi;

import java.time.InstantSource;

/**
 * What a store is opened with.
 *
 * @param location what stands behind the provider's name in the locator, such as a file
 * @param settings the settings
 * @param mode whether a store may be made
 * @param clock where times come from; real time, unless a test sets another
 * @param progress hears how far it is with what must be made anew before the store can answer
 *     everything, such as an index that is missing; also after the store is open, from another
 *     thread
 */
public record OpenRequest(
    String location, Settings settings, Mode mode, InstantSource clock, Progress progress) {

  /**
   * A request whose progress nobody hears.
   *
   * @param location what stands behind the provider's name
   * @param settings the settings
   * @param mode whether a store may be made
   * @param clock where times come from
   */
  public OpenRequest(String location, Settings settings, Mode mode, InstantSource clock) {
    this(location, settings, mode, clock, Progress.NONE);
  }

  /** What to do about a store that is not there. */
  public enum Mode {
    /** Make it. */
    OPEN_OR_CREATE,
    /** Fail with NO_STORE. */
    MUST_EXIST
  }
}
