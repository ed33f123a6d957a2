/** Keeps a store in one SQLite file. */
module dev.pagurus.sqlite {
  requires transitive dev.pagurus;
  requires java.sql;
  requires org.jspecify;
  requires org.xerial.sqlitejdbc;

  exports dev.pagurus.sqlite;

  provides dev.pagurus.spi.BackendProvider with
      dev.pagurus.sqlite.SqliteProvider;
}
