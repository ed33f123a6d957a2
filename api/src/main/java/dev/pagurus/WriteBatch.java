package dev.pagurus;

import dev.pagurus.document.Address;
import dev.pagurus.spi.Batch;
import dev.pagurus.spi.Commit;
import dev.pagurus.spi.Condition;
import dev.pagurus.spi.Write;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * Gathers up to 1,000 writes to one user, over any of its collections, that {@link #commit} commits
 * together or not at all (BATCH). Made by {@link UserStore#batch()}; for one thread.
 *
 * <p>Bodies are values of the collection's type, {@link tools.jackson.databind.JsonNode}s or {@link
 * dev.pagurus.document.Body Bodies}: whatever the store's mapper can write.
 */
public final class WriteBatch {

  private final Session session;
  private final String user;
  private final Codec<Object> codec;
  private final List<Write> writes = new ArrayList<>();
  private OptionalLong expected = OptionalLong.empty();

  WriteBatch(Session session, String user) {
    this.session = session;
    this.user = user;
    this.codec = session.codec(Object.class);
  }

  /**
   * Demands that the user be at a revision when the batch commits (REV-3).
   *
   * @param revision 0 or more
   * @return this batch
   */
  public WriteBatch expect(long revision) {
    expected = OptionalLong.of(revision);
    return this;
  }

  /**
   * Creates a document under a new id.
   *
   * @param collection where
   * @param value its body
   * @return the new id
   */
  public String create(String collection, Object value) {
    String id = Ids.next();
    create(collection, id, value);
    return id;
  }

  /**
   * Creates a document; the commit fails with EXISTS if there is one.
   *
   * @param collection where
   * @param id its id
   * @param value its body
   * @return this batch
   */
  public WriteBatch create(String collection, String id, Object value) {
    return put("create", collection, id, value, Condition.ABSENT);
  }

  /**
   * Writes a document, there or not.
   *
   * @param collection where
   * @param id its id
   * @param value its body
   * @return this batch
   */
  public WriteBatch put(String collection, String id, Object value) {
    return put("put", collection, id, value, Condition.NONE);
  }

  /**
   * Writes over a document; the commit fails with CONFLICT if there is none.
   *
   * @param collection where
   * @param id its id
   * @param value its body
   * @return this batch
   */
  public WriteBatch replace(String collection, String id, Object value) {
    return put("replace", collection, id, value, Condition.PRESENT);
  }

  /**
   * Writes over a document; the commit fails with CONFLICT if it is not at the revision.
   *
   * @param collection where
   * @param id its id
   * @param value its body
   * @param revision 1 or more
   * @return this batch
   */
  public WriteBatch replace(String collection, String id, Object value, long revision) {
    Condition at = calls("replace", collection, id).run(() -> Condition.atRevision(revision));
    return put("replace", collection, id, value, at);
  }

  private WriteBatch put(
      String operation, String collection, String id, Object value, Condition condition) {
    writes.add(
        calls(operation, collection, id)
            .run(() -> new Write.Put(new Address(collection, id), codec.encode(value), condition)));
    return this;
  }

  /**
   * Deletes a document if it is there.
   *
   * @param collection where
   * @param id its id
   * @return this batch
   */
  public WriteBatch delete(String collection, String id) {
    return delete(collection, id, Condition.NONE);
  }

  /**
   * Deletes a document; the commit fails with CONFLICT if it is not at the revision.
   *
   * @param collection where
   * @param id its id
   * @param revision 1 or more
   * @return this batch
   */
  public WriteBatch delete(String collection, String id, long revision) {
    Condition at = calls("delete", collection, id).run(() -> Condition.atRevision(revision));
    return delete(collection, id, at);
  }

  private WriteBatch delete(String collection, String id, Condition condition) {
    writes.add(
        calls("delete", collection, id)
            .run(() -> new Write.Delete(new Address(collection, id), condition)));
    return this;
  }

  /**
   * How many writes were gathered.
   *
   * @return 0 or more
   */
  public int size() {
    return writes.size();
  }

  /**
   * Commits what was gathered, all of it or nothing.
   *
   * @return the user's revision after it, and what each write did, in the order in which they were
   *     gathered
   * @throws StoreException EXISTS, CONFLICT or UNIQUE_VIOLATION with the address of the write that
   *     failed; INVALID if there are too many writes or bytes, or an address twice; nothing was
   *     changed
   */
  public Commit commit() {
    return Calls.of("batch", user)
        .run(() -> session.backend().commit(user, new Batch(writes, expected)));
  }

  private Calls calls(String operation, String collection, String id) {
    return new Calls(operation, user, collection, id);
  }
}
