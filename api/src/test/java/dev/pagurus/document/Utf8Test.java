package dev.pagurus.document;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Strings as their UTF-8 bytes (ADDR-4, QUERY-3). */
class Utf8Test {

  @Test
  void anEmojiSortsAfterTheLastOfTheBasicPlane() {
    assertTrue(Utf8.compare("\uff5e", "\ud83d\ude00") < 0);
    assertTrue("\uff5e".compareTo("\ud83d\ude00") > 0);
    assertTrue(Utf8.ORDER.compare("\uffff", "\ud800\udc00") < 0);
    assertTrue(Utf8.ORDER.compare("\ud83d\ude00", "\ud83d\ude01") < 0);
    assertTrue(Utf8.ORDER.compare("a", "aa") < 0);
    assertEquals(0, Utf8.ORDER.compare("", ""));
  }
}
