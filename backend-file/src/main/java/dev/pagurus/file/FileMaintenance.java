package dev.pagurus.file;

import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.spi.Finding;
import dev.pagurus.spi.Maintenance;
import dev.pagurus.spi.Progress;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What an operator does with an open store of files. */
final class FileMaintenance implements Maintenance {

  private final FileStore store;
  private final Checkpoints checkpoints;
  private final IndexCare care;
  private final FileRows.Open open;

  FileMaintenance(FileStore store, Checkpoints checkpoints, IndexCare care, FileRows.Open open) {
    this.store = store;
    this.checkpoints = checkpoints;
    this.care = care;
    this.open = open;
  }

  @Override
  public long verify(Consumer<Finding> findings, Progress progress) {
    return run(
        "cannot verify the store",
        () -> {
          care.check().forEach(damage -> findings.accept(mended(damage)));
          checkpoints.flush();
          return new Verification(
                  store, checkpoints, problem -> findings.accept(problem.finding()), progress)
              .run();
        });
  }

  private Finding mended(String damage) {
    return new Finding(
        null, null, store.layout().index() + ": " + damage + "; made again from the records");
  }

  @Override
  public void repair(Path quarantine, Consumer<Finding> findings, Progress progress) {
    run(
        "cannot repair the store",
        () -> {
          care.check().forEach(damage -> findings.accept(mended(damage)));
          new Repair(store, checkpoints, quarantine, findings, progress).run();
          return true;
        });
  }

  @Override
  public long reindex(Consumer<Finding> findings, Progress progress) {
    return run(
        "cannot reindex the store",
        () -> {
          care.check();
          return new Reindex(store, checkpoints).run(findings, progress);
        });
  }

  /** By the times of files: reads those alone that have not the time that the store gave them. */
  @Override
  public long takeIn(Consumer<Finding> findings, Progress progress) {
    return run(
        "cannot take in what was edited",
        () -> {
          care.check();
          checkpoints.flush();
          Edits edits = new Edits(store, new Reindex(store, checkpoints), findings);
          return new Sweep(store, edits, open).run();
        });
  }

  @Override
  public void compact(Progress progress) {
    run(
        "cannot compact the store",
        () -> {
          new Compaction(store, checkpoints).run(progress);
          return true;
        });
  }

  /** Does what needs an index. */
  private <T> T run(String failure, Quiet.Action<T> action) {
    open.require();
    care.withIndex(() -> true);
    try {
      return action.run();
    } catch (IOException e) {
      throw Errors.of(failure, e);
    } catch (UnindexedException e) {
      throw new BackendException(
          ErrorCode.UNAVAILABLE,
          failure + ": meanwhile its index was found to be damaged, and is made again; try again",
          e);
    }
  }

  @Override
  public Map<String, Long> statistics() {
    open.require();
    try {
      Map<String, Long> figures = new LinkedHashMap<>();
      Sizes records = Sizes.of(store.layout().users());
      figures.put("files", records.files);
      figures.put("folders", records.folders);
      figures.put("entries_in_fullest_folder", records.fullest);
      figures.put("record_bytes", records.bytes);
      figures.put("index_bytes", Sizes.of(store.layout().index()).bytes);
      figures.put("journal_bytes", Sizes.of(store.layout().journal()).bytes);
      figures.put("fresh_documents", (long) store.generations().current().growing().size());
      return figures;
    } catch (IOException e) {
      throw Errors.of("cannot measure the store", e);
    }
  }

  /** What lies in a folder. */
  private static final class Sizes {
    private long files;
    private long folders;
    private long bytes;
    private long fullest;

    static Sizes of(Path top) throws IOException {
      Sizes sizes = new Sizes();
      Map<Path, Long> entries = new LinkedHashMap<>();
      Files.walkFileTree(
          top,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
              sizes.folders++;
              entries.merge(folder.resolveSibling("."), 1L, Long::sum);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              sizes.files++;
              sizes.bytes += attributes.size();
              entries.merge(file.resolveSibling("."), 1L, Long::sum);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException gone) {
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e) {
              Long held = entries.remove(folder.resolve("."));
              sizes.fullest = Math.max(sizes.fullest, held == null ? 0 : held);
              return FileVisitResult.CONTINUE;
            }
          });
      return sizes;
    }
  }

  @Override
  public void backup(Path target, Progress progress) {
    run(
        "cannot copy the store to " + target,
        () -> {
          Generation state = checkpoints.exclusively(index -> store.generations().acquire());
          try {
            // All that was published is in the view, for nothing was under way when it was taken.
            FileCopy.write(store, state.view(), target, progress);
            return true;
          } finally {
            state.release();
          }
        });
  }
}
