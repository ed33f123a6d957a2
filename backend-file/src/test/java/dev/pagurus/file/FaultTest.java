package dev.pagurus.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pagurus.file.PowerFileSystem.Operation;
import dev.pagurus.spi.Backend;
import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.Durability;
import dev.pagurus.spi.ErrorCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * Lets every operation on the files of a working store fail once. The call says so clearly, nothing
 * is half done, and the store works on (LIFE-4).
 */
final class FaultTest {

  private static final boolean SOAK = Boolean.getBoolean("pagurus.soak");
  private static final int ENOUGH = 3;

  /** How far apart the operations are that fail in a quick run; a prime, to meet all kinds. */
  private static final int STEP = 23;

  private static final Set<ErrorCode> FITTING =
      Set.of(ErrorCode.FULL, ErrorCode.UNAVAILABLE, ErrorCode.CORRUPT);

  private final List<String> failures = new ArrayList<>();

  /** What may go wrong. */
  private enum Fault {
    NO_SPACE("No space left on device"),
    IO_ERROR("Input/output error"),
    TOO_MANY_FILES("Too many open files"),
    DENIED("Permission denied");

    private final String said;

    Fault(String said) {
      this.said = said;
    }

    void happen(Operation operation, Path path) throws IOException {
      boolean fits =
          switch (this) {
            case NO_SPACE -> operation.changes();
            case IO_ERROR -> true;
            case TOO_MANY_FILES -> operation == Operation.OPEN || operation == Operation.CREATE;
            case DENIED -> operation != Operation.READ && operation != Operation.WRITE;
          };
      if (this == DENIED && fits) {
        throw new AccessDeniedException(path.toString());
      }
      throw new IOException(fits ? said : IO_ERROR.said);
    }
  }

  @Test
  void everyOperationMayFailOnce() {
    int at = 0;
    int step = SOAK ? 1 : STEP;
    boolean met = true;
    while (met && failures.size() < ENOUGH) {
      met = false;
      for (Fault fault : Fault.values()) {
        if (SOAK || fault == fault(at / step)) {
          met |= live(at, fault);
        }
      }
      at += step;
    }
    assertEquals(List.of(), failures);
    int reached = at;
    assertTrue(reached > 300, () -> "only " + reached + " operations");
  }

  private static Fault fault(int number) {
    List<Fault> faults = List.of(Fault.values());
    return faults.get(number % faults.size());
  }

  /** One life with one fault; answers whether it came to the fault. */
  private boolean live(int at, Fault fault) {
    AtomicInteger operations = new AtomicInteger();
    List<String> spoiled = new ArrayList<>();
    PowerFileSystem files = new PowerFileSystem();
    files.watch(
        (operation, path) -> {
          if (operations.getAndIncrement() == at) {
            spoiled.add(operation + " of " + path);
            if (operation == Operation.FORCE && path.endsWith("index")) {
              return; // Lucene asserts that this never fails, though it copes
            }
            fault.happen(operation, path);
          }
        });
    try {
      live(files.getPath("/store"));
    } catch (RuntimeException | AssertionError e) {
      StringWriter trace = new StringWriter();
      e.printStackTrace(new PrintWriter(trace));
      failures.add(fault + " at " + at + ", " + spoiled + ": " + trace);
    }
    return !spoiled.isEmpty();
  }

  private static void live(Path folder) {
    PowerModel model = new PowerModel();
    Backend backend = open(folder);
    new PowerStores.Work(backend, model, (what, call) -> twice(what, call)).live();
    PowerModel.Allowed allowed = model.allowed(model.promise(), false);
    twice("looking", () -> PowerStores.check(backend, allowed));
    try {
      backend.close();
    } catch (BackendException e) {
      requireClear("close", e);
    }
    Backend again = open(folder);
    twice("looking again", () -> PowerStores.check(again, allowed));
    twice("close", again::close);
  }

  private static Backend open(Path folder) {
    List<Backend> opened = new ArrayList<>();
    twice("open", () -> opened.add(PowerStores.open(folder, Durability.COMMIT)));
    return opened.get(0);
  }

  /** Once more after a clear error. */
  private static void twice(String what, Runnable call) {
    try {
      call.run();
    } catch (BackendException e) {
      requireClear(what, e);
      call.run();
    } catch (AssertionError e) {
      // Verification tells what it cannot read as a finding.
      if (!String.valueOf(e.getMessage()).contains("Finding[")) {
        throw e;
      }
      call.run();
    }
  }

  private static void requireClear(String what, BackendException e) {
    String said = String.valueOf(e.getMessage());
    boolean clear =
        FITTING.contains(e.code())
            && (said.contains("No space left on device")
                || said.contains("Input/output error")
                || said.contains("Too many open files")
                || said.contains("/store"));
    if (!clear) {
      throw new AssertionError(what + " fails with " + e.code() + ": " + said, e);
    }
  }
}
