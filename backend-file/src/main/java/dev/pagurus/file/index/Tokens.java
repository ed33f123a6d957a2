package dev.pagurus.file.index;

import dev.pagurus.query.TextAnalyser;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.jspecify.annotations.Nullable;

/**
 * The shared analyser's tokens of one text, each behind its user, as Lucene wants them.
 *
 * <p>Lucene's terms are bounded, so a token of more than {@value #MAX_CHARS} characters is kept as
 * its beginning and a digest: longer than any token that is kept whole, so never taken for one.
 */
final class Tokens extends TokenStream {

  private static final int MAX_CHARS = 1_000;

  private final CharTermAttribute term = addAttribute(CharTermAttribute.class);
  private final String user;
  private final List<String> tokens = new ArrayList<>();
  private @Nullable Iterator<String> left;

  Tokens(String user, String text) {
    this.user = user;
    TextAnalyser.forEachToken(text, tokens::add);
  }

  @Override
  public void reset() {
    left = tokens.iterator();
  }

  @Override
  public boolean incrementToken() {
    if (left == null || !left.hasNext()) {
      return false;
    }
    clearAttributes();
    term.append(user).append('\0').append(bounded(left.next()));
    return true;
  }

  /** The term of a token of a query. */
  static byte[] term(String user, String token) {
    return IndexFields.utf8(user + '\0' + bounded(token));
  }

  /** What the terms of all tokens with a prefix begin with. */
  static byte[] prefix(String user, String prefix) {
    return IndexFields.utf8(user + '\0' + (isLong(prefix) ? beginning(prefix) : prefix));
  }

  /**
   * Whether a prefix is so long that {@link #prefix} may find too much: its end would fall among
   * the characters of digests.
   */
  static boolean isLong(String prefix) {
    return prefix.length() >= MAX_CHARS - 1;
  }

  private static String bounded(String token) {
    return token.length() <= MAX_CHARS ? token : beginning(token) + digest(token);
  }

  /** All but the last of the characters kept, and not half of one. */
  private static String beginning(String token) {
    int end = MAX_CHARS - 1;
    return token.substring(0, Character.isHighSurrogate(token.charAt(end - 1)) ? end - 1 : end);
  }

  private static String digest(String token) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
