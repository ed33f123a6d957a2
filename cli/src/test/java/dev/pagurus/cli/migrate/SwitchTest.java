package dev.pagurus.cli.migrate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pagurus.Locator;
import dev.pagurus.Store;
import dev.pagurus.StoreException;
import dev.pagurus.spi.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.JsonNodeFactory;

/** An application is switched to the store that its own was moved to, and back. */
final class SwitchTest {

  private static final String TEXT =
      """
      # The places of our guests.
      locator = "file:old"   # since spring
      watch = true           # we edit by hand
      durability = "relaxed"

      [collections.notes]    # what we look for
      value = ["n"]
      """;

  @TempDir Path directory;

  private Path config = Path.of("");
  private Locator source = Locator.parse("memory:");
  private Locator target = source;

  @BeforeEach
  void move() throws IOException {
    source = new Locator("file", directory.resolve("old").toString(), java.util.Map.of());
    target = new Locator("sqlite", directory.resolve("new.db").toString(), java.util.Map.of());
    config = Files.writeString(directory.resolve("pagurus.toml"), TEXT);
    try (Store from = Store.open(source.toString());
        Store to = Store.open(target.toString())) {
      for (String user : List.of("alice", "bob")) {
        write(from, user, "a");
        write(from, user, "b");
        from.user(user).copyTo(to.user(user), dev.pagurus.spi.Progress.NONE);
      }
    }
  }

  private static void write(Store store, String user, String id) {
    store.user(user).collection("notes").put(id, JsonNodeFactory.instance.objectNode());
  }

  private Switch change() throws IOException {
    return new Switch(config, source, target);
  }

  private <T> T both(Action<T> action) throws IOException {
    try (Store from = Store.builder(source.toString()).evenMoved().open();
        Store to = Store.builder(target.toString()).evenMoved().open()) {
      return action.on(from, to);
    }
  }

  private interface Action<T> {
    T on(Store from, Store to) throws IOException;
  }

  private List<String> complete() throws IOException {
    return both((from, to) -> change().complete(from, to));
  }

  private boolean undo() throws IOException {
    return both((from, to) -> change().undo(from, to).whole());
  }

  private static SwitchException.Kind kind(org.junit.jupiter.api.function.Executable call) {
    return assertThrows(SwitchException.class, call).kind();
  }

  private void isSwitched() throws IOException {
    assertEquals(
        """
        # The places of our guests.
        locator = "sqlite:new.db"   # since spring
        durability = "relaxed"

        [collections.notes]    # what we look for
        value = ["n"]
        """,
        Files.readString(config));
    assertEquals(TEXT, Files.readString(Path.of(config + ConfigFile.BEFORE)));
    StoreException e = assertThrows(StoreException.class, () -> Store.open(source.toString()));
    assertEquals(ErrorCode.MOVED, e.code());
    assertTrue(String.valueOf(e.getMessage()).contains(Place.of(target).toString()));
    try (Store store = Store.open(config)) {
      write(store, "alice", "c");
      assertEquals(3, store.user("alice").revision());
    }
  }

  @Test
  void theApplicationUsesTheTargetAndNobodyTheSource() throws IOException {
    change().requirePossible();
    assertEquals(List.of("watch"), complete());
    isSwitched();
    assertTrue(change().isSwitched());
  }

  @Test
  void whatWasCutShortIsEndedByDoingItAgain() throws IOException {
    // After each step: sealed; and the old text kept; and the new one begun; and all done.
    both(
        (from, to) -> {
          from.seal(Place.of(target).toString());
          return true;
        });
    complete();
    Files.writeString(config, TEXT);
    complete();
    Files.writeString(config, TEXT);
    Files.writeString(Path.of(config + ".part"), "locator = \"sqli");
    complete();
    isSwitched();
  }

  @Test
  void aSourceThatWasWrittenToMeanwhileIsNotSealed() throws IOException {
    try (Store from = Store.open(source.toString())) {
      write(from, "bob", "late");
    }
    assertEquals(SwitchException.Kind.AGAIN, kind(this::complete));
    assertEquals(TEXT, Files.readString(config));
    assertFalse(Files.exists(Path.of(config + ConfigFile.BEFORE)));
    Store.open(source.toString()).close();
  }

  @Test
  void aSecondConfigurationIsNotSwitchedToATargetThatIsInUse() throws IOException {
    complete();
    try (Store store = Store.open(config)) {
      write(store, "alice", "c");
    }
    Path second = Files.writeString(directory.resolve("second.toml"), TEXT);
    config = second;
    assertEquals(SwitchException.Kind.REFUSED, kind(this::complete));
    assertEquals(TEXT, Files.readString(second));
    assertEquals(Optional.of(Place.of(target).toString()), both((from, to) -> from.movedTo()));
  }

  @Test
  void aConfigurationOfSomethingElseIsLeftAlone() throws IOException {
    Files.writeString(config, "locator = \"sqlite:other.db\"\n");
    assertEquals(SwitchException.Kind.WRONG_USE, kind(() -> change().requirePossible()));
    Files.writeString(config, "locater = \"file:old\"\n");
    assertThrows(StoreException.class, () -> change().requirePossible());
    assertThrows(
        IOException.class, () -> new Switch(directory.resolve("none.toml"), source, target));
    both(
        (from, to) -> {
          from.seal("sqlite:elsewhere.db");
          return true;
        });
    assertEquals(SwitchException.Kind.REFUSED, kind(this::complete));
  }

  @Test
  void aLinkStaysOneAndPermissionsStay() throws IOException {
    Path real = Files.move(config, directory.resolve("real.toml"));
    Files.createSymbolicLink(config, real);
    var permissions = java.nio.file.attribute.PosixFilePermissions.fromString("rw-r-----");
    Files.setPosixFilePermissions(real, permissions);
    complete();
    assertTrue(Files.isSymbolicLink(config));
    assertEquals(permissions, Files.getPosixFilePermissions(real));
    assertEquals(permissions, Files.getPosixFilePermissions(Path.of(real + ConfigFile.BEFORE)));
    assertTrue(Files.readString(config).contains("sqlite:new.db"));
  }

  @Test
  void itIsTakenBackAsLongAsTheTargetHasTakenNoWrites() throws IOException {
    complete();
    assertTrue(undo());
    assertEquals(TEXT, Files.readString(config));
    try (Store store = Store.open(config)) {
      write(store, "alice", "c");
    }
    StoreException e = assertThrows(StoreException.class, () -> Store.open(target.toString()));
    assertEquals(ErrorCode.MOVED, e.code());
    assertTrue(undo(), "again does no harm");
    assertEquals(TEXT, Files.readString(config));
  }

  @ParameterizedTest
  @ValueSource(strings = {"write", "new user", "deleted user", "made anew", "as often"})
  void itIsNotTakenBackOverWrites(String what) throws IOException {
    complete();
    String switched = Files.readString(config);
    try (Store store = Store.open(config)) {
      switch (what) {
        case "write" -> write(store, "bob", "a");
        case "new user" -> write(store, "carl", "a");
        case "deleted user" -> store.user("alice").delete();
        default -> {
          store.user("alice").delete();
          write(store, "alice", "a");
          if (what.equals("as often")) {
            write(store, "alice", "b");
            assertEquals(2, store.user("alice").revision());
          }
        }
      }
    }
    assertEquals(SwitchException.Kind.REFUSED, kind(this::undo));
    assertEquals(switched, Files.readString(config));
    try (Store store = Store.open(config)) {
      write(store, "bob", "c");
    }
  }

  @Test
  void anUndoThatWasCutShortIsEndedByDoingItAgain() throws IOException {
    complete();
    both(
        (from, to) -> {
          to.seal(Place.of(source).toString());
          return true;
        });
    assertTrue(undo());
    complete0();
    both(
        (from, to) -> {
          to.seal(Place.of(source).toString());
          from.unseal();
          return true;
        });
    try (Store store = Store.open(source.toString())) {
      write(store, "alice", "c");
    }
    assertTrue(undo());
    assertEquals(TEXT, Files.readString(config));
  }

  /** Switches again after it was taken back. */
  private void complete0() throws IOException {
    both(
        (from, to) -> {
          to.unseal();
          return change().complete(from, to);
        });
  }

  @Test
  void aConfigurationThatWasEditedSinceKeepsTheEdits() throws IOException {
    complete();
    Files.writeString(config, Files.readString(config) + "array = [\"tags\"] # new\n");
    assertFalse(undo());
    String text = Files.readString(config);
    assertTrue(text.contains("locator = \"file:old\"   # since spring"), text);
    assertTrue(text.contains("# new"), text);
  }

  @Test
  void withoutASwitchThereIsNothingToTakeBack() {
    assertEquals(SwitchException.Kind.NOTHING, kind(this::undo));
  }

  @Test
  void aPlaceIsTheSameHoweverItIsSpelled() throws IOException {
    BiFunction<String, String, Place> place =
        (backend, location) -> Place.of(Locator.parse(backend + ":" + location));
    Path link = Files.createSymbolicLink(directory.resolve("link"), directory);
    Place plain = Place.of(target);
    assertEquals(plain, place.apply("sqlite", directory + "/./x/../new.db?busy-timeout=1s"));
    assertEquals(plain, place.apply("sqlite", link + "/new.db"));
  }
}
