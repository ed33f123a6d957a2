package dev.pagurus.tck.groups;

import dev.pagurus.tck.stage.Directories;
import dev.pagurus.tck.stage.TestStore;
import dev.pagurus.tck.stage.Unexercised;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;

/** Damages a document in the files of a store that is closed. */
final class Tampering {

  private Tampering() {}

  /** A text to put into the document that will be damaged, and into no other. */
  static String marker(TestStore test) {
    StringBuilder marker = new StringBuilder();
    for (int i = 0; i < 48; i++) {
      marker.append((char) ('a' + test.random().nextInt(26)));
    }
    return marker.toString();
  }

  /** Flips a bit of the marker wherever it stands, or has the author's hook do it. */
  static void damage(TestStore test, String marker) {
    boolean done =
        test.damage().isPresent()
            ? test.damage().get().test(test.directory(), marker)
            : Directories.files(test.directory()).stream()
                    .filter(file -> flip(file, marker))
                    .count()
                > 0;
    if (!done) {
      throw new Unexercised(
          "the text of a document does not stand in the files of the store: tell the kit how to damage one, with"
              + " Target.damagedBy");
    }
  }

  private static boolean flip(Path file, String marker) {
    try {
      byte[] bytes = Files.readAllBytes(file);
      byte[] wanted = marker.getBytes(StandardCharsets.US_ASCII);
      boolean found = false;
      for (int at = 0; at + wanted.length <= bytes.length; at++) {
        if (Arrays.equals(bytes, at, at + wanted.length, wanted, 0, wanted.length)) {
          bytes[at + wanted.length / 2] ^= 1;
          found = true;
        }
      }
      if (found) {
        FileTime changed = Files.getLastModifiedTime(file);
        Files.write(file, bytes);
        Files.setLastModifiedTime(file, changed); // a medium that forgets does not tell when
      }
      return found;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot damage " + file, e);
    }
  }
}
