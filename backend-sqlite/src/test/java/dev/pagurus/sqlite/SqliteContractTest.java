package dev.pagurus.sqlite;

import dev.pagurus.tck.ContractKit;
import dev.pagurus.tck.Target;

final class SqliteContractTest extends ContractKit {

  @Override
  protected Target target() {
    return FrozenStores.upgradedBy(Target.of("sqlite"));
  }
}
