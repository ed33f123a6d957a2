package dev.pagurus.file;

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
  private final FileRows.Open open;

  FileMaintenance(FileStore store, Checkpoints checkpoints, FileRows.Open open) {
    this.store = store;
    this.checkpoints = checkpoints;
    this.open = open;
  }

  @Override
  public long verify(Consumer<Finding> findings, Progress progress) {
    open.require();
    try {
      checkpoints.flush();
      return new Verification(
              store, checkpoints, problem -> findings.accept(problem.finding()), progress)
          .run();
    } catch (IOException e) {
      throw Errors.of("cannot verify the store", e);
    }
  }

  @Override
  public void repair(Path quarantine, Consumer<Finding> findings, Progress progress) {
    open.require();
    try {
      new Repair(store, checkpoints, quarantine, findings, progress).run();
    } catch (IOException e) {
      throw Errors.of("cannot repair the store", e);
    }
  }

  @Override
  public long reindex(Consumer<Finding> findings, Progress progress) {
    open.require();
    try {
      return new Reindex(store, checkpoints).run(findings, progress);
    } catch (IOException e) {
      throw Errors.of("cannot reindex the store", e);
    }
  }

  @Override
  public void compact(Progress progress) {
    open.require();
    try {
      new Compaction(store, checkpoints).run(progress);
    } catch (IOException e) {
      throw Errors.of("cannot compact the store", e);
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
    open.require();
    try {
      Generation state = checkpoints.exclusively(index -> store.generations().acquire());
      try {
        // All that was published is in the view, for nothing was under way when it was taken.
        FileCopy.write(store, state.view(), target, progress);
      } finally {
        state.view().release();
      }
    } catch (IOException e) {
      throw Errors.of("cannot copy the store to " + target, e);
    }
  }
}
