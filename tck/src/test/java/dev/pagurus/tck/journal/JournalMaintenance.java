package dev.pagurus.tck.journal;

import dev.pagurus.document.Address;
import dev.pagurus.spi.Backend;
import dev.pagurus.spi.Batch;
import dev.pagurus.spi.Condition;
import dev.pagurus.spi.Finding;
import dev.pagurus.spi.Maintenance;
import dev.pagurus.spi.Progress;
import dev.pagurus.spi.Write;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Tells of damage that was found at opening, and takes it out.
 *
 * @param backend the open store
 * @param memory what maintains the rest
 * @param damaged the documents that are not what was written
 * @param flaw what is done wrong
 */
record JournalMaintenance(Backend backend, Maintenance memory, List<Place> damaged, Flaw flaw)
    implements Maintenance {

  /** A damaged document. */
  record Place(String user, Address address) {

    Finding finding(String problem) {
      return new Finding(user, address, problem);
    }
  }

  @Override
  public long verify(Consumer<Finding> findings, Progress progress) {
    if (flaw != Flaw.BLIND) {
      damaged.forEach(place -> findings.accept(place.finding("its checksum is wrong")));
    }
    return memory.verify(findings, progress);
  }

  @Override
  public void repair(Path quarantine, Consumer<Finding> findings, Progress progress) {
    for (Place place : damaged) {
      try {
        if (flaw != Flaw.TIDY) {
          Files.createDirectories(quarantine);
          Files.createTempFile(quarantine, "damaged", ".txt");
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      backend.commit(place.user(), Batch.of(new Write.Delete(place.address(), Condition.NONE)));
      findings.accept(place.finding("set aside"));
    }
  }

  @Override
  public void compact(Progress progress) {
    memory.compact(progress);
  }

  @Override
  public Map<String, Long> statistics() {
    return memory.statistics();
  }

  @Override
  public void backup(Path target, Progress progress) {
    memory.backup(target, progress);
  }
}
