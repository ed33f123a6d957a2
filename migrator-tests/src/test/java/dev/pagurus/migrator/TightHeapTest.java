package dev.pagurus.migrator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pagurus.Store;
import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.Changes;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.tck.stage.ForwardingBackend;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A heap that is too small ends a move at once, with what to do, and costs nothing. */
final class TightHeapTest {

  @TempDir Path folder;

  @Test
  void itIsToldAndNotTriedAgain() {
    try (Store source = Shells.open("memory", folder, "source");
        Store target = Shells.open("memory", folder, "target")) {
      Hostile.fill(source, 50, 11);
      List<String> tried = Collections.synchronizedList(new ArrayList<>());
      ForwardingBackend tight =
          new ForwardingBackend(target.backend()) {
            @Override
            public void replay(String user, Changes changes) {
              tried.add(user);
              throw new BackendException(
                  ErrorCode.UNAVAILABLE, "not now", new OutOfMemoryError("Java heap space"));
            }

            @Override
            public void close() {}
          };
      MigrationOptions one = MigrationOptions.DEFAULT.withThreads(1);
      End from = End.open("source", source);
      Migration move = Migration.of(from, End.open("target", Stores.over(tight)), one);
      OutOfMemoryError e =
          assertThrows(OutOfMemoryError.class, () -> move.run(MigrationListener.NONE));
      assertTrue(String.valueOf(e.getMessage()).contains("give Java more"), e::toString);
      assertEquals(tried.stream().distinct().toList(), tried);
      Migration again = Migration.of(from, End.open("target", target), one);
      assertEquals(Outcome.DONE, again.run(MigrationListener.NONE).outcome());
      assertEquals(Portraits.of(source), Portraits.of(target));
    }
  }
}
