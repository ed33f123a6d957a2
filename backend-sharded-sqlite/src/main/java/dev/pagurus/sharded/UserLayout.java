package dev.pagurus.sharded;

import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.ErrorCode;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Where users' files lie: digits of a user choose the folders.
 *
 * @param digits which digits
 * @param fanOut how many of them each level of folders takes
 */
record UserLayout(Digits digits, List<Integer> fanOut) {

  /** Which digits choose the folders. */
  enum Digits {
    /** Hexadecimal digits of a hash: every kind of user spreads evenly. */
    HASH,
    /**
     * The last digits of a numeric user, the very last first, so that sequential ones spread; other
     * users by hash.
     */
    REVERSED,
    /** The first digits of a numeric user: {@code 12345678} lies in {@code 1/23/45678.db}. */
    LEADING
  }

  private static final int MAX_LEVELS = 4;
  private static final int MAX_DIGITS = 2;
  private static final int DIGEST_BYTES = 16;
  private static final int MAX_PLAIN = 64;
  private static final HexFormat HEX = HexFormat.of();

  /** Checks and copies. */
  UserLayout {
    fanOut = List.copyOf(fanOut);
  }

  /** Reads settings. */
  static UserLayout of(String digits, String fanOut) {
    List<Integer> levels = new ArrayList<>();
    for (String level : fanOut.split("/", -1)) {
      if (!level.matches("[1-" + MAX_DIGITS + "]") || levels.size() == MAX_LEVELS) {
        throw new BackendException(
            ErrorCode.INVALID,
            "the setting fan-out cannot be \""
                + fanOut
                + "\": it is 1 to "
                + MAX_LEVELS
                + " numbers of digits with slashes between, each 1 to "
                + MAX_DIGITS
                + ", such as 1/2");
      }
      levels.add(Integer.valueOf(level));
    }
    return new UserLayout(Digits.valueOf(digits.toUpperCase(Locale.ROOT)), levels);
  }

  /** The same digits, cut into other folders. */
  UserLayout withFanOut(String other) {
    return of(digits.name(), other);
  }

  String writtenFanOut() {
    return fanOut.stream().map(String::valueOf).collect(Collectors.joining("/"));
  }

  /** The digits that all folders take together. */
  int width() {
    return fanOut.stream().mapToInt(Integer::intValue).sum();
  }

  /**
   * Where a user's file lies, beneath the folder of all users, with slashes between.
   *
   * @throws BackendException INVALID if this layout cannot place the user
   */
  String pathOf(String user) {
    boolean numeric = user.matches("[0-9]{1,19}") && user.length() > width();
    return switch (digits) {
      case HASH -> folders(hash(user)) + fileName(user);
      case REVERSED ->
          numeric
              ? folders(new StringBuilder(user).reverse().toString()) + fileName(user)
              : folders(decimalHash(user)) + fileName(user);
      case LEADING -> {
        if (!numeric) {
          throw new BackendException(
              ErrorCode.INVALID,
              "this store lays users out by their leading digits, so a user is a number of more than "
                  + width()
                  + " digits, and this is not: use other users, or a store with digits = \"hash\"");
        }
        yield folders(user) + user.substring(width()) + ".db";
      }
    };
  }

  /** The folder of a user's file, as {@link #pathOf} has it. */
  String folderOf(String user) {
    String path = pathOf(user);
    return path.substring(0, path.lastIndexOf('/'));
  }

  /** How many folders the first level can have. */
  int firsts() {
    return (int) Math.pow(radix(), fanOut.get(0));
  }

  /** The number of the first folder of a path, from 0 on. */
  int numberOfFirst(String path) {
    return Integer.parseInt(path.substring(0, fanOut.get(0)), radix());
  }

  private int radix() {
    return digits == Digits.HASH ? 16 : 10;
  }

  private String folders(String from) {
    StringBuilder path = new StringBuilder();
    int at = 0;
    for (int level : fanOut) {
      path.append(from, at, at + level).append('/');
      at += level;
    }
    return path.toString();
  }

  /** The user itself where that is safe on every file system, else a hash. */
  private static String fileName(String user) {
    boolean plain =
        user.length() <= MAX_PLAIN
            && user.matches("[a-z0-9][a-z0-9_-]*")
            && !user.matches("(con|prn|aux|nul|com[0-9]|lpt[0-9])");
    // No plain user begins with an underscore, so the two never meet.
    return (plain ? user : "_" + hash(user)) + ".db";
  }

  private static String decimalHash(String user) {
    return new BigInteger(hash(user), 16).add(BigInteger.TEN.pow(40)).toString().substring(20);
  }

  private static String hash(String user) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(user.getBytes(StandardCharsets.UTF_8));
      return HEX.formatHex(Arrays.copyOf(digest, DIGEST_BYTES));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
