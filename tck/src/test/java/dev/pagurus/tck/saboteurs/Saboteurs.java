package dev.pagurus.tck.saboteurs;

import java.util.List;
import java.util.stream.Stream;

/**
 * All saboteurs: a line for each file of them. The kit finds out every one; there is no list of
 * exceptions.
 */
public final class Saboteurs {

  private Saboteurs() {}

  static List<Saboteur> all() {
    return Stream.of(
            AddressSaboteurs.all(), //
            FidelitySaboteurs.all(),
            CrudSaboteurs.all(),
            RevisionSaboteurs.all(),
            BatchSaboteurs.all(),
            QuerySaboteurs.all(),
            OrderSaboteurs.all(),
            TextSaboteurs.all(),
            IndexSaboteurs.all(),
            FeedSaboteurs.all(),
            UserSaboteurs.all(),
            UnitSaboteurs.all(),
            ConcurrencySaboteurs.all(),
            LifeSaboteurs.all(),
            SealSaboteurs.all(),
            MigrateSaboteurs.all(),
            DiskSaboteurs.all(),
            RareSaboteurs.all(),
            BoundarySaboteurs.all(),
            HistorySaboteurs.all(),
            ServingSaboteurs.all(),
            NeighbourSaboteurs.all())
        .flatMap(List::stream)
        .toList();
  }

  static Saboteur named(String name) {
    return all().stream()
        .filter(saboteur -> saboteur.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no saboteur is called " + name));
  }
}
