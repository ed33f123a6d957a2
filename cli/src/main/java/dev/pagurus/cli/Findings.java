package dev.pagurus.cli;

import dev.pagurus.cli.console.Console;
import dev.pagurus.document.Address;
import dev.pagurus.document.Names;
import dev.pagurus.spi.Finding;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Prints damages as they are found. Safe for many threads. */
final class Findings {

  private final Console console;
  private final boolean json;
  private final AtomicLong count = new AtomicLong();

  Findings(Console console, boolean json) {
    this.console = console;
    this.json = json;
  }

  long count() {
    return count.get();
  }

  synchronized void print(Finding finding) {
    count.incrementAndGet();
    console.out().line(json ? tree(finding).toString() : text(finding));
    console.out().flush();
  }

  private static ObjectNode tree(Finding finding) {
    ObjectNode line = JsonMapper.shared().createObjectNode();
    Address address = finding.address();
    if (finding.user() != null) {
      line.put("user", finding.user());
    }
    if (address != null) {
      line.put("collection", address.collection()).put("id", address.id());
    }
    return line.put("problem", finding.problem());
  }

  private static String text(Finding finding) {
    StringBuilder text = new StringBuilder();
    if (finding.user() != null) {
      text.append("user ").append(Names.quote(finding.user())).append(", ");
    }
    if (finding.address() != null) {
      text.append(finding.address()).append(": ");
    }
    return text.append(finding.problem()).toString();
  }
}
