package dev.pagurus.sqlite;

import dev.pagurus.tck.ContractKit;
import dev.pagurus.tck.Target;

final class SqliteRelaxedContractTest extends ContractKit {

  @Override
  protected Target target() {
    return FrozenStores.upgradedBy(
        Target.of("sqlite").with("durability", "relaxed").named("sqlite-relaxed"));
  }
}
