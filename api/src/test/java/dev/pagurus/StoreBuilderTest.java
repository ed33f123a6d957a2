package dev.pagurus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pagurus.document.FieldPath;
import dev.pagurus.spi.CollectionDefinition;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.spi.IndexDefinition;
import dev.pagurus.spi.IndexDefinition.Kind;
import dev.pagurus.spi.OpenRequest;
import dev.pagurus.spi.OpenRequest.Mode;
import dev.pagurus.spi.StandardSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a backend is asked when a store is opened. */
class StoreBuilderTest {

  @TempDir Path directory;

  @BeforeEach
  void forget() {
    FakeProvider.Disk.reset();
  }

  @Test
  void aConfigurationFileOpensItsStoreAndDeclaresItsIndexesOnce() throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("pagurus.toml"),
            """
            locator = "disk:x.db"
            feed-retention = "7d"
            [collections.places]
            value = ["country", "country", "country, population"]
            text = ["name"]
            """);
    withBackends(() -> Store.open(file)).close();
    OpenRequest request = FakeProvider.Disk.REQUESTS.get(0);
    assertEquals(directory.resolve("x.db").toString(), request.location());
    assertEquals(Duration.ofDays(7), request.settings().duration(StandardSettings.FEED_RETENTION));
    assertEquals(Mode.OPEN_OR_CREATE, request.mode());
    assertEquals(
        List.of(
            declaration("places", Kind.VALUE, "country"),
            declaration("places", Kind.VALUE, "country, population"),
            declaration("places", Kind.TEXT, "name")),
        FakeProvider.Disk.DEFINED);

    withBackends(() -> Store.open(file)).close();
    assertEquals(3, FakeProvider.Disk.DEFINED.size(), "what is declared is not declared again");
    assertEquals(2, FakeProvider.Disk.closed);
  }

  @Test
  void codeIsStrongerThanTheLocator() throws IOException {
    withBackends(
            () ->
                Store.builder("disk:y?readers=1&label=a")
                    .setting("label", "b")
                    .mustExist()
                    .declare(declaration("places", Kind.UNIQUE, "code"))
                    .open())
        .close();
    OpenRequest request = FakeProvider.Disk.REQUESTS.get(0);
    assertEquals("y", request.location());
    assertEquals(1, request.settings().number(FakeProvider.READERS));
    assertEquals("b", request.settings().text(FakeProvider.LABEL));
    assertEquals(Mode.MUST_EXIST, request.mode());
    assertEquals(List.of(declaration("places", Kind.UNIQUE, "code")), FakeProvider.Disk.DEFINED);
  }

  @Test
  void aStoreWhoseIndexesAreRefusedIsClosedAgain() {
    StoreException e =
        assertThrows(
            StoreException.class,
            () ->
                withBackends(
                    () ->
                        Store.builder("disk:y")
                            .declare(declaration("refused", Kind.UNIQUE, "code"))
                            .open()));
    assertTrue(String.valueOf(e.getMessage()).contains("refused"), e.getMessage());
    assertEquals(1, FakeProvider.Disk.closed);
  }

  @Test
  void badSettingsReachNoBackend() {
    for (String locator : List.of("disk:x?cashe=1", "disk:x?cache=lots", "dsk:x", "disk")) {
      StoreException e =
          assertThrows(
              StoreException.class, () -> withBackends(() -> Store.open(locator)), locator);
      assertEquals(ErrorCode.INVALID, e.code());
    }
    assertEquals(List.of(), FakeProvider.Disk.REQUESTS);
  }

  private Store withBackends(Supplier<Store> open) throws IOException {
    return ServiceFiles.naming(directory, FakeProvider.Disk.class).during(open);
  }

  private static CollectionDefinition declaration(String collection, Kind kind, String paths) {
    return new CollectionDefinition(
        collection, List.of(new IndexDefinition(kind, FieldPath.parseAll(paths))));
  }
}
