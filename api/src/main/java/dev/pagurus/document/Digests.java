package dev.pagurus.document;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * What of a body goes into a digest: the canonical bytes, with every number in one form, since 1
 * and 1.0, and the two zeros, are the same by the contract (DOC-3) and a backend may answer either.
 * So equal bodies have equal digests, whatever keeps them.
 *
 * <p>Stateless and safe for many threads.
 */
public final class Digests {

  /** Doubles beyond this may not be the integer that their digits say. */
  private static final double LIMIT_OF_LONG = 0x1p63;

  private Digests() {}

  /**
   * Adds a body to a digest.
   *
   * @param digest hears the bytes
   * @param body the body
   */
  public static void update(MessageDigest digest, Body body) {
    byte[] bytes = body.bytes();
    int from = 0;
    int at = 0;
    while (at < bytes.length) {
      byte b = bytes[at];
      if (b == '"') {
        at = endOfString(bytes, at);
      } else if (b == '-' || isDigit(b)) {
        int end = endOfNumber(bytes, at);
        if (isDouble(bytes, at, end)) {
          digest.update(bytes, from, at - from);
          digest.update(inOneForm(new String(bytes, at, end - at, StandardCharsets.US_ASCII)));
          from = end;
        }
        at = end;
      } else {
        at++;
      }
    }
    digest.update(bytes, from, bytes.length - from);
  }

  private static int endOfString(byte[] bytes, int start) {
    int at = start + 1;
    while (at < bytes.length && bytes[at] != '"') {
      at += bytes[at] == '\\' ? 2 : 1;
    }
    return at + 1;
  }

  private static int endOfNumber(byte[] bytes, int start) {
    int at = start + 1;
    while (at < bytes.length && (isDigit(bytes[at]) || isOfDouble(bytes[at]))) {
      at++;
    }
    return at;
  }

  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }

  private static boolean isOfDouble(byte b) {
    return b == '.' || b == 'e' || b == 'E' || b == '-' || b == '+';
  }

  private static boolean isDouble(byte[] bytes, int start, int end) {
    for (int i = start + 1; i < end; i++) {
      if (isOfDouble(bytes[i])) {
        return true;
      }
    }
    return false;
  }

  private static byte[] inOneForm(String literal) {
    double value = Double.parseDouble(literal);
    boolean isInteger = value == Math.rint(value) && Math.abs(value) < LIMIT_OF_LONG;
    String form =
        isInteger ? Long.toString((long) value) : Long.toHexString(Double.doubleToLongBits(value));
    return form.getBytes(StandardCharsets.US_ASCII);
  }
}
