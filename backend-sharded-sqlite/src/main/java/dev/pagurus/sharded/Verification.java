package dev.pagurus.sharded;

import dev.pagurus.spi.Backend;
import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.spi.Finding;
import dev.pagurus.spi.Progress;
import dev.pagurus.spi.UserInfo;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Checks a whole store: the registry, what lies in the folders, and then user by user, of which
 * {@link VerifyAccount} keeps an account.
 */
final class Verification {

  private final Registry registry;
  private final TaskLocks tasks;
  private final StrayFiles strays;
  private final Failures failures;
  private final EachUser eachUser;
  private final AtomicBoolean isUnderWay = new AtomicBoolean();

  Verification(
      Registry registry, TaskLocks tasks, StrayFiles strays, Failures failures, EachUser eachUser) {
    this.registry = registry;
    this.tasks = tasks;
    this.strays = strays;
    this.failures = failures;
    this.eachUser = eachUser;
  }

  /** Checks everything. Without an account while another check is under way that has one. */
  long begin(Consumer<Finding> findings, Progress progress) {
    return exclusively(
        alone -> {
          boolean keep = alone && registry.movedTo() == null;
          whole(findings);
          return users(VerifyAccount.begin(registry, keep), findings, progress);
        });
  }

  /**
   * Goes on where a check was cut short.
   *
   * @throws BackendException BUSY if it is under way
   */
  long resume(Consumer<Finding> findings, Progress progress) {
    return exclusively(
        alone -> {
          if (!alone) {
            throw new BackendException(
                ErrorCode.BUSY,
                "the store is being verified, here or in another process: wait until that has ended");
          }
          whole(findings);
          VerifyAccount account = VerifyAccount.resume(registry, findings);
          if (account == null) {
            account = VerifyAccount.begin(registry, registry.movedTo() == null);
          }
          return users(account, findings, progress);
        });
  }

  /**
   * Tells the action whether no other check has an account now, of all that have the store open.
   */
  private long exclusively(Function<Boolean, Long> action) {
    if (!isUnderWay.compareAndSet(false, true)) {
      return action.apply(false);
    }
    try {
      boolean alone = tasks.tryAlone(TaskLocks.VERIFYING);
      try {
        return action.apply(alone);
      } finally {
        if (alone) {
          tasks.release(TaskLocks.VERIFYING);
        }
      }
    } finally {
      isUnderWay.set(false);
    }
  }

  private void whole(Consumer<Finding> findings) {
    registry
        .maintenance()
        .verify(
            found -> findings.accept(new Finding(null, null, "the registry: " + found.problem())),
            Progress.NONE);
    strays.find(findings);
  }

  private long users(VerifyAccount account, Consumer<Finding> findings, Progress progress) {
    for (UserRow row : registry.users(account.after())) {
      Consumer<Finding> both =
          found -> {
            Finding ofUser = new Finding(row.user(), found.address(), found.problem());
            findings.accept(ofUser);
            account.found(ofUser);
          };
      long documents =
          eachUser.at(
              row.user(),
              account.documents(),
              both,
              progress,
              (file, at) -> verify(row.user(), file, both, at));
      account.passed(row.user(), documents);
    }
    account.end();
    return account.documents();
  }

  private long verify(String user, Backend file, Consumer<Finding> findings, Progress progress) {
    requireAlone(user, file, findings);
    String failure = failures.of(user);
    if (failure != null) {
      findings.accept(
          new Finding(
              user,
              null,
              "what was due failed before, and a compact or the upkeep tries it again: "
                  + failure));
    }
    return file.maintenance().verify(findings, progress);
  }

  /** A file that was put in the place of another's, say by a restored backup. */
  private static void requireAlone(String user, Backend file, Consumer<Finding> findings) {
    for (UserInfo there : file.users(null, 2)) {
      if (!there.user().equals(user)) {
        findings.accept(new Finding(user, null, "the user's file holds another user"));
      }
    }
  }

  /** How the last check with an account came out, null if there was none. */
  @Nullable VerifyRound last() {
    return VerifyAccount.last(registry);
  }
}
