package dev.pagurus;

import dev.pagurus.query.Cursor;
import dev.pagurus.query.DocumentOrder;
import dev.pagurus.query.Position;
import dev.pagurus.query.Query;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A collection across all users of a store (QUERY-8). Made by {@link Store#acrossUsers}; safe for
 * many threads. Each user's part of an answer is from one state of that user.
 *
 * <p>Without an order, answers come by user and then id, and a page costs what its users cost. With
 * an order every user is asked for its first documents, page by page. Several users are read at
 * once, as the setting {@code users-at-once} says.
 *
 * <p>A user that cannot be read (UNAVAILABLE, CORRUPT, FOREIGN) hides no other: {@link
 * Page#damaged} has its error, which names the user and no document, for up to 1,000 users; a
 * stream ends with the first such error after everything else.
 *
 * @param <T> what bodies are read as
 */
public final class AcrossUsers<T> {

  private final String name;
  private final Codec<T> codec;
  private final AcrossFinder finder;

  AcrossUsers(Session session, String name, Codec<T> codec) {
    this.name = name;
    this.codec = codec;
    this.finder = new AcrossFinder(session);
  }

  /**
   * Finds documents of all users.
   *
   * @param query which, in which order and how many; without a limit all of them, in memory: see
   *     {@link #stream}
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

  private Page<T> find(Query query, Optional<String> cursor) {
    Calls calls = calls("find");
    Cursor cursors = Cursor.acrossUsers(name, query);
    Answer<AcrossFinder.Row> answer =
        calls.run(
            () -> {
              Position after = cursor.isPresent() ? cursors.read(cursor.get()) : null;
              return finder.find(name, query, after, Long.MAX_VALUE);
            });
    Position last = last(query, answer);
    return new Page<>(
        decode(calls, answer),
        last == null ? Optional.empty() : Optional.of(cursors.write(last)),
        Damage.report(calls, answer.damaged()));
  }

  /**
   * Streams what a query finds, in constant memory, as {@link DocumentCollection#stream(Query)}
   * does.
   *
   * @param query which, in which order and how many
   * @return a stream to be closed
   */
  public Stream<Document<T>> stream(Query query) {
    Calls calls = calls("stream");
    return Streams.of(
        query,
        (part, after, maxBytes) -> {
          Answer<AcrossFinder.Row> answer =
              calls.run(() -> finder.find(name, part, after, maxBytes));
          return new Streams.Part<>(
              decode(calls, answer), last(part, answer), Damage.report(calls, answer.damaged()));
        });
  }

  /**
   * Counts what a query finds; its order and limit do not matter.
   *
   * @param query which
   * @return 0 or more
   * @throws StoreException UNAVAILABLE, CORRUPT or FOREIGN, naming the user, if one cannot be read
   */
  public long count(Query query) {
    Calls calls = calls("count");
    return calls.run(
        () ->
            finder.count(
                name,
                query,
                (user, failure) ->
                    StoreException.of(failure, calls.operation(), user, name, null)));
  }

  private static @Nullable Position last(Query query, Answer<AcrossFinder.Row> answer) {
    DocumentOrder<AcrossFinder.Row> order = AcrossFinder.order(query);
    return answer.more() ? order.positionOf(answer.rows().get(answer.rows().size() - 1)) : null;
  }

  private List<Document<T>> decode(Calls calls, Answer<AcrossFinder.Row> answer) {
    List<Document<T>> documents = new ArrayList<>(answer.rows().size());
    for (AcrossFinder.Row row : answer.rows()) {
      documents.add(codec.decode(calls, row.user(), row.document()));
    }
    return documents;
  }

  private Calls calls(String operation) {
    return new Calls(operation + " across users", null, name, null);
  }
}
