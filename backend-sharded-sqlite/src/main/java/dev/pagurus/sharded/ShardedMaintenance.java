package dev.pagurus.sharded;

import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.spi.Finding;
import dev.pagurus.spi.Maintenance;
import dev.pagurus.spi.Progress;
import dev.pagurus.spi.StoredDocument;
import dev.pagurus.spi.UserInfo;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** What an operator does with an open store: user by user. */
final class ShardedMaintenance implements Maintenance {

  private static final int PAGE = 500;

  private final Place place;
  private final ShardedSettings settings;
  private final Registry registry;
  private final Volumes volumes;
  private final OpenUsers open;
  private final AllUsers all;
  private final Failures failures;
  private final Relayout relayout;
  private final StrayFiles strays;
  private final LostFiles lost;
  private final DeletedUsers deleted;
  private final EachUser eachUser;
  private final Verification verification;

  ShardedMaintenance(
      Place place,
      ShardedSettings settings,
      Registry registry,
      Volumes volumes,
      TaskLocks tasks,
      OpenUsers open,
      AllUsers all,
      Failures failures,
      Relayout relayout,
      DeletedUsers deleted) {
    this.place = place;
    this.settings = settings;
    this.registry = registry;
    this.volumes = volumes;
    this.open = open;
    this.all = all;
    this.failures = failures;
    this.relayout = relayout;
    this.strays = new StrayFiles(place, registry, volumes);
    this.lost = new LostFiles(place, registry, volumes, open);
    this.deleted = deleted;
    this.eachUser = new EachUser(open);
    this.verification = new Verification(registry, tasks, strays, failures, eachUser);
  }

  @Override
  public long verify(Consumer<Finding> findings, Progress progress) {
    return verification.begin(findings, progress);
  }

  @Override
  public long resumeVerify(Consumer<Finding> findings, Progress progress) {
    return verification.resume(findings, progress);
  }

  @Override
  public void repair(Path quarantine, Consumer<Finding> findings, Progress progress) {
    registry
        .maintenance()
        .repair(
            quarantine,
            found -> findings.accept(new Finding(null, null, "the registry: " + found.problem())),
            Progress.NONE);
    lost.forget(quarantine, findings);
    strays.setAside(quarantine, findings);
    long left = 0;
    long[] done = {0};
    for (UserRow row : registry.users()) {
      boolean mended =
          eachUser.mend(
              row.user(),
              findings,
              (at, total) -> progress.at(done[0] + at, -1),
              (file, at) -> {
                file.maintenance().repair(quarantine, findings, at);
                UserInfo info = file.user(row.user());
                done[0] += info == null ? 0 : info.documents();
                return 0;
              });
      left += mended ? 0 : 1;
    }
    if (left > 0) {
      throw new BackendException(
          ErrorCode.CORRUPT,
          "not mended: " + left + " of the users, for whom see what was told; all else is whole");
    }
  }

  @Override
  public void compact(Progress progress) {
    deleted.purge();
    long[] done = {0};
    all.forEachToWrite(
        (user, file) -> {
          file.maintenance().compact(Progress.NONE);
          progress.at(++done[0], -1);
        });
    registry.maintenance().compact(Progress.NONE);
  }

  @Override
  public Map<String, Long> statistics() {
    long users = 0;
    long documents = 0;
    long bytes = 0;
    for (List<UserInfo> page = all.list(null, PAGE);
        !page.isEmpty();
        page = all.list(page.get(page.size() - 1).user(), PAGE)) {
      for (UserInfo user : page) {
        users++;
        documents += user.documents();
        bytes += user.bytes();
      }
    }
    Map<String, Long> figures = new LinkedHashMap<>();
    figures.put("users", users);
    figures.put("documents", documents);
    figures.put("body-bytes", bytes);
    figures.put("open-users", (long) open.count());
    figures.put("fullest-folder-entries", FullestFolder.entries(place, volumes.folders().values()));
    figures.put("users-behind-indexes", behindIndexes());
    figures.put("upkeep-passed-users", upkeepPassed());
    figures.put("upkeep-failures", failures.count());
    figures.put("relayout-under-way", registry.heading().isRelaid() ? 1L : 0L);
    VerifyRound verified = verification.last();
    if (verified != null) {
      figures.put("verify-passed-users", verified.users());
      figures.put("verify-damages", verified.damages());
      figures.put("verify-under-way", verified.ended() ? 0L : 1L);
    }
    figures.put("registry-bytes", registry.maintenance().statistics().get("file-bytes"));
    return figures;
  }

  /** Of users at rest; who is open has been brought up. */
  private long behindIndexes() {
    long changed = registry.indexes().changes();
    long behind = 0;
    for (UserRow row : registry.users()) {
      behind += row.indexes() < changed ? 1 : 0;
    }
    return behind;
  }

  private long upkeepPassed() {
    StoredDocument round = registry.table(UpkeepRound.TABLE).get(UpkeepRound.ID);
    return round == null ? 0 : UpkeepRound.read(round).passed();
  }

  @Override
  public void relayout(String fanOut, Consumer<Finding> findings, Progress progress) {
    relayout.deepen(fanOut, findings, progress);
  }

  @Override
  public boolean place(String user, String volume) {
    return relayout.place(user, volume);
  }

  @Override
  public void drain(String from, String to, Consumer<Finding> findings, Progress progress) {
    relayout.drain(from, to, findings, progress);
  }

  @Override
  public void backup(Path target, Progress progress) {
    Backup.write(place, settings, registry, open, target, progress);
  }
}
