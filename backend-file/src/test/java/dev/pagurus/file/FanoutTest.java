package dev.pagurus.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FanoutTest {

  @TempDir private Path folder;

  @Test
  void noFolderGrowsLargeWhateverTheNames() throws IOException {
    requireSmall("numbers", 20_000, Integer::toString);
    requireSmall("padded", 20_000, i -> "%012d".formatted(i));
    requireSmall("uuids", 20_000, i -> new UUID(0x0190_0000_0000_7000L + i, i * 77L).toString());
    requireSmall("machines", 5_000, i -> "%08x-0000-1000-8000-001122334455".formatted(i));
  }

  private void requireSmall(String kind, int count, IntFunction<String> name) throws IOException {
    Path top = folder.resolve(kind);
    Fanout fanout = new Fanout(new Disk(folder));
    Map<Path, Integer> entries = new HashMap<>();
    for (int i = 0; i < count; i++) {
      Path placed = fanout.place(top, FileNames.digits(name.apply(i)), made -> {});
      entries.merge(placed, 1, Integer::sum);
    }
    for (Map.Entry<Path, Integer> each : entries.entrySet()) {
      try (Stream<Path> buckets = Files.list(each.getKey())) {
        long all = each.getValue() + buckets.count();
        assertTrue(all <= 500, () -> each.getKey() + " has " + all + " entries");
      }
    }
    assertEquals(count, entries.values().stream().mapToInt(Integer::intValue).sum());
  }

  @Test
  void fewEntriesNeedNoBuckets() throws IOException {
    Fanout fanout = new Fanout(new Disk(folder));
    Path top = folder.resolve("few");
    for (int i = 0; i < Fanout.MAX_ENTRIES; i++) {
      assertEquals(top, fanout.place(top, FileNames.digits("x" + i), made -> {}));
    }
    assertTrue(!fanout.place(top, FileNames.digits("one more"), made -> {}).equals(top));
  }

  @Test
  void whatWasPlacedIsFoundByAnotherOne() throws IOException {
    Path top = folder.resolve("found");
    Fanout fanout = new Fanout(new Disk(folder));
    for (int i = 0; i < 1_000; i++) {
      Files.createFile(fanout.place(top, FileNames.digits("x" + i), made -> {}).resolve("x" + i));
    }
    Fanout other = new Fanout(new Disk(folder));
    Set<Path> visited = new HashSet<>();
    Fanout.visit(top, visited::add);
    assertEquals(1_000, visited.size());
    for (int i = 0; i < 1_000; i++) {
      String name = "x" + i;
      assertTrue(
          other.candidates(top, FileNames.digits(name)).stream()
              .anyMatch(candidate -> visited.contains(candidate.resolve(name))),
          name);
    }
  }
}
