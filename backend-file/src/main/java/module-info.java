/** Keeps every document as a file that a person can read and edit. */
module dev.pagurus.file {
  requires transitive dev.pagurus;
  requires org.apache.lucene.core;
  requires org.jspecify;
  requires org.tomlj;
  requires tools.jackson.dataformat.toml;

  exports dev.pagurus.file;

  provides dev.pagurus.spi.BackendProvider with
      dev.pagurus.file.FileProvider;
}
