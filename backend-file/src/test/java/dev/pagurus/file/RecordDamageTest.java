package dev.pagurus.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pagurus.document.Body;
import dev.pagurus.file.RecordFile.Origin;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** No damage passes for what the program wrote (DUR-4). */
class RecordDamageTest {

  private static final String JSON =
      """
      {"name":"Oslo","nix":null,"z":-0.0,"n":709037,"note":"a\\nb # c\\r\\n","list":[1,null,"\u00e9"],
       "loc":{"lat":59.91,"none":null},"rows":[{"x":1},{"x":null}],"":true}
      """;

  static Stream<RecordFormat> formats() {
    return Stream.of(RecordFormat.TOML, RecordFormat.JSON);
  }

  @ParameterizedTest
  @MethodSource("formats")
  void aChangedByteIsNoticedWhereverItIs(RecordFormat format) throws Exception {
    byte[] whole = RecordBodies.write(format, JSON);
    RecordFile good = format.read(whole);
    int noticed = 0;
    for (int i = 0; i < whole.length; i++) {
      for (int change : new int[] {1, 2, 4, 8, 0x10, 0x20, 0x40, 0x80, 0xFF}) {
        byte[] damaged = whole.clone();
        damaged[i] ^= (byte) change;
        noticed += isNoticed(format, damaged, good) ? 1 : 0;
      }
      for (String other : new String[] {"\n", " ", "#", "\"", "0", "\r"}) {
        byte[] damaged = whole.clone();
        damaged[i] = (byte) other.charAt(0);
        noticed += isNoticed(format, damaged, good) ? 1 : 0;
      }
    }
    assertTrue(noticed > 10 * whole.length, noticed + " of " + whole.length);
  }

  @ParameterizedTest
  @MethodSource("formats")
  void aTextThatIsCutShortIsNoticed(RecordFormat format) throws Exception {
    byte[] whole = RecordBodies.write(format, JSON);
    RecordFile good = format.read(whole);
    for (int length = 0; length < whole.length; length++) {
      isNoticed(format, Arrays.copyOf(whole, length), good);
      isNoticed(format, Arrays.copyOf(Arrays.copyOf(whole, length), whole.length), good);
    }
  }

  /** Damaged, flagged, or the same document as before: never another one that is not flagged. */
  private static boolean isNoticed(RecordFormat format, byte[] damaged, RecordFile good) {
    try {
      RecordFile read = format.read(damaged);
      assertEquals(good.head(), read.head());
      boolean same = Arrays.equals(good.body().bytes(), read.body().bytes());
      assertEquals(!same, read.isEdited(), () -> RecordBodies.text(damaged));
      return read.origin() != Origin.WRITTEN;
    } catch (RecordDamagedException e) {
      assertTrue(e.reason().length() > 10, e.reason());
      return true;
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "revision = 12|revision = 13",
        "revision = 12|revision = 012",
        "revision = 12|revision = 1_2",
        "revision = 12|# revision = 12",
        "revision = 12|revision = 12\nrevision = 12",
        "revision = 12|revision = 12\nextra = 1",
        "collection = \"places\"|collection = 'places'",
        "collection = \"places\"|collection = \"people\"",
        "22T00:00:00.000000Z|22T00:00:00Z",
        "22T00:00:00.000000Z|22T01:00:00.000000+01:00",
        "checksum = \"|checksum = \"0",
        "updated|touched",
      })
  void metadataIsNotForEditing(String edit) {
    byte[] whole = RecordBodies.write(RecordFormat.TOML, JSON);
    int bar = edit.indexOf('|');
    byte[] edited = RecordBodies.edit(whole, edit.substring(0, bar), edit.substring(bar + 1));
    RecordDamagedException e =
        assertThrows(RecordDamagedException.class, () -> RecordFormat.TOML.read(edited));
    assertTrue(e.line() >= 2 && e.line() <= 8, e.getMessage());
    assertThrows(RecordDamagedException.class, () -> RecordFormat.TOML.head(edited));
  }

  @Test
  void theHeadIsReadFromTheBeginningOfAFileAlone() throws Exception {
    for (RecordFormat format : formats().toList()) {
      byte[] whole = RecordBodies.write(format, JSON);
      String text = RecordBodies.text(whole);
      byte[] part = RecordBodies.bytes(text.substring(0, text.indexOf("document")));
      assertEquals(format.head(whole), format.head(part));
    }
  }

  @Test
  void aHeadOverTheDocumentOfAnotherIsSeenAsEdited() throws Exception {
    byte[] one = RecordBodies.write(RecordFormat.TOML, "{\"a\":1}");
    byte[] two = RecordBodies.write(RecordFormat.TOML, "{\"a\":2}");
    String first = RecordBodies.text(one);
    String second = RecordBodies.text(two);
    String mixed =
        first.substring(0, first.indexOf("[document]"))
            + second.substring(second.indexOf("[document]"));
    RecordFile read = RecordFormat.TOML.read(RecordBodies.bytes(mixed));
    assertTrue(read.isEdited());
    assertArrayEquals(Body.parse("{\"a\":2}").bytes(), read.body().bytes());
  }
}
