package dev.pagurus.cli.migrate;

import dev.pagurus.cli.console.Console;
import dev.pagurus.cli.console.LiveLine;
import dev.pagurus.cli.console.Sizes;
import dev.pagurus.cli.console.Spans;
import dev.pagurus.migrator.MigrationListener;
import dev.pagurus.migrator.MigrationProgress;
import dev.pagurus.migrator.Phase;
import dev.pagurus.migrator.WorkTimes;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Tells how far a migration has come: a bar on a terminal; else a line, or an object of JSON, every
 * few seconds.
 */
public class MigrationMeter implements MigrationListener, AutoCloseable {

  private static final Duration LIVE_EVERY = Duration.ofMillis(200);
  private static final Duration LINE_EVERY = Duration.ofSeconds(5);
  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private static final int BAR_COLUMNS = 20;

  private final LiveLine line;
  private final boolean json;
  private final InstantSource clock;
  private @Nullable Phase phase;
  private SmoothRate documents = new SmoothRate();
  private SmoothRate bytes = new SmoothRate();
  private Duration next = PATIENCE;

  /**
   * A meter that shows nothing yet.
   *
   * @param console where it shows
   * @param json whether lines are JSON; on a terminal it is a bar all the same
   * @param clock tells how old checkpoints are
   */
  public MigrationMeter(Console console, boolean json, InstantSource clock) {
    this.line = new LiveLine(console);
    this.json = json && !line.isLive();
    this.clock = clock;
  }

  @Override
  public synchronized void at(MigrationProgress progress) {
    if (progress.phase() != phase) {
      phase = progress.phase();
      documents = new SmoothRate();
      bytes = new SmoothRate();
    }
    documents.measure(progress.elapsed(), done(progress));
    bytes.measure(progress.elapsed(), progress.bytes());
    if (phase == Phase.ENDED || progress.elapsed().compareTo(next) < 0) {
      return;
    }
    next = progress.elapsed().plus(line.isLive() ? LIVE_EVERY : LINE_EVERY);
    line.show(json ? toJson(progress).toString() : text(progress));
  }

  private static boolean isVerifying(MigrationProgress progress) {
    return progress.phase() == Phase.VERIFYING;
  }

  private static long done(MigrationProgress progress) {
    return isVerifying(progress) ? progress.verifiedDocuments() : progress.documents();
  }

  /** By bytes where they count, for documents differ much in size. */
  private Optional<Duration> left(MigrationProgress progress) {
    if (progress.paused()) {
      return Optional.empty();
    }
    return switch (progress.phase()) {
      case MOVING ->
          progress.totalBytes() > 0
              ? bytes.left(progress.totalBytes())
              : documents.left(progress.totalDocuments());
      case VERIFYING -> documents.left(progress.totalDocuments());
      default -> Optional.empty();
    };
  }

  private static Optional<Integer> percent(MigrationProgress progress) {
    boolean byBytes = progress.phase() == Phase.MOVING && progress.totalBytes() > 0;
    long total = byBytes ? progress.totalBytes() : progress.totalDocuments();
    long done = byBytes ? progress.bytes() : done(progress);
    boolean known =
        (progress.phase() == Phase.MOVING || isVerifying(progress)) && total > 0 && done <= total;
    return known ? Optional.of((int) (done * 100.0 / total)) : Optional.empty();
  }

  private String text(MigrationProgress progress) {
    StringBuilder text = new StringBuilder();
    String task = progress.phase().name().toLowerCase(Locale.ROOT);
    text.append(line.isLive() ? "" : "migrate: ").append(progress.paused() ? "paused" : task);
    percent(progress)
        .ifPresent(
            percent -> {
              text.append(String.format(Locale.ROOT, " %3d%%", percent));
              if (line.isLive()) {
                text.append(' ').append(bar(percent));
              }
            });
    text.append(
        String.format(
            Locale.ROOT, " %,d/%,d documents", done(progress), progress.totalDocuments()));
    if (!isVerifying(progress)) {
      text.append(", ")
          .append(Sizes.text(progress.bytes()))
          .append('/')
          .append(Sizes.text(progress.totalBytes()));
    }
    documents
        .perSecond()
        .ifPresent(rate -> text.append(String.format(Locale.ROOT, ", %,.0f/s", rate)));
    text.append(", to go: ").append(left(progress).map(Spans::text).orElse("unknown"));
    text.append(waitsFor(progress.times().bottleneck()));
    text.append(String.format(Locale.ROOT, ", verified %,d", progress.verifiedDocuments()));
    text.append(String.format(Locale.ROOT, ", set aside %,d", progress.quarantined()));
    progress
        .lastCheckpoint()
        .map(at -> Duration.between(at, clock.instant()))
        .filter(age -> !age.isNegative())
        .ifPresent(age -> text.append(", checkpoint ").append(Spans.text(age)).append(" ago"));
    return text.toString();
  }

  private static String bar(int percent) {
    int full = percent * BAR_COLUMNS / 100;
    return "[" + "=".repeat(full) + " ".repeat(BAR_COLUMNS - full) + "]";
  }

  private static String waitsFor(WorkTimes.Bottleneck bottleneck) {
    return switch (bottleneck) {
      case NONE -> "";
      case SOURCE -> ", waits for the source";
      case TARGET -> ", waits for the target";
      case RATE -> ", held by --max-rate";
    };
  }

  private ObjectNode toJson(MigrationProgress progress) {
    ObjectNode node = JsonMapper.shared().createObjectNode();
    node.put("phase", progress.phase().name())
        .put("paused", progress.paused())
        .put("users", progress.users())
        .put("totalUsers", progress.totalUsers())
        .put("documents", progress.documents())
        .put("totalDocuments", progress.totalDocuments())
        .put("bytes", progress.bytes())
        .put("totalBytes", progress.totalBytes())
        .put("verifiedUsers", progress.verifiedUsers())
        .put("verifiedDocuments", progress.verifiedDocuments())
        .put("setAside", progress.quarantined())
        .put("lastCheckpoint", progress.lastCheckpoint().map(Object::toString).orElse(null))
        .put("elapsedMillis", progress.elapsed().toMillis())
        .put("percent", percent(progress).orElse(null))
        .put("documentsPerSecond", documents.perSecond().map(Math::round).orElse(null))
        .put("bytesPerSecond", bytes.perSecond().map(Math::round).orElse(null))
        .put("toGoMillis", left(progress).map(Duration::toMillis).orElse(null))
        .put("bottleneck", progress.times().bottleneck().name());
    return node;
  }

  /** Ends the display, before something is said about the result. Idempotent. */
  @Override
  public final void close() {
    line.close();
  }
}
