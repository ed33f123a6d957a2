package dev.pagurus.tck.groups;

import static dev.pagurus.tck.stage.Expect.json;
import static dev.pagurus.tck.stage.TestStore.USER;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pagurus.Document;
import dev.pagurus.DocumentCollection;
import dev.pagurus.Transaction;
import dev.pagurus.TransactionCollection;
import dev.pagurus.WriteBatch;
import dev.pagurus.query.Query;
import dev.pagurus.spi.Rows;
import dev.pagurus.spi.StoredDocument;
import dev.pagurus.tck.stage.TestStore;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Accounts between which money moves, half of them on the left side and half on the right: whoever
 * reads them all in one answer must find the same sum, and as many on the left.
 */
final class Accounts {

  private static final String ACCOUNTS = "things";
  private static final int COUNT = 30;
  private static final long SUM = 100L * COUNT;
  private static final Query LEFT = Query.where("side").eq("left");

  private final TestStore test;
  private final DocumentCollection<ObjectNode> docs;
  private final List<String> ids = IntStream.range(0, COUNT).mapToObj(i -> "account" + i).toList();

  Accounts(TestStore test) {
    this.test = test;
    this.docs = test.docs(USER, ACCOUNTS);
    WriteBatch batch = test.user().batch();
    for (int i = 0; i < COUNT; i++) {
      batch.create(ACCOUNTS, ids.get(i), account(100, i % 2 == 0 ? "left" : "right"));
    }
    batch.commit();
  }

  private static ObjectNode account(long balance, String side) {
    return json("{}").put("balance", balance).put("side", side);
  }

  private static long balance(JsonNode account) {
    return account.required("balance").longValue();
  }

  private static String side(JsonNode account) {
    return account.required("side").stringValue();
  }

  /**
   * Moves money at least so often, and until it was read enough: between two accounts, which change
   * sides with each other, or from one to all others.
   */
  void transfer(int thread, int times, CountDownLatch enoughRead) {
    SplittableRandom random = new SplittableRandom(thread);
    for (int i = 0; i < times || enoughRead.getCount() > 0; i++) {
      String from = ids.get(random.nextInt(COUNT));
      String to = ids.get(random.nextInt(COUNT));
      if (i % 4 == 0) {
        test.user().transaction(tx -> spread(tx, from));
      } else if (!from.equals(to)) {
        test.user().transaction(tx -> swap(tx, from, to));
      }
    }
  }

  private void spread(Transaction tx, String from) {
    TransactionCollection<ObjectNode> accounts = tx.collection(ACCOUNTS);
    for (Optional<Document<ObjectNode>> each : accounts.get(ids)) {
      Document<ObjectNode> account = each.orElseThrow();
      int gets = account.id().equals(from) ? 1 - COUNT : 1;
      accounts.put(account.id(), account(balance(account.value()) + gets, side(account.value())));
    }
  }

  private static void swap(Transaction tx, String from, String to) {
    TransactionCollection<ObjectNode> accounts = tx.collection(ACCOUNTS);
    JsonNode one = accounts.get(from).orElseThrow().value();
    JsonNode other = accounts.get(to).orElseThrow().value();
    accounts.put(from, account(balance(one) - 7, side(other)));
    accounts.put(to, account(balance(other) + 7, side(one)));
  }

  /** Reads all accounts in every way that answers in one piece. */
  void requireWhole() {
    assertEquals(
        SUM, sum(docs.get(ids).stream().map(Optional::orElseThrow)), "the sum of a get of many");
    assertEquals(SUM, sum(docs.find(Query.all())), "the sum of a find");
    Query byBalance = Query.where("balance").gt(-1_000_000).orderByDescending("balance");
    assertEquals(SUM, sum(docs.find(byBalance)), "the sum of a find by an index");
    assertEquals(SUM, sum(docs.list(COUNT)), "the sum of a page");
    assertEquals(SUM, scanned(), "the sum of a scan");
    assertEquals(
        SUM, sum(test.store().acrossUsers(ACCOUNTS).find(Query.all())), "the sum across users");
    assertEquals(COUNT / 2, docs.count(LEFT), "the count of the left side");
    assertEquals(COUNT / 2, docs.find(LEFT).size(), "the left side");
  }

  private static long sum(Iterable<Document<ObjectNode>> accounts) {
    long sum = 0;
    for (Document<ObjectNode> account : accounts) {
      sum += balance(account.value());
    }
    return sum;
  }

  private static long sum(Stream<Document<ObjectNode>> accounts) {
    return sum(accounts.toList());
  }

  private long scanned() {
    long sum = 0;
    try (Rows rows = test.store().backend().scan(USER, ACCOUNTS, null)) {
      for (StoredDocument row = rows.next(); row != null; row = rows.next()) {
        sum += balance(row.body().root());
      }
    }
    return sum;
  }
}
