/** Moves any store into any other, and proves that both hold the same. */
module dev.pagurus.migrator {
  requires transitive dev.pagurus;
  requires java.management;
  requires org.jspecify;
  requires tools.jackson.databind;

  exports dev.pagurus.migrator;
}
