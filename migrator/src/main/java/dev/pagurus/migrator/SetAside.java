package dev.pagurus.migrator;

import dev.pagurus.document.Address;
import dev.pagurus.document.Body;
import java.util.Optional;

/**
 * A record that could not be moved.
 *
 * @param user whose
 * @param address which document, empty if it is about the user as a whole
 * @param side at which end it failed
 * @param reason what that end said
 * @param body the document, where it could be read
 */
public record SetAside(
    String user, Optional<Address> address, Side side, String reason, Optional<Body> body) {

  /** One of the two ends. */
  public enum Side {
    /** Where documents come from. */
    SOURCE,
    /** Where they go. */
    TARGET
  }
}
