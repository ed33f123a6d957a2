package dev.pagurus.sharded;

import dev.pagurus.query.Query;
import dev.pagurus.spi.BackendException;
import java.util.Set;
import java.util.TreeSet;

/**
 * Seals a store that was moved. The seal is the registry's own, so that no process can write there
 * any more: no user can be made, removed or declared for, and none can become hot, which each is
 * before it is written to. Those who are hot already could still be written to by whoever has their
 * files open; so each of these is closed once, in every process, and who opens it again sees the
 * seal.
 */
final class Sealing {

  private final Registry registry;
  private final OpenUsers users;

  Sealing(Registry registry, OpenUsers users) {
    this.registry = registry;
    this.users = users;
  }

  /**
   * Seals.
   *
   * @throws BackendException BUSY if somebody keeps a user's file open for too long: the store is
   *     not sealed then
   */
  void seal(String to) {
    boolean was = registry.movedTo() != null;
    if (!was) {
      closeHot(); // so that they leave their figures in the registry while that is possible
    }
    registry.seal(to);
    try {
      closeHot();
    } catch (RuntimeException e) {
      if (!was) {
        unsealAfter(e);
      }
      throw e;
    }
  }

  private void closeHot() {
    Set<String> hot = new TreeSet<>();
    registry.findUsers(Query.where("hot").eq(true), row -> hot.add(row.user()));
    for (String user : hot) {
      users.alone(user, () -> Boolean.TRUE);
    }
  }

  private void unsealAfter(RuntimeException why) {
    try {
      registry.unseal();
    } catch (BackendException e) {
      why.addSuppressed(e);
    }
  }
}
