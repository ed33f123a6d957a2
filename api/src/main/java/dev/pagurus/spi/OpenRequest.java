package dev.pagurus.spi;

import java.time.InstantSource;

/**
 * What a store is opened with.
 *
 * @param location what stands behind the provider's name in the locator, such as a file
 * @param settings the settings
 * @param mode whether a store may be made
 * @param clock where times come from; real time, unless a test sets another
 */
public record OpenRequest(String location, Settings settings, Mode mode, InstantSource clock) {

  /** What to do about a store that is not there. */
  public enum Mode {
    /** Make it. */
    OPEN_OR_CREATE,
    /** Fail with NO_STORE. */
    MUST_EXIST
  }
}
