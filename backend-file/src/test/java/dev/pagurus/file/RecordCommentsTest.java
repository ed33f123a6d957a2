package dev.pagurus.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pagurus.document.Body;
import dev.pagurus.file.RecordFile.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** The comments of a person stay when the program writes, and differences are small. */
class RecordCommentsTest {

  private static final String BEFORE =
      "{\"name\":\"Oslo\",\"pop\":1,\"gone\":true,\"list\":[1,2,3],\"loc\":{\"lat\":1.5,\"n\":null},"
          + "\"rows\":[{\"x\":1},{\"x\":2},{\"x\":3}]}";

  private static byte[] commented() {
    byte[] record = RecordBodies.write(RecordFormat.TOML, BEFORE);
    record = RecordBodies.edit(record, "user = ", "# at the top\nuser = ");
    record = RecordBodies.edit(record, "revision = 12", "revision = 12 # by the program");
    record = RecordBodies.edit(record, "name = ", "# about the name\nname = ");
    record = RecordBodies.edit(record, "pop = 1", "pop   = 1 # people");
    record = RecordBodies.edit(record, "[document.loc]", "# where\n[document.loc] # place");
    record =
        RecordBodies.edit(
            record, "list = [1, 2, 3]", "list = [\n  1, # one\n  2,\n  3, # three\n]");
    record = RecordBodies.edit(record, "x = 1\n", "x = 1 # x1\n");
    return RecordBodies.edit(record, "x = 3\n", "x = 3 # x3\n");
  }

  private static String update(String json) throws Exception {
    Body body = Body.parse(json);
    byte[] text =
        RecordFormat.TOML.write(RecordBodies.USER, RecordBodies.document(body, 13), commented());
    RecordFile read = RecordFormat.TOML.read(text);
    assertArrayEquals(body.bytes(), read.body().bytes());
    assertEquals(Origin.WRITTEN, read.origin());
    assertEquals(13, read.head().revision());
    return RecordBodies.text(text);
  }

  @Example
  void oneValueChangesOneLineAndTheProgramsOwn() throws Exception {
    String text = update(BEFORE.replace("\"pop\":1", "\"pop\":2"));
    List<String> changed = new ArrayList<>(text.lines().toList());
    changed.removeAll(RecordBodies.text(commented()).lines().toList());
    assertEquals(3, changed.size(), changed.toString());
    assertEquals("revision = 13 # by the program", changed.get(0));
    assertTrue(changed.get(1).startsWith("checksum = "));
    assertEquals("pop   = 2 # people", changed.get(2));
  }

  @Example
  void everyCommentStaysThatHasSomethingToStandAt() throws Exception {
    String text =
        update(
            "{\"name\":\"Bergen\",\"pop\":null,\"list\":[0,1,3,4],\"loc\":{\"lat\":2.5,\"lon\":null},"
                + "\"new\":{\"a\":[{}]},\"rows\":[{\"x\":1,\"y\":null},{\"x\":3}]}");
    for (String comment :
        List.of(
            "# at the top",
            "# by the program",
            "# about the name",
            "# where",
            "# place",
            "# x1",
            "# x3")) {
      assertTrue(text.contains(comment), () -> comment + " is missing in\n" + text);
    }
    assertFalse(text.contains("# people"), text);
  }

  @Example
  void aValueThatBecomesSomethingElseEntirely() throws Exception {
    for (String json :
        List.of(
            "{}",
            "{\"name\":{\"a\":{}},\"list\":{\"b\":1},\"loc\":[1],\"rows\":null}",
            "{\"rows\":[1,{\"x\":2},[null]],\"list\":[{\"a\":1},{\"b\":null}],\"loc\":{\"lat\":{\"x\":[]}}}",
            "{\"loc\":null,\"rows\":[null,{\"x\":null}]}")) {
      update(json);
    }
  }

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void anyBodyOverAnyCommentedTextIsWritten(
      @ForAll(supplier = RecordBodies.Bodies.class) Body before,
      @ForAll(supplier = RecordBodies.Bodies.class) Body other,
      @ForAll Random random)
      throws Exception {
    byte[] old = RecordFormat.TOML.write(RecordBodies.USER, RecordBodies.document(before), null);
    byte[] commented = RecordBodies.edit(old, "[", random.nextBoolean() ? "# here\n[" : "[");
    Body now = RecordMix.mix(before, other, random);
    byte[] text =
        RecordFormat.TOML.write(RecordBodies.USER, RecordBodies.document(now, 13), commented);
    RecordFile read = RecordFormat.TOML.read(text);
    assertEquals(now.toString(), read.body().toString());
    assertEquals(Origin.WRITTEN, read.origin());
  }

  @Example
  void whatIsNoRecordIsWrittenAnew() {
    Body body = Body.parse(BEFORE);
    byte[] fresh = RecordBodies.write(RecordFormat.TOML, BEFORE);
    for (String before : List.of("", "#", "# no record\nx = 1\n", "\0#", "user = \"x\" #")) {
      assertArrayEquals(
          fresh,
          RecordFormat.TOML.write(
              RecordBodies.USER, RecordBodies.document(body), RecordBodies.bytes(before)));
    }
    byte[] broken = RecordBodies.edit(commented(), "pop   = 1", "pop   = = 1");
    assertArrayEquals(
        fresh, RecordFormat.TOML.write(RecordBodies.USER, RecordBodies.document(body), broken));
  }

  @Example
  void linesOfWindowsAreWrittenAsLinesOfUnix() throws Exception {
    byte[] windows =
        RecordBodies.bytes("\ufeff" + RecordBodies.text(commented()).replace("\n", "\r\n"));
    assertArrayEquals(
        RecordFormat.TOML.write(
            RecordBodies.USER, RecordBodies.document(Body.parse("{}")), commented()),
        RecordFormat.TOML.write(
            RecordBodies.USER, RecordBodies.document(Body.parse("{}")), windows));
  }

  @Example
  void aNumberSignInAStringIsNoComment() {
    for (String string :
        List.of(
            "a = \"#\"",
            "a = '#'",
            "a = \"\\\"#\"",
            "a = \"\"\"\n#\"\"\"\"\"\nb = 1",
            "a = '''#''''",
            "'#' = 1")) {
      assertFalse(RecordComments.in(RecordBodies.bytes(string)), string);
      assertTrue(RecordComments.in(RecordBodies.bytes(string + " # c")), string);
      assertTrue(RecordComments.in(RecordBodies.bytes(string + "\n#")), string);
    }
    assertTrue(RecordComments.in(RecordBodies.bytes("a = '\\' # '")));
    assertTrue(RecordComments.in(RecordBodies.bytes("a = \"\" # '")));
    assertTrue(RecordComments.in(RecordBodies.bytes("a = '''''' # '")));
  }

  @Example
  void withoutCommentsOneValueIsOneLineToo() {
    byte[] one = RecordBodies.write(RecordFormat.TOML, BEFORE);
    byte[] two =
        RecordBodies.write(RecordFormat.TOML, BEFORE.replace("\"lat\":1.5", "\"lat\":1.75"));
    byte[] three = RecordBodies.write(RecordFormat.JSON, BEFORE);
    byte[] four =
        RecordBodies.write(RecordFormat.JSON, BEFORE.replace("\"lat\":1.5", "\"lat\":1.75"));
    assertEquals(2, differences(one, two));
    assertEquals(2, differences(three, four));
  }

  private static int differences(byte[] one, byte[] two) {
    List<String> a = RecordBodies.text(one).lines().toList();
    List<String> b = RecordBodies.text(two).lines().toList();
    assertEquals(a.size(), b.size(), b.toString());
    int differences = 0;
    for (int i = 0; i < a.size(); i++) {
      differences += a.get(i).equals(b.get(i)) ? 0 : 1;
    }
    return differences;
  }
}
