package dev.pagurus;

import dev.pagurus.document.Address;
import dev.pagurus.document.Body;
import dev.pagurus.document.MergePatch;
import dev.pagurus.document.Names;
import dev.pagurus.query.Cursor;
import dev.pagurus.query.DocumentOrder;
import dev.pagurus.query.Position;
import dev.pagurus.query.Query;
import dev.pagurus.spi.Batch;
import dev.pagurus.spi.Commit;
import dev.pagurus.spi.Condition;
import dev.pagurus.spi.Documents;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.spi.Plan;
import dev.pagurus.spi.StoredDocument;
import dev.pagurus.spi.Write;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A collection of one user's documents. Made by {@link UserStore#collection}; costs nothing to
 * make, holds nothing, is safe for many threads.
 *
 * <p>Every write here is a commit of its own: durable when the call returns, as the store's
 * durability says (DUR). Every read sees all commits acknowledged before it began (QUERY-6). All
 * methods throw {@link StoreException}: INVALID for names, bodies and queries that cannot be,
 * CORRUPT for a damaged document, BUSY, UNAVAILABLE, FULL and CLOSED as they come.
 *
 * @param <T> what bodies are read as
 */
public final class DocumentCollection<T> {

  private final Session session;
  private final String user;
  private final String name;
  private final Codec<T> codec;

  DocumentCollection(Session session, String user, String name, Codec<T> codec) {
    this.session = session;
    this.user = user;
    this.name = name;
    this.codec = codec;
  }

  /**
   * The collection's name.
   *
   * @return the name
   */
  public String name() {
    return name;
  }

  /**
   * Creates a document under a new id: a UUIDv7, increasing within the process (ADDR-6).
   *
   * @param value its body
   * @return the document as it was written
   */
  public Document<T> create(T value) {
    return create(Ids.next(), value);
  }

  /**
   * Creates a document.
   *
   * @param id its id
   * @param value its body
   * @return the document as it was written
   * @throws StoreException EXISTS if there is one already
   */
  public Document<T> create(String id, T value) {
    return write("create", id, value, Condition.ABSENT);
  }

  /**
   * Writes a document, there or not.
   *
   * @param id its id
   * @param value its body
   * @return the document as it was written
   */
  public Document<T> put(String id, T value) {
    return write("put", id, value, Condition.NONE);
  }

  /**
   * Writes over a document that is there.
   *
   * @param id its id
   * @param value its new body
   * @return the document as it was written
   * @throws StoreException CONFLICT if there is none
   */
  public Document<T> replace(String id, T value) {
    return write("replace", id, value, Condition.PRESENT);
  }

  /**
   * Writes over a document that is as it was read.
   *
   * @param id its id
   * @param value its new body
   * @param revision the revision it must have, 1 or more
   * @return the document as it was written
   * @throws StoreException CONFLICT if it has another or is gone
   */
  public Document<T> replace(String id, T value, long revision) {
    return write("replace", id, value, atRevision("replace", id, revision));
  }

  private Document<T> write(String operation, String id, T value, Condition condition) {
    return write(
        operation, id, value, calls(operation, id).run(() -> codec.encode(value)), condition);
  }

  private Document<T> write(String operation, String id, T value, Body body, Condition condition) {
    Commit commit =
        calls(operation, id)
            .run(
                () ->
                    session
                        .backend()
                        .commit(user, Batch.of(new Write.Put(address(id), body, condition))));
    Commit.Outcome outcome = commit.outcomes().get(0);
    return new Document<>(
        user, name, id, commit.revision(), outcome.createdAt(), outcome.updatedAt(), value);
  }

  /**
   * Deletes a document.
   *
   * @param id its id
   * @return whether there was one; if not, nothing happened
   */
  public boolean delete(String id) {
    return delete(id, Condition.NONE);
  }

  /**
   * Deletes a document that is as it was read.
   *
   * @param id its id
   * @param revision the revision it must have, 1 or more
   * @return true
   * @throws StoreException CONFLICT if it has another or is gone
   */
  public boolean delete(String id, long revision) {
    return delete(id, atRevision("delete", id, revision));
  }

  private boolean delete(String id, Condition condition) {
    return calls("delete", id)
        .run(
            () ->
                session.backend().commit(user, Batch.of(new Write.Delete(address(id), condition))))
        .outcomes()
        .get(0)
        .existed();
  }

  private Condition atRevision(String operation, String id, long revision) {
    return calls(operation, id).run(() -> Condition.atRevision(revision));
  }

  /**
   * Reads a document.
   *
   * @param id its id
   * @return the document, empty if there is none
   * @throws StoreException CORRUPT if it is damaged
   */
  public Optional<Document<T>> get(String id) {
    Calls calls = calls("get", id);
    StoredDocument found =
        calls.<@Nullable StoredDocument>run(
            () -> session.backend().get(user, List.of(address(id))).found().get(0));
    return found == null ? Optional.empty() : Optional.of(decode(calls, found));
  }

  /**
   * Reads many documents, all from one state.
   *
   * @param ids up to 1,000 ids
   * @return one for each id, in that order, empty where there is none
   */
  public List<Optional<Document<T>>> get(List<String> ids) {
    Calls calls = calls("get", null);
    Documents documents =
        calls.run(() -> session.backend().get(user, ids.stream().map(this::address).toList()));
    List<Optional<Document<T>>> answer = new ArrayList<>(ids.size());
    for (StoredDocument found : documents.found()) {
      answer.add(found == null ? Optional.empty() : Optional.of(decode(calls, found)));
    }
    return answer;
  }

  /**
   * Changes a document by a JSON Merge Patch (RFC 7396): members of the patch replace those of the
   * document, null removes.
   *
   * @param id its id
   * @param mergePatch an object
   * @return the document as it was written
   * @throws StoreException CONFLICT if there is none, or if others kept changing it
   */
  public Document<T> patch(String id, JsonNode mergePatch) {
    Calls calls = calls("patch", id);
    Body patch = calls.run(() -> Body.of(mergePatch));
    return modify(calls, id, stored -> calls.run(() -> MergePatch.apply(stored.body(), patch)));
  }

  /**
   * Reads a document, lets a function decide, and writes what it answers over the very revision
   * that was read; if somebody else was faster, starts over, a bounded number of times.
   *
   * @param id its id
   * @param change from the value as it is to the value as it should be; may be called several
   *     times. What it throws comes out as it is, and nothing is written
   * @return the document as it was written
   * @throws StoreException CONFLICT if there is none, or if others kept changing it
   */
  public Document<T> update(String id, UnaryOperator<T> change) {
    Calls calls = calls("update", id);
    return modify(
        calls,
        id,
        stored -> {
          T changed = change.apply(decode(calls, stored).value());
          return calls.run(() -> codec.encode(changed));
        });
  }

  private Document<T> modify(Calls calls, String id, Function<StoredDocument, Body> change) {
    return Retry.onConflict(
        session.attempts(),
        () -> {
          StoredDocument stored =
              calls.<@Nullable StoredDocument>run(
                  () -> session.backend().get(user, List.of(address(id))).found().get(0));
          if (stored == null) {
            throw calls.fail(
                ErrorCode.CONFLICT,
                "expected a document and found none; nothing was changed",
                null);
          }
          Body body = change.apply(stored);
          Condition unmoved = Condition.atRevision(stored.revision());
          Commit commit =
              calls.run(
                  () ->
                      session
                          .backend()
                          .commit(
                              user,
                              Batch.of(
                                  new Write.Put(address(id), codec.requireSize(body), unmoved))));
          Commit.Outcome outcome = commit.outcomes().get(0);
          return decode(
              calls,
              new StoredDocument(
                  stored.address(),
                  commit.revision(),
                  outcome.createdAt(),
                  outcome.updatedAt(),
                  body));
        });
  }

  /**
   * Finds documents, all from one state.
   *
   * @param query which, in which order and how many; without a limit all of them, in memory: see
   *     {@link #stream(Query)}
   * @return the documents, and a cursor if the limit left some over
   */
  public Page<T> find(Query query) {
    return find(query, Optional.empty());
  }

  /**
   * Finds the documents after a page.
   *
   * @param query the same query; its limit may differ
   * @param cursor the cursor of the page before
   * @return the next page
   * @throws StoreException INVALID if the cursor is damaged or belongs to another query
   */
  public Page<T> find(Query query, String cursor) {
    return find(query, Optional.of(cursor));
  }

  /**
   * Finds documents by a query as text.
   *
   * @param query in the query language, such as {@code population > 100000 order by name limit 20}
   * @return the documents, and a cursor if the limit left some over
   * @throws StoreException INVALID with the position if the text is not a query
   */
  public Page<T> find(String query) {
    return find(calls("find", null).run(() -> Query.parse(query)));
  }

  private Page<T> find(Query query, Optional<String> cursor) {
    Calls calls = calls("find", null);
    Cursor cursors = Cursor.withinUser(user, name, query);
    Answer<StoredDocument> answer =
        calls.run(
            () -> {
              Position after = cursor.isPresent() ? cursors.read(cursor.get()) : null;
              return session.finder().find(user, name, query, after, Long.MAX_VALUE);
            });
    return page(calls, answer, Finder.order(query), cursors);
  }

  private Page<T> page(
      Calls calls,
      Answer<StoredDocument> answer,
      DocumentOrder<StoredDocument> order,
      Cursor cursors) {
    List<Document<T>> documents = new ArrayList<>(answer.rows().size());
    for (StoredDocument row : answer.rows()) {
      documents.add(decode(calls, row));
    }
    Optional<String> next =
        answer.more()
            ? Optional.of(
                cursors.write(order.positionOf(answer.rows().get(answer.rows().size() - 1))))
            : Optional.empty();
    return new Page<>(documents, next, Damage.report(calls, answer.damaged()));
  }

  /**
   * Lists documents in id order.
   *
   * @param limit how many at most, 1 or more
   * @return the first page
   */
  public Page<T> list(int limit) {
    return find(calls("list", null).run(() -> Query.all().limit(limit)));
  }

  /**
   * Lists the documents after a page, in id order.
   *
   * @param limit how many at most, 1 or more
   * @param cursor the cursor of the page before
   * @return the next page
   */
  public Page<T> list(int limit, String cursor) {
    return find(calls("list", null).run(() -> Query.all().limit(limit)), cursor);
  }

  /**
   * Finds the documents that match best: those the query finds, best first by how often and how
   * densely the words of its {@code matches} occur, the id breaking ties. Every match is looked at.
   *
   * @param query with at least one {@code matches}; its own order is not used
   * @return the best, as many as the limit says, 1,000 if it says nothing; no cursor
   */
  public Page<T> search(Query query) {
    Calls calls = calls("search", null);
    Answer<StoredDocument> answer =
        calls.run(() -> new Search(session.finder()).search(user, name, query));
    return new Page<>(
        answer.rows().stream().map(row -> decode(calls, row)).toList(),
        Optional.empty(),
        Damage.report(calls, answer.damaged()));
  }

  /**
   * Streams all documents in id order, in constant memory.
   *
   * @return a stream to be closed; see {@link #stream(Query)}
   */
  public Stream<Document<T>> stream() {
    return stream(Query.all());
  }

  /**
   * Streams what a query finds, in constant memory, page by page: each page is from one state, and
   * a document that is not touched meanwhile comes exactly once. An order that no index gives costs
   * a scan per page. Damaged documents do not stop the stream: the others come first, and then the
   * first damage is thrown as CORRUPT.
   *
   * @param query which, in which order and how many
   * @return a stream to be closed
   */
  public Stream<Document<T>> stream(Query query) {
    Calls calls = calls("stream", null);
    DocumentOrder<StoredDocument> order = Finder.order(query);
    return Streams.of(
        query,
        (part, after, maxBytes) -> {
          Answer<StoredDocument> answer =
              calls.run(() -> session.finder().find(user, name, part, after, maxBytes));
          Position last =
              answer.more() ? order.positionOf(answer.rows().get(answer.rows().size() - 1)) : null;
          return new Streams.Part<>(
              answer.rows().stream().map(row -> decode(calls, row)).toList(),
              last,
              Damage.report(calls, answer.damaged()));
        });
  }

  /**
   * Counts all documents.
   *
   * @return 0 or more
   */
  public long count() {
    return count(Query.all());
  }

  /**
   * Counts what a query finds; its order and limit do not matter.
   *
   * @param query which
   * @return 0 or more
   * @throws StoreException CORRUPT if a damaged document must be looked at to know
   */
  public long count(Query query) {
    Calls calls = calls("count", null);
    return calls.run(
        () -> {
          session.finder().requireIndexed(name, Query.of(query.filter()));
          return session.backend().count(user, name, query.filter()).count();
        });
  }

  /**
   * Says how a query would be answered (QUERY-7).
   *
   * @param query any query
   * @return which index serves which part, and what is left to evaluate
   */
  public Plan explain(Query query) {
    return calls("explain", null)
        .run(() -> session.backend().explain(Finder.request(user, name, query, null)));
  }

  private Address address(String id) {
    return new Address(name, Names.requireId(id));
  }

  private Document<T> decode(Calls calls, StoredDocument stored) {
    return codec.decode(calls, user, stored);
  }

  private Calls calls(String operation, @Nullable String id) {
    return new Calls(operation, user, name, id);
  }
}
