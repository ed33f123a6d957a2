package dev.pagurus.tck.saboteurs;

import dev.pagurus.spi.Finding;
import dev.pagurus.spi.Maintenance;
import dev.pagurus.spi.Progress;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;

/** Passes every operation on. */
class ForwardingMaintenance implements Maintenance {

  private final Maintenance next;

  ForwardingMaintenance(Maintenance next) {
    this.next = next;
  }

  @Override
  public long verify(Consumer<Finding> findings, Progress progress) {
    return next.verify(findings, progress);
  }

  @Override
  public long resumeVerify(Consumer<Finding> findings, Progress progress) {
    return next.resumeVerify(findings, progress);
  }

  @Override
  public void repair(Path quarantine, Consumer<Finding> findings, Progress progress) {
    next.repair(quarantine, findings, progress);
  }

  @Override
  public long reindex(Consumer<Finding> findings, Progress progress) {
    return next.reindex(findings, progress);
  }

  @Override
  public long takeIn(Consumer<Finding> findings, Progress progress) {
    return next.takeIn(findings, progress);
  }

  @Override
  public void compact(Progress progress) {
    next.compact(progress);
  }

  @Override
  public void relayout(String fanOut, Consumer<Finding> findings, Progress progress) {
    next.relayout(fanOut, findings, progress);
  }

  @Override
  public boolean place(String user, String volume) {
    return next.place(user, volume);
  }

  @Override
  public void drain(String from, String to, Consumer<Finding> findings, Progress progress) {
    next.drain(from, to, findings, progress);
  }

  @Override
  public Map<String, Long> statistics() {
    return next.statistics();
  }

  @Override
  public void backup(Path target, Progress progress) {
    next.backup(target, progress);
  }
}
