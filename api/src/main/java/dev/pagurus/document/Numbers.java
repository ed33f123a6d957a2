package dev.pagurus.document;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import tools.jackson.core.io.NumberOutput;

/**
 * Which decimal literals a double can stand for. DOC-2 forbids silent rounding, yet 0.1 has no
 * exact double; so a literal is accepted if the nearest double, printed with as many significant
 * digits, gives it back. 0.1, 0.30000000000000004 and 0.10000000000000000555 pass;
 * 9007199254740993.0, 0.12345678901234567890123 and 1e-400 are refused, for they would come back as
 * other numbers.
 *
 * <p>The shortest form of a double, by which every program writes it, passes too. For 46 powers of
 * two (2^-44 is 5.684341886080802E-14) it is not the nearest decimal of its length: the doubles
 * below a power of two lie closer together, and the nearer decimal already belongs to one of them.
 */
final class Numbers {

  /**
   * IEEE 754 binary64 gives any decimal of up to this many digits back (in the range of normal
   * numbers).
   */
  private static final int ALWAYS_SAFE_DIGITS = 15;

  private Numbers() {}

  static boolean survives(String literal, double nearest) {
    if (isPlainAndShort(literal)) {
      return true;
    }
    if (!Double.isFinite(nearest)) {
      return false;
    }
    if (nearest == 0) {
      // Decided by the digits: the exponent of a zero, or of what sank to zero, may be beyond
      // BigDecimal's.
      return isZero(literal);
    }
    if (literal.equals(NumberOutput.toString(nearest, true))) {
      return true; // the usual case of a long literal
    }
    BigDecimal written = new BigDecimal(literal);
    int digits = Math.max(1, written.stripTrailingZeros().precision());
    BigDecimal stored =
        new BigDecimal(nearest).round(new MathContext(digits, RoundingMode.HALF_EVEN));
    return stored.compareTo(written) == 0
        || new BigDecimal(NumberOutput.toString(nearest, true)).compareTo(written) == 0;
  }

  /** No exponent and at most 15 digits: the usual case, decided without arithmetic. */
  private static boolean isPlainAndShort(String literal) {
    if (literal.length() > ALWAYS_SAFE_DIGITS + 1) {
      return false;
    }
    for (int i = 0; i < literal.length(); i++) {
      char c = literal.charAt(i);
      if (c == 'e' || c == 'E') {
        return false;
      }
    }
    return true;
  }

  private static boolean isZero(String literal) {
    for (int i = 0; i < literal.length(); i++) {
      char c = literal.charAt(i);
      if (c == 'e' || c == 'E') {
        return true;
      }
      if (c >= '1' && c <= '9') {
        return false;
      }
    }
    return true;
  }
}
