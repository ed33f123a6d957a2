/** Keeps one small SQLite file per user. */
module dev.pagurus.sharded {
  requires transitive dev.pagurus;
  requires dev.pagurus.sqlite;
  requires java.management;
  requires org.jspecify;
  requires tools.jackson.databind;

  exports dev.pagurus.sharded;

  provides dev.pagurus.spi.BackendProvider with
      dev.pagurus.sharded.ShardedProvider;
}
