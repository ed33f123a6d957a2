package dev.pagurus.tck.groups;

import static dev.pagurus.tck.stage.Expect.fails;
import static dev.pagurus.tck.stage.Expect.json;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pagurus.Locator;
import dev.pagurus.Store;
import dev.pagurus.StoreBuilder;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.tck.stage.Directories;
import dev.pagurus.tck.stage.NeedsDisk;
import dev.pagurus.tck.stage.Rule;
import dev.pagurus.tck.stage.StoreSpec;
import dev.pagurus.tck.stage.TestStore;
import dev.pagurus.tck.stage.Unexercised;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What may be where a store is to be opened. */
final class PlaceRules {

  private static StoreBuilder builder(StoreSpec spec) {
    return Store.builder(new Locator(spec.provider(), spec.location(), spec.settings()).toString());
  }

  @Rule({"LIFE-4", "LIFE-5"})
  void aStoreThatMustExistIsNotMade(TestStore test) {
    fails(ErrorCode.NO_STORE, () -> builder(test.spec()).mustExist().open());
    assertEquals(List.of(), Directories.files(test.directory()));
    test.docs().create("a", json("{}"));
    test.closeStore();
    try (Store store = builder(test.spec()).mustExist().open()) {
      assertEquals(1, store.user(TestStore.USER).revision());
    }
  }

  @Rule({"LIFE-4", "LIFE-5"})
  void aSettingThatCannotBeIsRefused(TestStore test) {
    fails(ErrorCode.INVALID, () -> builder(test.spec().with("no-such-setting", "1")).open());
    fails(ErrorCode.INVALID, () -> builder(test.spec().with("durability", "perhaps")).open());
    test.docs().create("a", json("{}"));
  }

  @NeedsDisk
  @Rule({"LIFE-3", "LIFE-5"})
  void aStrangersFileIsRefusedUntouched(TestStore test) throws IOException {
    for (String content : List.of("not a store\n", "{\"a\":1}", "x".repeat(100_000))) {
      StoreSpec spec = test.anotherSpec();
      byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
      Path place = place(spec);
      Files.write(place, bytes);
      fails(ErrorCode.FOREIGN, () -> test.open(spec, test.clock()));
      assertArrayEquals(bytes, Files.readAllBytes(place), "the stranger's file");
      assertEquals(List.of(place), Directories.files(spec.directory()), "what is there afterwards");
    }
    test.docs().create("a", json("{}"));
  }

  @NeedsDisk
  @Rule({"LIFE-3", "LIFE-5"})
  void aStrangersDirectoryIsRefusedUntouched(TestStore test) throws IOException {
    StoreSpec spec = test.anotherSpec();
    Path file = Files.createDirectories(place(spec)).resolve("letter.txt");
    Files.writeString(file, "Dear Sir");
    fails(ErrorCode.FOREIGN, () -> test.open(spec, test.clock()));
    assertEquals("Dear Sir", Files.readString(file));
    assertEquals(List.of(file), Directories.files(spec.directory()), "what is there afterwards");
    test.docs().create("a", json("{}"));
  }

  private static Path place(StoreSpec spec) {
    Path place = Path.of(spec.location());
    if (!place.startsWith(spec.directory())) {
      throw new Unexercised(
          "the store is not in the test's directory, so nothing can be put in its place");
    }
    return place;
  }
}
