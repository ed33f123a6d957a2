package dev.pagurus.file;

import dev.pagurus.tck.ContractKit;
import dev.pagurus.tck.Target;

final class FileContractTest extends ContractKit {

  @Override
  protected Target target() {
    return Target.of("file");
  }
}
