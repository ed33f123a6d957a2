package dev.pagurus.sharded;

import dev.pagurus.document.Address;
import dev.pagurus.document.Body;
import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.Condition;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.spi.Finding;
import dev.pagurus.spi.Rows;
import dev.pagurus.spi.StoredDocument;
import dev.pagurus.spi.Write;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * An account of a check of all users, so that one that is cut short can go on. How far it has come
 * and what it found by then are written in one commit of the registry, now and then and after each
 * user that is damaged; so what a kill takes away is done again, and told once.
 */
final class VerifyAccount {

  private static final System.Logger LOG = System.getLogger(VerifyAccount.class.getName());

  private static final String TABLE = "verify";

  private static final Address ROUND = new Address(TABLE, "round");
  private static final String DAMAGES = "damages";

  /** What a kill makes to be done again, at most; to write after each user would take as long. */
  private static final Duration SAVE_EVERY = Duration.ofSeconds(1);

  /** Of one user; that there are more is told. */
  private static final int MOST_OF_ONE_USER = 100;

  private static final int MOST_IN_A_COMMIT = 500;

  private final Table table;
  private final List<Finding> ofUser = new ArrayList<>();
  private final List<Write> unsaved = new ArrayList<>();
  private long foundOfUser;
  private long savedNanos = System.nanoTime();
  private VerifyRound round;

  /** False if the registry cannot be written, or another check is under way that has an account. */
  private boolean isKept;

  private VerifyAccount(Table table, VerifyRound round, boolean isKept) {
    this.table = table;
    this.round = round;
    this.isKept = isKept;
  }

  /** The last one, null if there was none that can be read. */
  static @Nullable VerifyRound last(Registry registry) {
    try {
      StoredDocument stored = registry.table(TABLE).get(ROUND);
      return stored == null ? null : VerifyRound.read(stored);
    } catch (BackendException e) {
      if (e.code() != ErrorCode.CORRUPT) {
        throw e;
      }
      return null; // which the check of the registry tells
    }
  }

  /**
   * Begins anew.
   *
   * @param keep whether to write it down
   */
  static VerifyAccount begin(Registry registry, boolean keep) {
    VerifyRound last = last(registry);
    long now = System.currentTimeMillis();
    VerifyRound round =
        VerifyRound.begin(last == null ? now : Math.max(now, last.begunMillis() + 1));
    VerifyAccount account = new VerifyAccount(registry.table(TABLE), round, keep);
    account.save(false);
    account.forgetOthers();
    return account;
  }

  /**
   * Goes on with the last one, if it was cut short.
   *
   * @param findings hears of what it had found
   * @return null if there is none to go on with
   */
  static @Nullable VerifyAccount resume(Registry registry, Consumer<Finding> findings) {
    VerifyRound last = last(registry);
    if (last == null || last.ended()) {
      return null;
    }
    try {
      tell(registry.table(TABLE), last, findings);
    } catch (BackendException e) {
      if (e.code() != ErrorCode.CORRUPT) {
        throw e;
      }
      findings.accept(new Finding(null, null, "what was found before cannot be read; verify anew"));
    }
    return new VerifyAccount(registry.table(TABLE), last, true);
  }

  private static void tell(Table table, VerifyRound of, Consumer<Finding> findings) {
    try (Rows rows = table.beside(DAMAGES)) {
      for (StoredDocument row = rows.next(); row != null; row = rows.next()) {
        if (row.address().id().startsWith(prefix(of))) {
          findings.accept(read(row.body().root()));
        }
      }
    }
  }

  @Nullable String after() {
    return round.after();
  }

  /** How many documents were checked. */
  long documents() {
    return round.documents();
  }

  /** Something was found with the user that is being checked. */
  void found(Finding finding) {
    foundOfUser++;
    if (ofUser.size() < MOST_OF_ONE_USER) {
      ofUser.add(finding);
    }
  }

  /** A user has been checked. */
  void passed(String user, long documents) {
    if (foundOfUser > ofUser.size()) {
      ofUser.add(
          new Finding(
              user, null, (foundOfUser - ofUser.size()) + " more damages: verify this user again"));
    }
    for (int i = 0; i < ofUser.size(); i++) {
      Address address = new Address(DAMAGES, id(round.kept() + i));
      unsaved.add(new Write.Put(address, write(ofUser.get(i)), Condition.NONE));
    }
    round = round.pass(user, documents, foundOfUser, ofUser.size());
    ofUser.clear();
    foundOfUser = 0;
    if (!unsaved.isEmpty() || System.nanoTime() - savedNanos >= SAVE_EVERY.toNanos()) {
      save(false);
    }
  }

  /** All users have been checked. */
  void end() {
    save(true);
  }

  private void save(boolean ended) {
    if (!isKept) {
      unsaved.clear();
      return;
    }
    round = round.at(System.currentTimeMillis(), ended);
    List<Write> writes = new ArrayList<>(unsaved);
    writes.add(new Write.Put(ROUND, round.write(), Condition.NONE));
    write(writes);
    unsaved.clear();
    savedNanos = System.nanoTime();
  }

  /** A check is worth more than its account. */
  private void write(List<Write> writes) {
    try {
      table.change(writes);
    } catch (BackendException e) {
      isKept = false;
      LOG.log(
          System.Logger.Level.WARNING,
          "if the check is cut short it cannot go on from here: {0}",
          e.getMessage());
    }
  }

  private void forgetOthers() {
    List<Write> writes = stored();
    while (isKept && !writes.isEmpty()) {
      write(writes);
      writes = stored();
    }
  }

  private List<Write> stored() {
    List<Write> deletions = new ArrayList<>();
    try (Rows rows = table.beside(DAMAGES)) {
      StoredDocument row = rows.next();
      while (row != null && deletions.size() < MOST_IN_A_COMMIT) {
        deletions.add(new Write.Delete(row.address(), Condition.NONE));
        row = rows.next();
      }
    }
    return deletions;
  }

  private String id(long number) {
    return prefix(round) + String.format(Locale.ROOT, "%08d", number);
  }

  private static String prefix(VerifyRound round) {
    return String.format(Locale.ROOT, "%015d-", round.begunMillis());
  }

  private static Body write(Finding finding) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    Address address = finding.address();
    if (finding.user() != null) {
      body.put("user", finding.user());
    }
    if (address != null) {
      body.put("collection", address.collection()).put("id", address.id());
    }
    return Body.of(body.put("problem", finding.problem()));
  }

  private static Finding read(JsonNode body) {
    return new Finding(
        body.path("user").isString() ? body.path("user").stringValue() : null,
        body.path("collection").isString()
            ? new Address(
                body.required("collection").stringValue(), body.required("id").stringValue())
            : null,
        body.required("problem").stringValue());
  }
}
