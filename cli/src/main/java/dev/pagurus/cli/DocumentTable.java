package dev.pagurus.cli;

import dev.pagurus.Document;
import dev.pagurus.cli.console.Console;
import dev.pagurus.cli.console.Table;
import dev.pagurus.document.Body;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Documents as a table, with a column for each member that the first of them have. */
final class DocumentTable {

  private static final int DOCUMENTS_TO_LOOK_AT = 50;
  private static final long BYTES_TO_LOOK_AT = 1 << 20;
  private static final int MOST_MEMBERS = 20;

  private final Console console;
  private final boolean withUser;
  private final List<Document<Body>> held = new ArrayList<>();
  private final Set<String> members = new LinkedHashSet<>();
  private long heldBytes;
  private @Nullable Table table;
  private boolean leavesOut;

  DocumentTable(Console console, boolean withUser) {
    this.console = console;
    this.withUser = withUser;
  }

  void add(Document<Body> document) {
    if (table != null) {
      print(table, document);
      return;
    }
    held.add(document);
    heldBytes += document.value().size();
    if (held.size() == DOCUMENTS_TO_LOOK_AT || heldBytes > BYTES_TO_LOOK_AT) {
      release();
    }
  }

  void end() {
    Table shown = table == null ? release() : table;
    shown.end();
    if (leavesOut) {
      console.note("Some documents have more than is shown: see them whole with --json");
    }
  }

  private Table release() {
    for (Document<Body> document : held) {
      members.addAll(document.value().root().propertyNames());
    }
    while (members.size() > MOST_MEMBERS) {
      members.remove(List.copyOf(members).get(members.size() - 1));
    }
    List<String> headers = new ArrayList<>(withUser ? List.of("USER", "ID") : List.of("ID"));
    headers.addAll(members);
    Table made = new Table(console, headers);
    table = made;
    held.forEach(document -> print(made, document));
    held.clear();
    return made;
  }

  private void print(Table to, Document<Body> document) {
    List<String> cells = new ArrayList<>();
    if (withUser) {
      cells.add(document.user());
    }
    cells.add(document.id());
    JsonNode root = document.value().root();
    int shown = 0;
    for (String member : members) {
      JsonNode value = root.get(member);
      shown += value == null ? 0 : 1;
      cells.add(value == null ? "" : value.isString() ? value.stringValue() : value.toString());
    }
    leavesOut |= shown < root.size();
    to.row(cells);
  }
}
