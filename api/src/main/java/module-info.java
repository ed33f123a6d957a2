/** What an application and the author of a backend see. */
module dev.pagurus {
  requires transitive org.jspecify;
  requires transitive tools.jackson.databind;
  requires org.tomlj;

  exports dev.pagurus;
  exports dev.pagurus.document;
  exports dev.pagurus.query;
  exports dev.pagurus.spi;

  uses dev.pagurus.spi.BackendProvider;
}
