package dev.pagurus.document;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamConstraintsException;

/**
 * What must be true of the bytes of a JSON text before Jackson sees them, and what to say where it
 * stumbles. Jackson decodes surrogates and overlong forms without a word, takes zero bytes for
 * UTF-16 and UTF-32, and skips a byte order mark; a body is UTF-8 and nothing else.
 */
final class JsonText {

  private JsonText() {}

  /** Refuses what is not UTF-8, a zero byte and a byte order mark. One pass, no copy. */
  static void requireUtf8(byte[] json) {
    boolean ascii = true;
    for (int i = 0; i < json.length; i++) {
      if (json[i] == 0) {
        throw refuse("a zero byte at byte " + i + ": the text must be UTF-8 and nothing else");
      }
      ascii &= json[i] > 0;
    }
    if (!ascii) {
      requireWellFormed(json);
      if (json.length >= 3 && json[0] == (byte) 0xEF && json[1] == (byte) 0xBB) {
        requireNoMark(json[2]);
      }
    }
  }

  private static void requireWellFormed(byte[] json) {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(json);
    CharBuffer out = CharBuffer.allocate(Math.min(json.length, 8192));
    CoderResult result = decoder.decode(in, out, true);
    while (result.isOverflow()) {
      out.clear();
      result = decoder.decode(in, out, true);
    }
    if (result.isError()) {
      throw refuse("not valid UTF-8 at byte " + in.position());
    }
  }

  private static void requireNoMark(byte third) {
    if (third == (byte) 0xBF) {
      throw refuse("a byte order mark stands before the object: take it away");
    }
  }

  private static InvalidDocumentException refuse(String reason) {
    return new InvalidDocumentException("", reason, null);
  }

  /** What Jackson said, without its advice on how to set up Jackson, and where. */
  static String problem(byte[] json, JacksonException e) {
    if (e instanceof StreamConstraintsException) { // the one constraint that is left on
      return "not valid JSON: a number of more than " + Json.MAX_NUMBER_LENGTH + " characters";
    }
    String said =
        e.getOriginalMessage().split(": enable `| \\(start marker at|: maybe a \\(", 2)[0];
    return "not valid JSON: " + said + ", near " + position(json, e.getLocation().getByteOffset());
  }

  private static String position(byte[] json, long offset) {
    int line = 1;
    int column = 1;
    for (int i = 0; i < Math.min(offset, json.length); i++) {
      if (json[i] == '\n') {
        line++;
        column = 1;
      } else if ((json[i] & 0xC0) != 0x80) {
        column++; // not a continuation byte: columns count code points
      }
    }
    return "line " + line + ", column " + column;
  }
}
