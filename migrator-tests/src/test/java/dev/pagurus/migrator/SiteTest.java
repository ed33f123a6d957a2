package dev.pagurus.migrator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pagurus.Backends;
import dev.pagurus.Locator;
import dev.pagurus.Store;
import dev.pagurus.document.Address;
import dev.pagurus.document.Body;
import dev.pagurus.spi.Batch;
import dev.pagurus.spi.Condition;
import dev.pagurus.spi.Write;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a target finds where it is to be, and what of that is in the way. */
final class SiteTest {

  private static final OptionalLong MANY = OptionalLong.of(1_000_000);
  private static final OptionalLong UNKNOWN = OptionalLong.empty();

  @TempDir Path folder;

  private Site site(long bytes, OptionalLong files, OptionalLong open) {
    return new Site(folder, Optional.empty(), bytes, 4_096, files, open);
  }

  private static List<String> told(Site site, long bodies, OptionalLong needed) {
    return site.obstacles(bodies, needed).stream()
        .map(one -> one.severity() + " " + one.what())
        .toList();
  }

  @Test
  void nothingIsInTheWayOfWhatFits() {
    assertEquals(List.of(), told(site(2_000, UNKNOWN, UNKNOWN), 1_000, UNKNOWN));
    assertEquals(List.of(), told(site(1L << 32, MANY, MANY), 1_000, OptionalLong.of(1_000_000)));
  }

  @Test
  void smallFilesNeedMoreRoomThanTheirBodies() {
    assertEquals(
        List.of("WARNS there are 1999 bytes free in " + folder + ", and it may take 2000"),
        told(site(1_999, MANY, MANY), 1_000, UNKNOWN));
    assertEquals(
        List.of("WARNS there are 9999 bytes free in " + folder + ", and it may take 22480"),
        told(site(9_999, MANY, MANY), 1_000, OptionalLong.of(10)));
  }

  @Test
  void aFileSystemWithoutInodesIsTold() {
    assertEquals(
        List.of(
            "WARNS the file system of "
                + folder
                + " takes 99 more files and folders (inodes), and it may need 100"),
        told(site(1L << 30, OptionalLong.of(99), MANY), 1_000, OptionalLong.of(100)));
    assertEquals(
        List.of(), told(site(1L << 30, OptionalLong.of(99), MANY), 1_000, OptionalLong.empty()));
  }

  @Test
  void aLowLimitOnOpenFilesIsTold() {
    assertEquals(
        List.of("WARNS this process may open 255 more files, and should 256"),
        told(site(1L << 30, MANY, OptionalLong.of(255)), 1_000, OptionalLong.of(100)));
  }

  @Test
  void whatCannotBeWrittenToStops() {
    Path file = folder.resolve("store.db");
    Site site = new Site(folder, Optional.of(file), 1L << 30, 4_096, MANY, MANY);
    assertEquals(List.of("STOPS " + file + " cannot be written to"), told(site, 1_000, UNKNOWN));
  }

  @ParameterizedTest
  @CsvSource({
    "Filesystem Inodes IUsed IFree IUse% Mounted on, /dev/sda1 6553600 1000 6552600 1% /, 6552600",
    "Filesystem 512-blocks Used Available Capacity iused ifree %iused Mounted on,"
        + " /dev/disk1 9 8 1 90% 400 4000 9% /, 4000",
    "Filesystem Inodes IUsed IFree IUse% Mounted on, /dev/sdb 0 0 0 - /btrfs, -1",
    "Filesystem Inodes Used Mounted on, tmpfs 9 8 /tmp, -1",
    "Filesystem Inodes IUsed IFree IUse% Mounted on, a name with blanks 9 8 1 1% /, -1",
  })
  void theFreeInodesAreReadFromWhatDfPrints(String names, String values, long free) {
    OptionalLong expected = free < 0 ? OptionalLong.empty() : OptionalLong.of(free);
    assertEquals(expected, FreeFiles.of(List.of(names, values)));
    assertEquals(OptionalLong.empty(), FreeFiles.of(List.of(names)));
  }

  @Test
  void aRealPlaceIsLookedAt() throws IOException {
    Place place = Place.of(Locator.parse("sqlite:" + folder.resolve("a/b/store.db"))).orElseThrow();
    Site site = Site.of(place);
    assertEquals(folder.toRealPath(), site.folder());
    assertEquals(Optional.empty(), site.closed());
    assertTrue(site.bytes() > 0 && site.block() >= 0);
    assertTrue(site.files().orElse(1) > 0 && site.open().orElse(1) > 0, site::toString);
  }

  /** What a provider says of a store of some size, and what such a store has. */
  @ParameterizedTest
  @ValueSource(strings = {"file", "sharded-sqlite"})
  void providersKnowHowManyFilesThereWillBe(String shell) throws IOException {
    String locator = Shells.locator(shell, folder, "store");
    int users = 20;
    int documents = 1_000;
    try (Store store = Store.open(locator)) {
      for (int user = 0; user < users; user++) {
        List<Write> writes = new ArrayList<>();
        int some = user == 0 ? documents - 10 * (users - 1) : 10;
        for (int i = 0; i < some; i++) {
          Address address = new Address("things", "d" + i);
          writes.add(new Write.Put(address, Body.parse("{}"), Condition.NONE));
        }
        store.backend().commit("user" + user, Batch.of(writes.toArray(Write[]::new)));
      }
    }
    long told = Backends.named(shell).files(users, documents).orElseThrow();
    try (Stream<Path> all = Files.walk(folder)) {
      long there = all.count();
      // Folders depend on how documents are spread over users.
      assertTrue(there <= 1.5 * told, () -> there + " files, and told were " + told);
      assertTrue(told <= 2 * there + 100, () -> there + " files, and told were " + told);
    }
  }
}
