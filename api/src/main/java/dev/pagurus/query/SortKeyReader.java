package dev.pagurus.query;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.DoubleNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.LongNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.StringNode;

/**
 * Reads exact keys one by one, and refuses whatever {@link SortKey} would not have written. Not
 * safe for many threads.
 */
final class SortKeyReader {

  private final ByteBuffer in;

  SortKeyReader(byte[] keys, int offset) {
    this.in = ByteBuffer.wrap(keys);
    this.in.position(offset);
  }

  /** Where the next key begins. */
  int offset() {
    return in.position();
  }

  @Nullable JsonNode next() {
    try {
      int kind = in.get();
      return switch (kind) {
        case SortKey.MISSING -> null;
        case SortKey.NULL -> NullNode.getInstance();
        case SortKey.FALSE -> BooleanNode.FALSE;
        case SortKey.TRUE -> BooleanNode.TRUE;
        case SortKey.NUMBER -> number();
        case SortKey.STRING -> string();
        case SortKey.CONTAINER -> JsonNodeFactory.instance.objectNode();
        default -> throw notAKey("the kind " + kind);
      };
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException("not a sort key: it ends too early", e);
    }
  }

  private JsonNode number() {
    long ordered = in.getLong();
    double nearest = Double.longBitsToDouble(ordered < 0 ? ordered ^ Long.MIN_VALUE : ~ordered);
    if (!Double.isFinite(nearest) || (nearest == 0 && ordered >= 0)) {
      throw notAKey("the number " + nearest);
    }
    if (Math.abs(nearest) < SortKey.EXACT_LONGS) {
      return nearest == Math.rint(nearest)
          ? LongNode.valueOf((long) nearest)
          : DoubleNode.valueOf(nearest);
    }
    return crowdedNumber(nearest, (in.getShort() & 0xFFFF) - SortKey.DISTANCE_BIAS);
  }

  private static JsonNode crowdedNumber(double nearest, int distance) {
    boolean isLong = nearest >= -SortKey.TWO_TO_63 && nearest < SortKey.TWO_TO_63;
    if (distance == 0) {
      return isLong ? LongNode.valueOf((long) nearest) : DoubleNode.valueOf(nearest);
    }
    // 2^63 is Long.MIN_VALUE on the way around, and a negative distance leads back. Any other sum
    // that wraps or saturates has another nearest double.
    long exact = (nearest == SortKey.TWO_TO_63 ? Long.MIN_VALUE : (long) nearest) + distance;
    if ((double) exact != nearest) {
      throw notAKey("the distance " + distance + " from " + nearest);
    }
    return LongNode.valueOf(exact);
  }

  private JsonNode string() {
    ByteArrayOutputStream utf8 = new ByteArrayOutputStream();
    for (int b = in.get() & 0xFF; b != SortKey.END; b = in.get() & 0xFF) {
      if (b == SortKey.ESCAPE) {
        int escaped = in.get() - 1;
        if (escaped != 0 && escaped != SortKey.ESCAPE) {
          throw notAKey("the escape " + escaped);
        }
        utf8.write(escaped);
      } else {
        utf8.write(b);
      }
    }
    return StringNode.valueOf(strict(utf8.toByteArray()));
  }

  /** Decodes UTF-8 and refuses what is not, the cut of a string (FF) included. */
  static String strict(byte[] utf8) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("not a sort key: it is not UTF-8", e);
    }
  }

  private static IllegalArgumentException notAKey(String what) {
    return new IllegalArgumentException("not a sort key: " + what);
  }
}
