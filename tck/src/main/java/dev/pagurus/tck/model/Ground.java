package dev.pagurus.tck.model;

import dev.pagurus.DocumentCollection;
import dev.pagurus.Store;
import dev.pagurus.UserStore;
import dev.pagurus.tck.stage.KitClock;
import tools.jackson.databind.node.ObjectNode;

/** Where a program is played: a store, and what may be done to it from outside. */
abstract class Ground {

  private final KitClock clock;

  Ground(KitClock clock) {
    this.clock = clock;
  }

  /** The open store. */
  abstract Store store();

  /** Closes and opens the store. */
  abstract void reopen();

  KitClock clock() {
    return clock;
  }

  UserStore user(String name) {
    return store().user(name);
  }

  DocumentCollection<ObjectNode> docs(String user, String collection) {
    return user(user).collection(collection);
  }
}
