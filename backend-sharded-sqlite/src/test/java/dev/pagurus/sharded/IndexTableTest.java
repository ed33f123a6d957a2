package dev.pagurus.sharded;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pagurus.SettingValues;
import dev.pagurus.document.FieldPath;
import dev.pagurus.spi.IndexDefinition;
import dev.pagurus.spi.OpenRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Declared indexes, which several processes change at once. */
final class IndexTableTest {

  private static Declared index(String path) {
    return new Declared(
        new IndexDefinition(IndexDefinition.Kind.VALUE, List.of(FieldPath.of(path))), true, 1);
  }

  private static List<Declared> with(List<Declared> now, Declared index) {
    List<Declared> all = new ArrayList<>(now);
    all.add(index);
    return all;
  }

  @Test
  void whatTwoDeclareAtTheSameMomentIsDeclaredBoth(@TempDir Path folder) {
    Place place = new Place(folder);
    ShardedSettings settings = ShardedSettings.of(SettingValues.defaults());
    try (Registry one = Registry.open(place, settings, OpenRequest.Mode.OPEN_OR_CREATE);
        Registry other = Registry.open(place, settings, OpenRequest.Mode.OPEN_OR_CREATE)) {
      List<List<Declared>> asked = new ArrayList<>();
      one.indexes()
          .declare(
              "things",
              now -> {
                if (asked.isEmpty()) {
                  other.indexes().declare("things", meanwhile -> with(meanwhile, index("b")));
                }
                asked.add(now);
                return with(now, index("a"));
              });
      assertEquals(List.of(List.of(), List.of(index("b"))), asked);
      assertEquals(List.of(index("b"), index("a")), one.indexes().declared().get("things"));
      one.indexes().declare("things", now -> List.of());
      assertEquals(List.of(), List.copyOf(other.indexes().declared().values()));
    }
  }
}
