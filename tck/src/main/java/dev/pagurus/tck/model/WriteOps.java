package dev.pagurus.tck.model;

import dev.pagurus.Document;
import dev.pagurus.TransactionCollection;
import dev.pagurus.WriteBatch;
import dev.pagurus.document.Body;
import dev.pagurus.document.Names;
import dev.pagurus.query.Query;
import dev.pagurus.spi.Commit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The steps that write documents. */
final class WriteOps {

  private WriteOps() {}

  /**
   * What a write demands; revisions are looked up when the step is played, so that programs can be
   * cut.
   */
  enum Demand {
    NOTHING,
    ABSENT,
    PRESENT,
    /** The revision that the document has; 1 if there is none. */
    CURRENT,
    /** A revision that the document does not have. */
    STALE;

    long revision(Ground ground, String user, String collection, String id) {
      Optional<Document<ObjectNode>> there = ground.docs(user, collection).get(id);
      long current = there.map(Document::revision).orElse(1L);
      return this == CURRENT ? current : current + 1;
    }

    String words() {
      return this == NOTHING ? "" : " if " + name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * A write of one document.
   *
   * @param body what to write, null to delete
   */
  record One(String collection, String id, @Nullable Body body, Demand demand) {

    void addTo(WriteBatch batch, Ground ground, String user) {
      boolean atRevision = demand == Demand.CURRENT || demand == Demand.STALE;
      long revision = atRevision ? demand.revision(ground, user, collection, id) : 0;
      if (body == null) {
        WriteBatch unused =
            atRevision ? batch.delete(collection, id, revision) : batch.delete(collection, id);
      } else if (atRevision) {
        batch.replace(collection, id, body.toTree(), revision);
      } else if (demand == Demand.ABSENT) {
        batch.create(collection, id, body.toTree());
      } else if (demand == Demand.PRESENT) {
        batch.replace(collection, id, body.toTree());
      } else {
        batch.put(collection, id, body.toTree());
      }
    }

    List<One> simpler() {
      List<One> simpler = new ArrayList<>();
      if (demand != Demand.NOTHING) {
        simpler.add(new One(collection, id, body, Demand.NOTHING));
      }
      if (body != null) {
        for (String key : body.root().propertyNames()) {
          ObjectNode less = body.toTree();
          less.remove(key);
          simpler.add(new One(collection, id, Body.of(less), demand));
        }
      }
      return simpler;
    }

    @Override
    public String toString() {
      String what = body == null ? "delete " : "put ";
      return what
          + collection
          + "/"
          + Names.quote(id)
          + (body == null ? "" : " " + body)
          + demand.words();
    }
  }

  /**
   * A commit of one or more writes.
   *
   * @param user whose documents
   * @param writes each address once
   * @param demand NOTHING, CURRENT or STALE, of the user's revision
   */
  record Batch(String user, List<One> writes, Demand demand) implements Op {

    Batch {
      writes = List.copyOf(writes);
    }

    @Override
    public String play(Ground ground) {
      // Which of several failing writes an error names is the backend's own.
      return writes.size() > 1
          ? Answers.ofUnplaced(() -> commit(ground))
          : Answers.of(() -> commit(ground));
    }

    private String commit(Ground ground) {
      WriteBatch batch = ground.user(user).batch();
      writes.forEach(write -> write.addTo(batch, ground, user));
      if (demand != Demand.NOTHING) {
        long current = ground.user(user).revision();
        batch.expect(demand == Demand.CURRENT ? current : current + 1);
      }
      Commit commit = batch.commit();
      return commit.revision()
          + commit.outcomes().stream()
              .map(one -> " " + one.existed() + " " + one.createdAt() + " " + one.updatedAt())
              .collect(Collectors.joining(","));
    }

    @Override
    public List<String> rules() {
      return List.of(
          "CRUD-1", "CRUD-2", "CRUD-3", "CRUD-4", "REV-1", "REV-2", "REV-3", "REV-4", "BATCH-2",
          "INDEX-2");
    }

    @Override
    public List<Op> simpler() {
      List<Op> simpler = new ArrayList<>();
      if (demand != Demand.NOTHING) {
        simpler.add(new Batch(user, writes, Demand.NOTHING));
      }
      for (int i = 0; i < writes.size(); i++) {
        if (writes.size() > 1) {
          List<One> fewer = new ArrayList<>(writes);
          fewer.remove(i);
          simpler.add(new Batch(user, fewer, demand));
        }
        for (One less : writes.get(i).simpler()) {
          List<One> changed = new ArrayList<>(writes);
          changed.set(i, less);
          simpler.add(new Batch(user, changed, demand));
        }
      }
      return simpler;
    }

    @Override
    public String toString() {
      return user
          + ": "
          + writes.stream().map(One::toString).collect(Collectors.joining("; "))
          + (demand == Demand.NOTHING ? "" : "; user" + demand.words());
    }
  }

  /** A merge patch of one document. */
  record Patch(String user, String collection, String id, Body patch) implements Op {

    @Override
    public String play(Ground ground) {
      return Answers.of(
          () -> Answers.text(ground.docs(user, collection).patch(id, patch.toTree())));
    }

    @Override
    public List<String> rules() {
      return List.of("CRUD-3", "REV-1", "REV-2", "INDEX-2");
    }

    @Override
    public List<Op> simpler() {
      return new One(collection, id, patch, Demand.NOTHING)
          .simpler().stream()
              .map(
                  less -> (Op) new Patch(user, collection, id, Objects.requireNonNull(less.body())))
              .toList();
    }

    @Override
    public String toString() {
      return user + ": patch " + collection + "/" + Names.quote(id) + " " + patch;
    }
  }

  /** A transaction that moves what one document holds into another. */
  record Move(String user, String collection, String from, String to) implements Op {

    @Override
    public String play(Ground ground) {
      return Answers.ofUnplaced(
          () ->
              ground
                  .user(user)
                  .transactionResult(
                      tx -> {
                        TransactionCollection<ObjectNode> docs = tx.collection(collection);
                        Optional<Document<ObjectNode>> there = docs.get(from);
                        if (there.isPresent()) {
                          docs.delete(from);
                          docs.put(to, there.get().value());
                        }
                        return Answers.text(there) + " of " + docs.count(Query.all());
                      }));
    }

    @Override
    public List<String> rules() {
      return List.of("BATCH-4", "BATCH-2");
    }

    @Override
    public String toString() {
      return user + ": move " + collection + "/" + Names.quote(from) + " to " + Names.quote(to);
    }
  }

  /** The deletion of a user. */
  record DeleteUser(String user) implements Op {

    @Override
    public String play(Ground ground) {
      return Answers.of(() -> Boolean.toString(ground.user(user).delete()));
    }

    @Override
    public List<String> rules() {
      return List.of("USER-2");
    }

    @Override
    public String toString() {
      return "delete user " + user;
    }
  }
}
