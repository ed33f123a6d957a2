package dev.pagurus.cli;

import dev.pagurus.cli.console.Console;
import dev.pagurus.query.Filter;
import dev.pagurus.query.Query;
import dev.pagurus.spi.Plan;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Shows how a query will be answered. */
final class PlanPrinter {

  private final Console console;
  private final boolean json;

  PlanPrinter(Console console, boolean json) {
    this.console = console;
    this.json = json;
  }

  int print(Query query, Plan plan) {
    if (json) {
      console.out().line(JsonMapper.shared().writeValueAsBytes(tree(query, plan)));
    } else {
      lines(query, plan);
    }
    return ExitCode.DONE;
  }

  private static ObjectNode tree(Query query, Plan plan) {
    ObjectNode tree = JsonMapper.shared().createObjectNode();
    tree.put("query", query.toString());
    tree.put("scan", plan.isScan());
    var served = tree.putArray("served");
    for (Plan.Served part : plan.served()) {
      served.addObject().put("index", part.index()).put("part", part.part());
    }
    tree.put("residual", text(plan.residual()));
    tree.put("ordered", plan.ordered());
    tree.put("detail", plan.detail());
    return tree;
  }

  private void lines(Query query, Plan plan) {
    line("query", query.toString().isEmpty() ? "(all documents)" : query.toString());
    for (Plan.Served part : plan.served()) {
      line("index", part.index() + " serves: " + part.part());
    }
    if (plan.isScan()) {
      line("scan", "every document of the collection is read");
    }
    String residual = text(plan.residual());
    line("then", residual.isEmpty() ? "nothing is left to test" : "each is tested: " + residual);
    if (!query.order().isEmpty()) {
      line("order", plan.ordered() ? "as the index gives it" : "sorted after reading");
    }
    if (!plan.detail().isEmpty()) {
      line("engine", plan.detail().replace("\n", "\n          "));
    }
  }

  private void line(String what, String text) {
    console.out().line((what + ":").concat(" ".repeat(9 - what.length())) + text);
  }

  private static String text(Filter filter) {
    return Query.of(filter).toString();
  }
}
