package dev.pagurus.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pagurus.file.index.UserState;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class UserTomlTest {

  private static final UserState STATE =
      new UserState("Åse \"x\"", 12, Instant.parse("2026-11-21T04:24:22.123456Z"), 3, List.of());

  private static String text() {
    return new String(UserToml.write(STATE), StandardCharsets.UTF_8);
  }

  private static UserState read(String text) throws RecordDamagedException {
    return UserToml.read(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void commentsAndLineEndingsAreAnybodys() throws RecordDamagedException {
    assertEquals(STATE, read(text()));
    assertEquals(STATE, read("# a user of ours\n\n" + text().replace("\n", "  # so\r\n")));
  }

  @Test
  void whatAnEarlierBuildWroteHasNoChecksum() throws RecordDamagedException {
    assertEquals(STATE, read(text().replaceAll("checksum.*", "")));
  }

  @Test
  void otherValuesAreDamageAndAreNotServed() {
    for (String edited :
        List.of(
            text().replace("12", "13"),
            text().replace("horizon = 3", "horizon = 2"),
            text().replace("checksum", "checksun"),
            text().replace("04:24", "04:25"),
            text().replace("Åse", "Ase"))) {
      assertThrows(RecordDamagedException.class, () -> read(edited), edited);
    }
  }

  @Test
  void everyFlippedBitIsNoticedOrHarmless() {
    byte[] text = UserToml.write(STATE);
    int noticed = 0;
    for (int bit = 0; bit < 8 * text.length; bit++) {
      byte[] flipped = text.clone();
      flipped[bit / 8] ^= (byte) (1 << (bit % 8));
      try {
        assertEquals(STATE, UserToml.read(flipped));
      } catch (RecordDamagedException e) {
        noticed++;
      }
    }
    assertTrue(noticed > 7 * text.length, "noticed " + noticed); // most, for comments are few
  }
}
