package dev.pagurus;

import dev.pagurus.document.InvalidDocumentException;
import dev.pagurus.query.InvalidQueryException;
import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.ErrorCode;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs a call on behalf of an operation and turns what goes wrong into one {@link StoreException}
 * (LIFE-4).
 */
record Calls(
    String operation, @Nullable String user, @Nullable String collection, @Nullable String id) {

  static Calls of(String operation) {
    return new Calls(operation, null, null, null);
  }

  static Calls of(String operation, String user) {
    return new Calls(operation, user, null, null);
  }

  /**
   * Runs a call.
   *
   * @param call checks arguments and calls the backend; must not run an application's code, whose
   *     exceptions are its own
   */
  <R extends @Nullable Object> R run(Supplier<R> call) {
    try {
      return call.get();
    } catch (BackendException e) {
      throw StoreException.of(e, operation, user, collection, id);
    } catch (InvalidDocumentException | InvalidQueryException e) {
      throw invalid(e);
    } catch (IllegalArgumentException e) {
      throw invalid(e);
    }
  }

  void run(Runnable call) {
    this.<@Nullable Object>run(
        () -> {
          call.run();
          return null;
        });
  }

  StoreException invalid(RuntimeException e) {
    return fail(ErrorCode.INVALID, String.valueOf(e.getMessage()), e);
  }

  StoreException fail(ErrorCode code, String detail, @Nullable Throwable cause) {
    return new StoreException(code, operation, user, collection, id, detail, cause);
  }
}
