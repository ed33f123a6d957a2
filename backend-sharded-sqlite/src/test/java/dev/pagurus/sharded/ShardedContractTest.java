package dev.pagurus.sharded;

import dev.pagurus.tck.ContractKit;
import dev.pagurus.tck.Target;

final class ShardedContractTest extends ContractKit {

  @Override
  protected Target target() {
    return FrozenStores.upgradedBy(Target.of("sharded-sqlite"));
  }
}
