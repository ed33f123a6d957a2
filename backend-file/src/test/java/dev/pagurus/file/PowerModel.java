package dev.pagurus.file;

import dev.pagurus.document.Address;
import dev.pagurus.document.Body;
import dev.pagurus.spi.Write;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What the users of a store were told, commit by commit. Safe for many threads. */
final class PowerModel {

  /** A document: by which commit, and what. */
  record Doc(long revision, Body body) {}

  /**
   * Where a user stands.
   *
   * @param deleted the revisions of deletions that the feed tells
   */
  record State(long revision, Map<String, Doc> documents, Map<String, Long> deleted) {

    static final State NONE = new State(0, Map.of(), Map.of());

    State after(List<Write> writes) {
      Map<String, Doc> documents = new TreeMap<>(this.documents);
      Map<String, Long> deleted = new TreeMap<>(this.deleted);
      boolean changes = false;
      for (Write write : writes) {
        String key = key(write.address());
        if (write instanceof Write.Put put) {
          documents.put(key, new Doc(revision + 1, put.body()));
          deleted.remove(key);
          changes = true;
        } else if (documents.remove(key) != null) {
          deleted.put(key, revision + 1);
          changes = true;
        }
      }
      return changes ? new State(revision + 1, documents, deleted) : this;
    }

    @Override
    public String toString() {
      StringBuilder told = new StringBuilder("at " + revision + ":");
      documents.forEach(
          (key, doc) -> told.append(' ').append(key).append('@').append(doc.revision));
      deleted.forEach((key, at) -> told.append(" -").append(key).append('@').append(at));
      return told.toString();
    }
  }

  static String key(Address address) {
    return address.collection() + "/" + address.id();
  }

  private final Map<String, List<State>> histories = new HashMap<>();
  private final Map<String, Integer> acknowledged = new HashMap<>();
  private final Set<Address> addresses = new TreeSet<>((a, b) -> key(a).compareTo(key(b)));
  private boolean declaring;
  private boolean declared;

  synchronized State last(String user) {
    List<State> history = history(user);
    return history.get(history.size() - 1);
  }

  private List<State> history(String user) {
    return histories.computeIfAbsent(user, none -> new ArrayList<>(List.of(State.NONE)));
  }

  synchronized void begin(String user, State next, List<Write> writes) {
    history(user).add(next);
    writes.forEach(write -> addresses.add(write.address()));
  }

  synchronized void acknowledge(String user) {
    acknowledged.put(user, history(user).size() - 1);
  }

  /** The call failed, and says that nothing was changed. */
  synchronized void takeBack(String user) {
    history(user).remove(history(user).size() - 1);
  }

  synchronized void declare(boolean done) {
    declaring = true;
    declared |= done;
  }

  /** What is promised at some moment. */
  record Promise(Map<String, Integer> acknowledged, boolean declared) {}

  synchronized Promise promise() {
    return new Promise(Map.copyOf(acknowledged), declared);
  }

  /**
   * What may be found.
   *
   * @param states of each user, those of before included if that is allowed
   * @param addresses all that ever were
   * @param declared whether the index must be there
   * @param declaring whether it may be
   */
  record Allowed(
      Map<String, List<State>> states,
      List<Address> addresses,
      boolean declared,
      boolean declaring) {}

  /**
   * What may be found after a loss of power.
   *
   * @param promise of the moment before
   * @param relaxed whether older states may be found too
   */
  synchronized Allowed allowed(Promise promise, boolean relaxed) {
    Map<String, List<State>> states = new HashMap<>();
    histories.forEach(
        (user, history) -> {
          int from = relaxed ? 0 : promise.acknowledged.getOrDefault(user, 0);
          states.put(user, List.copyOf(history.subList(from, history.size())));
        });
    return new Allowed(states, List.copyOf(addresses), promise.declared, declaring);
  }
}
