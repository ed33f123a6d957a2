package dev.pagurus.tck;

import java.util.Locale;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A report for programs. */
final class JsonReport {

  private JsonReport() {}

  static String of(Report report) {
    ObjectNode root = JsonMapper.shared().createObjectNode();
    root.put("name", report.name()).put("provider", report.provider());
    ObjectNode settings = root.putObject("settings");
    report.settings().forEach(settings::put);
    root.put("verdict", lower(report.verdict()));
    root.put("seed", report.options().seed()).put("scale", report.options().scale());
    root.put("started", report.started().toString());
    root.put("java", System.getProperty("java.version"))
        .put("system", System.getProperty("os.name"));
    report.options().only().forEach(root.putArray("only")::add);
    report.problems().forEach(root.putArray("problems")::add);
    ArrayNode waivers = root.putArray("waivers");
    for (Waiver waiver : report.waivers()) {
      waivers
          .addObject()
          .put("of", waiver.of())
          .put("reason", waiver.reason())
          .put("until", waiver.until().toString());
    }
    ArrayNode rules = root.putArray("rules");
    report.rules().forEach(rule -> write(rules.addObject(), rule));
    ArrayNode tests = root.putArray("tests");
    report.tests().forEach(test -> write(tests.addObject(), test));
    return root.toPrettyString() + "\n";
  }

  private static void write(ObjectNode node, RuleResult rule) {
    node.put("id", rule.id()).put("text", rule.text()).put("status", lower(rule.status()));
    node.put("passed", rule.passed()).put("failed", rule.failed()).put("waived", rule.waived());
    node.put("notApplicable", rule.notApplicable()).put("unexercised", rule.unexercised());
    rule.tests().forEach(node.putArray("tests")::add);
  }

  private static void write(ObjectNode node, TestResult test) {
    node.put("id", test.id()).put("outcome", lower(test.outcome())).put("detail", test.detail());
    node.put("operations", test.operations()).put("documents", test.documents());
    test.rules().forEach(node.putArray("rules")::add);
    test.notes().forEach(node.putArray("notes")::add);
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
