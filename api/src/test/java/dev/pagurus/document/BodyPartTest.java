package dev.pagurus.document;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A part of a large body leads where the whole does. */
class BodyPartTest {

  private static final String LARGE =
      "{\"a\":{\"b\":[1,{\"c\":null}],\"d\":2.5},\"filler\":\""
          + "x".repeat(300 << 10)
          + "\",\"list\":[[\"a\"]],\"z\":\"last\"}";

  private static Body stored(String json) {
    return Body.stored(json.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void pathsLeadWhereTheyLeadInTheWhole() {
    List<FieldPath> paths =
        List.of(
            FieldPath.of("a", "b"),
            FieldPath.of("a", "d"),
            FieldPath.of("list"),
            FieldPath.of("z"),
            FieldPath.of("z", "deeper"),
            FieldPath.of("missing"));
    JsonNode part = stored(LARGE).part(paths);
    for (FieldPath path : paths) {
      assertEquals(path.in(Body.parse(LARGE).root()), path.in(part), path::toString);
    }
    assertNull(part.get("filler"));
  }

  @Test
  void ofWhatWasLookedAtOrIsSmallItIsTheWhole() {
    Body read = Body.parse(LARGE);
    assertSame(read.root(), read.part(List.of(FieldPath.of("z"))));
    Body small = stored("{\"a\":1,\"b\":2}");
    assertSame(small.root(), small.part(List.of(FieldPath.of("a"))));
  }

  @Test
  void bytesThatAreNoBodyAreTold() {
    Body damaged = stored(LARGE.substring(0, LARGE.length() - 20));
    assertThrows(
        InvalidDocumentException.class, () -> damaged.part(List.of(FieldPath.of("missing"))));
  }
}
