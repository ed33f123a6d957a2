package dev.pagurus.migrator;

import dev.pagurus.document.Names;
import java.util.Locale;
import tools.jackson.databind.node.ObjectNode;

/** A report for people and for programs. */
final class ReportText {

  private ReportText() {}

  static String markdown(MigrationReport report) {
    Markdown text = new Markdown();
    text.line("# " + report.source() + " to " + report.target() + ": " + word(report.outcome()));
    text.blank().line(report.message()).blank();
    text.line("| | |").line("|---|---|");
    text.row("began", report.startedAt()).row("took", Markdown.time(report.elapsed()));
    text.row("users moved", report.movedUsers());
    text.row("documents moved", report.movedDocuments());
    text.row("bytes moved", report.movedBytes());
    text.row("users removed at the target", report.removedUsers());
    text.row("users compared", report.verifiedUsers());
    text.row("documents compared", report.verifiedDocuments());
    text.row("set aside", report.quarantined()).row("differences", report.differing());
    text.row("waited for the source", Markdown.time(report.times().reading()));
    text.row("waited for the target", Markdown.time(report.times().writing()));
    text.row("held back", Markdown.time(report.times().held()));
    report.sourceDigest().ifPresent(digest -> text.row("digest of the source", digest));
    report.targetDigest().ifPresent(digest -> text.row("digest of the target", digest));
    collections(text, report);
    text.indexes("Indexes", report.indexes());
    lists(text, report);
    return text.toString();
  }

  private static void collections(Markdown text, MigrationReport report) {
    if (report.collections().isEmpty()) {
      return;
    }
    text.blank().line("## Collections").blank();
    text.row("collection", "documents", "bytes", "digest of the source", "of the target");
    text.line("|---|---|---|---|---|");
    for (CollectionSum one : report.collections()) {
      boolean same = one.sourceDigest().equals(one.targetDigest());
      text.row(
          one.collection(),
          one.documents(),
          one.bytes(),
          one.sourceDigest(),
          same ? "the same" : one.targetDigest());
    }
  }

  private static void lists(Markdown text, MigrationReport report) {
    if (!report.setAside().isEmpty()) {
      text.blank().line("## Set aside").blank();
      for (SetAside one : report.setAside()) {
        String address = one.address().map(at -> " " + at).orElse("");
        text.line("- " + Names.quote(one.user()) + address + ": " + one.reason());
      }
    }
    if (!report.differences().isEmpty()) {
      text.blank().line("## Differences").blank().line("```");
      report.differences().forEach(one -> text.line(one.line()));
      text.line("```");
    }
  }

  static String json(MigrationReport report) {
    ObjectNode tree =
        Json.object()
            .put("source", report.source())
            .put("target", report.target())
            .put("outcome", word(report.outcome()))
            .put("message", report.message())
            .put("startedAt", report.startedAt().toString())
            .put("elapsedMillis", report.elapsed().toMillis())
            .put("movedUsers", report.movedUsers())
            .put("movedDocuments", report.movedDocuments())
            .put("movedBytes", report.movedBytes())
            .put("removedUsers", report.removedUsers())
            .put("verifiedUsers", report.verifiedUsers())
            .put("verifiedDocuments", report.verifiedDocuments())
            .put("quarantined", report.quarantined())
            .put("differing", report.differing())
            .put("readingMillis", report.times().reading().toMillis())
            .put("writingMillis", report.times().writing().toMillis())
            .put("heldMillis", report.times().held().toMillis());
    report.sourceDigest().ifPresent(digest -> tree.put("sourceDigest", digest));
    report.targetDigest().ifPresent(digest -> tree.put("targetDigest", digest));
    tree.set("collections", Json.objects(report.collections(), ReportText::json));
    tree.set("indexes", Json.indexes(report.indexes()));
    tree.set("setAside", Json.objects(report.setAside(), ReportText::json));
    tree.set(
        "differences", Json.array(report.differences().stream().map(Difference::line).toList()));
    return Json.write(tree);
  }

  private static ObjectNode json(CollectionSum one) {
    return Json.object()
        .put("collection", one.collection())
        .put("documents", one.documents())
        .put("bytes", one.bytes())
        .put("sourceDigest", one.sourceDigest())
        .put("targetDigest", one.targetDigest());
  }

  private static ObjectNode json(SetAside one) {
    ObjectNode tree = Json.object().put("user", one.user());
    one.address().ifPresent(at -> tree.put("collection", at.collection()).put("id", at.id()));
    return tree.put("side", one.side().name().toLowerCase(Locale.ROOT)).put("reason", one.reason());
  }

  private static String word(Outcome outcome) {
    return outcome.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
