package dev.pagurus;

import dev.pagurus.document.Utf8;
import dev.pagurus.spi.Backend;
import dev.pagurus.spi.BackendException;
import org.jspecify.annotations.Nullable;

/**
 * Keeps an application from a store that is sealed as moved: the backend refuses to be written to,
 * this refuses to read what may be out of date. It looks at the seal at most once a second, so that
 * no call costs more than a look at the clock; a process that learns of the seal late has read what
 * was true a second ago.
 */
class Seal {

  /** Of those who mean to read a store that was moved. */
  static final Seal DISREGARDED =
      new Seal(null) {
        @Override
        void require() {}
      };

  private static final int MAX_LENGTH = 4_096;
  private static final long EVERY_NANOS = 1_000_000_000;

  private final @Nullable Backend backend;
  private volatile @Nullable String movedTo;
  private volatile long lookedNanos = System.nanoTime() - EVERY_NANOS;

  Seal(@Nullable Backend backend) {
    this.backend = backend;
  }

  /** Checks where a store is said to have been moved to. */
  static void requirePlace(String to) {
    if (to.isBlank()
        || to.length() > MAX_LENGTH
        || to.chars().anyMatch(Character::isISOControl)
        || Utf8.indexOfLoneSurrogate(to) >= 0) {
      throw new IllegalArgumentException(
          "where a store was moved to must be told in 1 to "
              + MAX_LENGTH
              + " characters of valid Unicode without control characters, best as a locator");
    }
  }

  /** The next call looks, whatever the clock says. */
  void lookAgain() {
    lookedNanos = System.nanoTime() - EVERY_NANOS;
  }

  /**
   * Refuses if the store is sealed.
   *
   * @throws BackendException MOVED
   */
  void require() {
    long now = System.nanoTime();
    if (movedTo != null || now - lookedNanos >= EVERY_NANOS) {
      lookedNanos = now;
      movedTo = look();
    }
    String to = movedTo;
    if (to != null) {
      throw BackendException.moved(to);
    }
  }

  /** A store in which the seal cannot be read now may still answer; to write, it must read it. */
  private @Nullable String look() {
    try {
      return backend == null ? null : backend.movedTo();
    } catch (BackendException e) {
      return null;
    }
  }
}
