package dev.pagurus.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pagurus.document.Address;
import dev.pagurus.document.Body;
import dev.pagurus.spi.Change;
import dev.pagurus.spi.StoredDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JournalTest {

  private static final UUID STORE = UUID.fromString("00000000-0000-0000-0000-000000000001");

  @TempDir private Path folder;

  private Journal start(NavigableMap<Long, Path> read, long from) throws IOException {
    return Journal.start(new Disk(folder), folder, STORE, true, read, from);
  }

  private static JournalEntry.Changed entry(int i) {
    Address address = new Address("places", "x" + i);
    Instant at = Instant.ofEpochSecond(i, 123_000);
    Change change =
        i % 3 == 0
            ? new Change.Deleted(address, i, at)
            : new Change.Written(
                new StoredDocument(
                    address, i, at.minusSeconds(1), at, Body.parse("{\"n\":" + i + "}")));
    return new JournalEntry.Changed("älice", i, List.of(change));
  }

  private static byte[] bytes(int i) {
    return entry(i).encode();
  }

  private List<JournalEntry> readAll(long from) throws IOException {
    List<JournalEntry> read = new ArrayList<>();
    for (Map.Entry<Long, Path> segment : JournalSegment.list(folder).entrySet()) {
      JournalSegment.read(
          segment.getValue(), segment.getKey(), STORE, from, (position, entry) -> read.add(entry));
    }
    return read;
  }

  @Test
  void tellsWhatItWasTold() throws IOException {
    List<JournalEntry> told = new ArrayList<>();
    long middle = 0;
    try (Journal journal = start(new TreeMap<>(), 0)) {
      for (int i = 1; i <= 20; i++) {
        journal.append(List.of(bytes(i), new JournalEntry.UserDeleted("b" + i).encode()));
        told.add(entry(i));
        told.add(new JournalEntry.UserDeleted("b" + i));
        middle = i == 10 ? journal.end() : middle;
        if (i % 7 == 0) {
          journal.roll();
        }
      }
    }
    assertEquals(told, readAll(0));
    assertEquals(told.subList(20, 40), readAll(middle));
  }

  @Test
  void dropsWholeSegmentsThatAreNotNeeded() throws IOException {
    try (Journal journal = start(new TreeMap<>(), 0)) {
      journal.append(List.of(bytes(1)));
      long needed = journal.end();
      journal.roll();
      journal.append(List.of(bytes(2)));
      journal.dropBefore(needed - 1);
      assertEquals(2, readAll(0).size());
      journal.dropBefore(needed);
      assertEquals(List.of(entry(2)), readAll(0));
      journal.dropBefore(journal.end());
      assertEquals(List.of(entry(2)), readAll(0), "the segment that grows stays");
    }
  }

  @Test
  void whateverEndAFileIsCutAtWholeEntriesAreRead() throws IOException {
    try (Journal journal = start(new TreeMap<>(), 0)) {
      journal.append(List.of(bytes(1), bytes(2), bytes(4)));
    }
    Path file = JournalSegment.list(folder).firstEntry().getValue();
    byte[] whole = Files.readAllBytes(file);
    int last = -1;
    for (int length = JournalSegment.HEADER_BYTES; length <= whole.length; length++) {
      Files.write(file, Arrays.copyOf(whole, length));
      List<JournalEntry> read = new ArrayList<>();
      JournalSegment.Read end =
          JournalSegment.read(file, 0, STORE, 0, (position, entry) -> read.add(entry));
      assertTrue(Objects.requireNonNull(end).after().isEmpty());
      assertTrue(read.size() >= last);
      last = read.size();
    }
    assertEquals(3, last);
  }

  @Test
  void aFlippedByteIsNoticedAndToldFromATornEnd() throws IOException {
    try (Journal journal = start(new TreeMap<>(), 0)) {
      journal.append(List.of(bytes(1), bytes(2), bytes(4)));
    }
    Path file = JournalSegment.list(folder).firstEntry().getValue();
    byte[] whole = Files.readAllBytes(file);
    int first = JournalSegment.HEADER_BYTES + 12 + bytes(1).length;
    for (int at = 0; at < whole.length; at++) {
      byte[] flipped = whole.clone();
      flipped[at] ^= 0x10;
      Files.write(file, flipped);
      List<JournalEntry> read = new ArrayList<>();
      JournalSegment.Read end =
          JournalSegment.read(file, 0, STORE, 0, (position, entry) -> read.add(entry));
      if (at < JournalSegment.HEADER_BYTES) {
        assertNull(end, "heading at " + at);
      } else {
        Objects.requireNonNull(end);
        assertTrue(List.of(entry(1), entry(2), entry(4)).subList(0, read.size()).equals(read));
        assertTrue(read.size() < 3);
        assertEquals(at < first, read.isEmpty());
        boolean isLast = read.size() == 2;
        assertEquals(isLast, end.after().isEmpty(), "flipped at " + at);
        assertTrue(List.of(entry(2), entry(4)).containsAll(end.after()));
      }
    }
  }

  @Test
  void anotherStoresSegmentIsNotRead() throws IOException {
    try (Journal journal = start(new TreeMap<>(), 0)) {
      journal.append(List.of(bytes(1)));
    }
    Path file = JournalSegment.list(folder).firstEntry().getValue();
    List<JournalEntry> read = new ArrayList<>();
    assertNull(
        JournalSegment.read(file, 0, UUID.randomUUID(), 0, (position, entry) -> read.add(entry)));
    assertFalse(read.contains(entry(1)));
  }
}
