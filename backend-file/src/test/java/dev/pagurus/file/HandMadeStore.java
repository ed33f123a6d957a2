package dev.pagurus.file;

import dev.pagurus.DocumentCollection;
import dev.pagurus.Store;
import dev.pagurus.UserStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A store with some places of Norway, whose files are edited as a person would. */
abstract class HandMadeStore {

  @TempDir private Path temp;
  private Store store;

  final Path folder() {
    return temp.resolve("store");
  }

  /** Settings that follow the locator. */
  String settings() {
    return "";
  }

  @BeforeEach
  final void open() {
    store = Store.open("file:" + folder() + settings());
  }

  @AfterEach
  final void close() {
    store.close();
  }

  final void openAgain() {
    store.close();
    open();
  }

  final Store store() {
    return store;
  }

  final UserStore norway() {
    return store.user("no");
  }

  final DocumentCollection<ObjectNode> places() {
    return norway().collection("places");
  }

  static ObjectNode place(String name, long population) {
    return JsonNodeFactory.instance.objectNode().put("name", name).put("population", population);
  }

  final Path file(String id) {
    return folder().resolve("users").resolve("no").resolve("places").resolve(id + ".toml");
  }

  final String text(String id) throws IOException {
    return Files.readString(file(id));
  }

  /** As an editor that writes in place. */
  final void write(String id, String text) throws IOException {
    Files.createDirectories(Disk.folder(file(id)));
    Files.writeString(file(id), text);
  }

  /** As vim and {@code sed -i} do. */
  final void replace(String id, String text) throws IOException {
    Path other = file(id).resolveSibling("sedXyz");
    Files.writeString(other, text);
    Files.move(other, file(id), StandardCopyOption.REPLACE_EXISTING);
  }

  final void edit(String id, String from, String to) throws IOException {
    String text = text(id);
    int document = text.indexOf("[document]"); // the digits of a time may be anything
    boolean isThere = document >= 0 && text.indexOf(from, document) >= 0;
    int kept = isThere ? document : 0;
    write(id, text.substring(0, kept) + text.substring(kept).replace(from, to));
  }

  final String name(String id) {
    return places().get(id).orElseThrow().value().get("name").stringValue();
  }

  final List<String> reindex() {
    List<String> findings = new ArrayList<>();
    store.reindex(finding -> findings.add(finding.problem()), (done, all) -> {});
    return findings;
  }

  final List<String> verify() {
    List<String> findings = new ArrayList<>();
    store.verify(finding -> findings.add(finding.problem()), (done, all) -> {});
    return findings;
  }

  final List<String> found(String query) {
    return places().find(query).documents().stream().map(document -> document.id()).toList();
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
