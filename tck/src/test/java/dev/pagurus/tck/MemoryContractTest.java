package dev.pagurus.tck;

/** The reference under its own kit. */
final class MemoryContractTest extends ContractKit {

  @Override
  protected Target target() {
    return Target.of("memory");
  }
}
