package dev.pagurus.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.pagurus.document.Address;
import dev.pagurus.file.index.Entries;
import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.spi.StoredDocument;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class VerificationTest {

  private static final Address OSLO = new Address("places", "oslo");

  private final List<Verification.Problem> problems = new ArrayList<>();

  /** Fails with these, one after the other, and ends. */
  private static Entries<StoredDocument> failing(BackendException... failures) {
    Deque<BackendException> left = new ArrayDeque<>(List.of(failures));
    return new Entries<>() {
      @Override
      public @Nullable StoredDocument next() {
        BackendException failure = left.poll();
        if (failure != null) {
          throw failure;
        }
        return null;
      }

      @Override
      public void close() {}
    };
  }

  @Test
  void aDamagedDocumentIsToldAndTheNextOneLookedAt() {
    BackendException damage = new BackendException(ErrorCode.CORRUPT, "rot", OSLO, null);
    assertNull(Verification.next(failing(damage, damage), problems::add));
    assertEquals(2, problems.size());
    assertEquals(OSLO, problems.get(0).finding().address());
  }

  @Test
  void whatIsNotDamageOfADocumentEndsTheVerification() {
    for (BackendException failure :
        List.of(
            new BackendException(ErrorCode.UNAVAILABLE, "cannot read"),
            new BackendException(ErrorCode.CORRUPT, "the whole index"))) {
      assertSame(
          failure,
          assertThrows(
              BackendException.class, () -> Verification.next(failing(failure), problems::add)));
    }
    assertEquals(List.of(), problems);
  }
}
