package dev.pagurus.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.pagurus.DocumentCollection;
import dev.pagurus.Store;
import dev.pagurus.StoreException;
import dev.pagurus.spi.ErrorCode;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Records through Jackson, where Java's own way with numbers shows. */
final class TypedValuesTest {

  record Measure(double value) {}

  @Test
  void everyDoubleOfARecordComesBackToTheLastBit() {
    SplittableRandom random = new SplittableRandom(42);
    try (Store store = Store.open("memory:")) {
      DocumentCollection<Measure> measures =
          store.user("alice").collection("measures", Measure.class);
      for (int i = 0; i < 5_000; i++) {
        // JDK 17 writes about one in 2,000 of these one digit off.
        double value = random.nextDouble(1e24, 1e27);
        measures.put("a", new Measure(value));
        assertEquals(value, measures.get("a").orElseThrow().value().value());
      }
    }
  }

  @Test
  void aNaNOfARecordIsRefused() {
    try (Store store = Store.open("memory:")) {
      DocumentCollection<Measure> measures =
          store.user("alice").collection("measures", Measure.class);
      StoreException error =
          assertThrows(StoreException.class, () -> measures.put("a", new Measure(Double.NaN)));
      assertEquals(ErrorCode.INVALID, error.code());
      assertEquals(0, measures.count());
    }
  }
}
