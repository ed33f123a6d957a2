package dev.pagurus;

import dev.pagurus.document.Address;
import dev.pagurus.document.Names;
import dev.pagurus.query.Query;
import dev.pagurus.spi.Batch;
import dev.pagurus.spi.Condition;
import dev.pagurus.spi.Counted;
import dev.pagurus.spi.Documents;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.spi.StoredDocument;
import dev.pagurus.spi.Write;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import tools.jackson.databind.node.ObjectNode;

/**
 * One attempt at a transaction. Every read tells the revision it is as of; when that is not the
 * revision of the first read, the state the transaction began with is gone, and the attempt ends at
 * once, before the code sees the other state (BATCH-4).
 */
final class TransactionRun implements Transaction {

  /** Ends an attempt whose state is gone. Never leaves this room. */
  private static final class StateGone extends RuntimeException {

    private static final long serialVersionUID = 1L;

    StateGone() {
      super(
          "the state this transaction began with is gone; it is being tried again",
          null,
          false,
          false);
    }
  }

  private final Session session;
  private final String user;
  private final List<Write> writes = new ArrayList<>();
  private OptionalLong began = OptionalLong.empty();
  private boolean gone;
  private boolean ended;

  private TransactionRun(Session session, String user) {
    this.session = session;
    this.user = user;
  }

  /** Runs a function until it commits, a bounded number of times. */
  static <R> R run(Session session, String user, Function<? super Transaction, ? extends R> work) {
    Calls calls = Calls.of("transaction", user);
    for (int attempt = 1; attempt <= session.attempts(); attempt++) {
      TransactionRun run = new TransactionRun(session, user);
      try {
        R result = work.apply(run);
        if (!run.gone && run.commit(calls)) {
          return result;
        }
      } catch (StateGone e) {
        // Nothing was written: try again.
      } finally {
        run.ended = true;
      }
      Retry.pause(attempt);
    }
    throw calls.fail(
        ErrorCode.CONFLICT,
        "others kept changing the user: gave up after "
            + session.attempts()
            + " attempts (transaction-attempts); nothing was changed",
        null);
  }

  /** Whether the commit went through; false if the user has moved since the transaction began. */
  private boolean commit(Calls calls) {
    if (writes.isEmpty()) {
      return true; // all reads were of one state, so the transaction stands where that state stood
    }
    try {
      calls.run(() -> session.backend().commit(user, new Batch(writes, began)));
      return true;
    } catch (StoreException e) {
      boolean userMoved = e.code() == ErrorCode.CONFLICT && e.id().isEmpty() && began.isPresent();
      if (userMoved || (hasMoved(calls) && isJudgement(e))) {
        return false;
      }
      throw e;
    }
  }

  private static boolean isJudgement(StoreException e) {
    return switch (e.code()) {
      case CONFLICT, EXISTS, UNIQUE_VIOLATION -> true;
      default -> false;
    };
  }

  /**
   * A backend may judge a condition before the user's revision: if the user moved, the judgement is
   * of another state.
   */
  private boolean hasMoved(Calls calls) {
    return began.isPresent()
        && calls.run(() -> session.backend().get(user, List.of()).revision()) != began.getAsLong();
  }

  private void seen(long revision) {
    if (began.isEmpty()) {
      began = OptionalLong.of(revision);
    } else if (began.getAsLong() != revision) {
      gone = true;
      throw new StateGone();
    }
  }

  private void requireOpen() {
    if (ended) {
      throw new StoreException(
          ErrorCode.CLOSED,
          "transaction",
          user,
          null,
          null,
          "the transaction has ended: use it inside its function",
          null);
    }
    if (gone) {
      throw new StateGone();
    }
  }

  @Override
  public TransactionCollection<ObjectNode> collection(String name) {
    return collection(name, ObjectNode.class);
  }

  @Override
  public <T> TransactionCollection<T> collection(String name, Class<T> type) {
    new Calls("transaction", user, name, null).run(() -> Names.requireCollection(name));
    return new InTransaction<>(name, session.codec(type));
  }

  private final class InTransaction<T> implements TransactionCollection<T> {

    private final String name;
    private final Codec<T> codec;

    InTransaction(String name, Codec<T> codec) {
      this.name = name;
      this.codec = codec;
    }

    @Override
    public Optional<Document<T>> get(String id) {
      return get(List.of(id)).get(0);
    }

    @Override
    public List<Optional<Document<T>>> get(List<String> ids) {
      requireOpen();
      Calls calls = new Calls("get in a transaction", user, name, null);
      Documents documents =
          calls.run(
              () ->
                  session
                      .backend()
                      .get(user, ids.stream().map(id -> new Address(name, id)).toList()));
      seen(documents.revision());
      List<Optional<Document<T>>> answer = new ArrayList<>(ids.size());
      for (StoredDocument found : documents.found()) {
        answer.add(
            found == null ? Optional.empty() : Optional.of(codec.decode(calls, user, found)));
      }
      return answer;
    }

    @Override
    public List<Document<T>> find(Query query) {
      requireOpen();
      Calls calls = new Calls("find in a transaction", user, name, null);
      Answer<StoredDocument> answer =
          calls.run(() -> session.finder().find(user, name, query, null, Long.MAX_VALUE));
      seen(answer.revision());
      List<StoreException> damaged = Damage.report(calls, answer.damaged());
      if (!damaged.isEmpty()) {
        throw damaged.get(0); // a decision must not rest on an answer with a hole in it
      }
      return answer.rows().stream().map(row -> codec.decode(calls, user, row)).toList();
    }

    @Override
    public long count(Query query) {
      requireOpen();
      Calls calls = new Calls("count in a transaction", user, name, null);
      Counted counted =
          calls.run(
              () -> {
                session.finder().requireIndexed(name, Query.of(query.filter()));
                return session.backend().count(user, name, query.filter());
              });
      seen(counted.revision());
      return counted.count();
    }

    @Override
    public String create(T value) {
      String id = Ids.next();
      create(id, value);
      return id;
    }

    @Override
    public void create(String id, T value) {
      put("create", id, value, Condition.ABSENT);
    }

    @Override
    public void put(String id, T value) {
      put("put", id, value, Condition.NONE);
    }

    @Override
    public void replace(String id, T value) {
      put("replace", id, value, Condition.PRESENT);
    }

    private void put(String operation, String id, T value, Condition condition) {
      requireOpen();
      writes.add(
          new Calls(operation + " in a transaction", user, name, id)
              .run(() -> new Write.Put(new Address(name, id), codec.encode(value), condition)));
    }

    @Override
    public void delete(String id) {
      requireOpen();
      writes.add(
          new Calls("delete in a transaction", user, name, id)
              .run(() -> new Write.Delete(new Address(name, id), Condition.NONE)));
    }
  }
}
