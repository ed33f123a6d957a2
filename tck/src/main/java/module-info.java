/** The kit that proves a backend right or names the rule that it breaks. */
module dev.pagurus.tck {
  requires transitive dev.pagurus;
  requires dev.pagurus.migrator;
  requires transitive org.junit.jupiter.api;
  requires org.jspecify;

  exports dev.pagurus.tck;

  provides dev.pagurus.spi.BackendProvider with
      dev.pagurus.tck.memory.MemoryProvider;
}
