package dev.pagurus.migrator;

import dev.pagurus.document.Address;
import dev.pagurus.document.Names;
import java.util.Optional;

/**
 * A place where the two ends differ.
 *
 * @param kind how
 * @param user whose, empty if it is about the store
 * @param address which document, empty if it is not about one
 * @param detail what stands at the one end and what at the other
 */
public record Difference(
    Kind kind, Optional<String> user, Optional<Address> address, String detail) {

  /** How two ends can differ at a place. */
  public enum Kind {
    /** They do not: told of a user or of the store as a whole. */
    SAME('='),
    /** The source has it and the target lacks it. */
    MISSING('-'),
    /** The target has it and the source lacks it. */
    EXTRA('+'),
    /** Both have it, and not the same. */
    CHANGED('*'),
    /** It could not be read, or could not be moved. */
    UNREADABLE('!');

    private final char sign;

    Kind(char sign) {
      this.sign = sign;
    }

    /**
     * The sign with which a line of it begins.
     *
     * @return one of {@code = - + * !}
     */
    public char sign() {
      return sign;
    }
  }

  /**
   * As one line.
   *
   * @return for example {@code - "alice" places/oslo: the target lacks it}
   */
  public String line() {
    StringBuilder line = new StringBuilder().append(kind.sign()).append(' ');
    user.ifPresent(name -> line.append(Names.quote(name)));
    address.ifPresent(at -> line.append(' ').append(at));
    return line.append(user.isPresent() ? ": " : "").append(detail).toString();
  }
}
