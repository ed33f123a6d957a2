package dev.pagurus.tck.saboteurs;

import dev.pagurus.document.Address;
import dev.pagurus.document.Body;
import dev.pagurus.spi.Backend;
import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.Batch;
import dev.pagurus.spi.Change;
import dev.pagurus.spi.Commit;
import dev.pagurus.spi.Condition;
import dev.pagurus.spi.Documents;
import dev.pagurus.spi.StoredDocument;
import dev.pagurus.spi.Write;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** What goes wrong with one document at a time. */
final class CrudSaboteurs {

  private static final String GROUP = "CRUD";

  private CrudSaboteurs() {}

  static List<Saboteur> all() {
    return List.of(
        Saboteur.of(
            GROUP,
            "CRUD-1",
            "create overwrites",
            Breaks.conditions(
                condition -> condition.equals(Condition.ABSENT) ? Condition.NONE : condition)),
        Saboteur.of(
            GROUP,
            "CRUD-1",
            "an id that was deleted cannot be created again",
            Breaks.commit(CrudSaboteurs::refusingDeletedIds)),
        Saboteur.of(
            GROUP,
            "CRUD-2",
            "put wants no document",
            Breaks.writes(
                write ->
                    write instanceof Write.Put && write.condition().equals(Condition.NONE)
                        ? Breaks.conditioned(write, Condition.ABSENT)
                        : write)),
        Saboteur.of(
            GROUP,
            "CRUD-2",
            "put keeps members of the old body",
            Breaks.commit(CrudSaboteurs::merging)),
        Saboteur.of(
            GROUP,
            "CRUD-3",
            "replace and delete do not look at the revision",
            Breaks.conditions(
                condition ->
                    condition.kind() == Condition.Kind.AT_REVISION
                        ? Condition.PRESENT
                        : condition)),
        Saboteur.of(
            GROUP,
            "CRUD-3",
            "replace creates",
            Breaks.conditions(
                condition -> condition.equals(Condition.PRESENT) ? Condition.NONE : condition)),
        Saboteur.of(
            GROUP, "CRUD-4", "delete always answers true", outcomes(CrudSaboteurs::existing)),
        Saboteur.of(
            GROUP,
            "CRUD-4",
            "delete of nothing is an error",
            Breaks.writes(
                write ->
                    write instanceof Write.Delete
                        ? Breaks.conditioned(write, Condition.PRESENT)
                        : write)),
        Saboteur.of(
            GROUP,
            "CRUD-5",
            "get of many answers in the order of ids",
            Breaks.get(
                (next, user, addresses) -> next.get(user, addresses.stream().sorted().toList()))),
        Saboteur.of(
            GROUP,
            "CRUD-5",
            "get of many leaves out what is not there",
            Breaks.get(
                (next, user, addresses) -> {
                  Documents all = next.get(user, addresses);
                  return new Documents(
                      all.revision(), all.found().stream().filter(one -> one != null).toList());
                })),
        Saboteur.of(
            GROUP,
            "CRUD-5",
            "get of many answers an id that stands twice once",
            Breaks.get(CrudSaboteurs::answeringOnce)),
        Saboteur.of(
            GROUP,
            "CRUD-5",
            "get of many reads no more than 500",
            Breaks.get(
                (next, user, addresses) -> {
                  Documents all = next.get(user, addresses);
                  List<@Nullable StoredDocument> found = new ArrayList<>(all.found());
                  for (int i = 500; i < found.size(); i++) {
                    found.set(i, null);
                  }
                  return new Documents(all.revision(), found);
                })));
  }

  private static Commit refusingDeletedIds(Backend next, String user, Batch batch) {
    Set<Address> deleted = new HashSet<>();
    next.changes(user, 0, Integer.MAX_VALUE).changes().stream()
        .filter(Change.Deleted.class::isInstance)
        .forEach(change -> deleted.add(change.address()));
    for (Write write : batch.writes()) {
      if (write.condition().equals(Condition.ABSENT) && deleted.contains(write.address())) {
        throw BackendException.conditionFailed(write.address(), Condition.ABSENT, 1);
      }
    }
    return next.commit(user, batch);
  }

  private static Commit merging(Backend next, String user, Batch batch) {
    List<Write> merged = new ArrayList<>();
    for (Write write : batch.writes()) {
      StoredDocument old = next.get(user, List.of(write.address())).found().get(0);
      if (write instanceof Write.Put put && old != null) {
        ObjectNode body = old.body().toTree();
        body.setAll(put.body().toTree());
        merged.add(new Write.Put(put.address(), Body.of(body), put.condition()));
      } else {
        merged.add(write);
      }
    }
    return next.commit(user, new Batch(merged, batch.expected()));
  }

  private static Commit.Outcome existing(Commit.Outcome outcome) {
    return new Commit.Outcome(true, outcome.createdAt(), outcome.updatedAt());
  }

  static UnaryOperator<Backend> outcomes(UnaryOperator<Commit.Outcome> change) {
    return Breaks.commit(
        (next, user, batch) -> {
          Commit commit = next.commit(user, batch);
          return new Commit(commit.revision(), commit.outcomes().stream().map(change).toList());
        });
  }

  private static Documents answeringOnce(Backend next, String user, List<Address> addresses) {
    Documents all = next.get(user, addresses);
    Set<Address> answered = new HashSet<>();
    List<@Nullable StoredDocument> found = new ArrayList<>();
    for (int i = 0; i < addresses.size(); i++) {
      found.add(answered.add(addresses.get(i)) ? all.found().get(i) : null);
    }
    return new Documents(all.revision(), found);
  }
}
