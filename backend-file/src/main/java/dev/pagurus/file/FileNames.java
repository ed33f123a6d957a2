package dev.pagurus.file;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Spells users, collections and ids as file names that are safe and distinct everywhere (ADDR-5):
 * also where case does not count, where names are normalised, where {@code CON} is a device, and
 * where a name must not end in a dot.
 *
 * <p>Lower case ASCII letters, digits, {@code -}, {@code _} and {@code .} stand for themselves;
 * every other byte of the UTF-8 is {@code %} and two lower case hex digits, and so are a dot at
 * either end and the first letter of a name that Windows reserves. A spelling of more than {@value
 * #MAX_CHARS} characters is cut, and ends in {@code ~} and 32 hex digits of the name's SHA-256; the
 * record itself tells the full name.
 */
final class FileNames {

  private static final int MAX_CHARS = 120;
  private static final int KEPT_CHARS = 80;
  private static final int DIGEST_BYTES = 16;
  private static final HexFormat HEX = HexFormat.of();

  /** With or without an extension; see "Naming Files" in Microsoft's documentation of Win32. */
  private static final Set<String> RESERVED =
      Set.of(
          "con", "prn", "aux", "nul", "com0", "com1", "com2", "com3", "com4", "com5", "com6",
          "com7", "com8", "com9", "lpt0", "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7",
          "lpt8", "lpt9");

  private FileNames() {}

  /**
   * Spells a name.
   *
   * @param name a user, a collection or an id
   * @return a file name without an extension
   */
  static String spell(String name) {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    StringBuilder spelled = new StringBuilder(bytes.length + 8);
    boolean reserved = isReserved(name);
    for (int i = 0; i < bytes.length; i++) {
      boolean atEnd = i == 0 || i == bytes.length - 1;
      if (isPlain(bytes[i], atEnd) && !(reserved && i == 0)) {
        spelled.append((char) bytes[i]);
      } else {
        spelled.append('%').append(HEX.toHexDigits(bytes[i]));
      }
    }
    return spelled.length() <= MAX_CHARS ? spelled.toString() : cut(spelled) + "~" + digest(bytes);
  }

  /**
   * Reads a name back.
   *
   * @return null if the file name is a digest, or no spelling of any name
   */
  static @Nullable String read(String spelled) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < spelled.length(); i++) {
      char c = spelled.charAt(i);
      if (c == '%' && isHex(spelled, i + 1)) {
        bytes.write(HexFormat.fromHexDigits(spelled, i + 1, i + 3));
        i += 2;
      } else {
        bytes.write(c);
      }
    }
    String name = bytes.toString(StandardCharsets.UTF_8);
    return spell(name).equals(spelled) ? name : null;
  }

  private static boolean isHex(String text, int at) {
    return at + 2 <= text.length()
        && HexFormat.isHexDigit(text.charAt(at))
        && HexFormat.isHexDigit(text.charAt(at + 1));
  }

  private static boolean isReserved(String name) {
    if (name.length() < 3) {
      return false;
    }
    int dot = name.indexOf('.');
    return RESERVED.contains((dot < 0 ? name : name.substring(0, dot)).toLowerCase(Locale.ROOT));
  }

  private static boolean isPlain(byte b, boolean atEnd) {
    return (b >= 'a' && b <= 'z')
        || (b >= '0' && b <= '9')
        || b == '-'
        || b == '_'
        || (b == '.' && !atEnd);
  }

  /** Not in the middle of an escape. */
  private static String cut(StringBuilder spelled) {
    int end = KEPT_CHARS;
    int escape = spelled.lastIndexOf("%", end - 1);
    return spelled.substring(0, escape > end - 3 ? escape : end);
  }

  private static String digest(byte[] bytes) {
    return HEX.formatHex(sha256(bytes), 0, DIGEST_BYTES);
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /**
   * The digits that choose the buckets of a name. Those of a random or time-ordered UUID (versions
   * 4 and 7) begin with its tail, for ids that are made together share their head; those of any
   * other name are a hash.
   *
   * @param name a user or an id
   * @return hex digits, two for each level, enough for every level there can be
   */
  static String digits(String name) {
    String hash = hash(name.getBytes(StandardCharsets.UTF_8));
    return isRandomUuid(name) ? name.substring(24, 36) + hash : hash + hash;
  }

  /** FNV-1a with a finish: it spreads names, and nobody's safety rests on it. */
  private static String hash(byte[] name) {
    long hash = 0xcbf29ce484222325L;
    for (byte b : name) {
      hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
    }
    hash = (hash ^ (hash >>> 32)) * 0xd6e8feb86659fd93L;
    return HEX.toHexDigits(hash ^ (hash >>> 32));
  }

  private static boolean isRandomUuid(String name) {
    if (name.length() != 36 || (name.charAt(14) != '7' && name.charAt(14) != '4')) {
      return false;
    }
    for (int i = 0; i < 36; i++) {
      char c = name.charAt(i);
      boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
      if (dash ? c != '-' : !((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) {
        return false;
      }
    }
    return true;
  }
}
