package dev.pagurus.sqlite;

import dev.pagurus.tck.ContractKit;
import dev.pagurus.tck.Target;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * The same at the other durability. The kit kills at both in every run, and the rest takes as long
 * again, so it is for soaks.
 */
@EnabledIfSystemProperty(named = "pagurus.soak", matches = "true")
final class SqliteRelaxedContractTest extends ContractKit {

  @Override
  protected Target target() {
    return FrozenStores.upgradedBy(
        Target.of("sqlite").with("durability", "relaxed").named("sqlite-relaxed"));
  }
}
