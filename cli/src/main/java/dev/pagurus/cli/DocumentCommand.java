package dev.pagurus.cli;

import dev.pagurus.DocumentCollection;
import dev.pagurus.Store;
import dev.pagurus.cli.console.Console;
import dev.pagurus.document.Body;
import picocli.CommandLine.Parameters;

/** What a command on one document has: its address. */
abstract class DocumentCommand extends StoreCommand {

  @Parameters(index = "1", paramLabel = "USER", description = "Whose document.")
  private String user = "";

  @Parameters(index = "2", paramLabel = "COLLECTION", description = "In which collection.")
  private String collection = "";

  @Parameters(index = "3", paramLabel = "ID", description = "Its id.")
  private String id = "";

  DocumentCommand(Console console) {
    super(console);
  }

  final String id() {
    return id;
  }

  final DocumentCollection<Body> documents(Store store) {
    return store.user(user).collection(collection, Body.class);
  }

  /** The address for people. */
  final String address() {
    return "user \"" + user + "\", collection " + collection + ", id \"" + id + "\"";
  }

  final Failure absent() {
    return new Failure(ExitCode.NOT_FOUND, address() + ": there is no such document");
  }
}
