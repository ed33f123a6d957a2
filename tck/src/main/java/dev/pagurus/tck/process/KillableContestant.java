package dev.pagurus.tck.process;

import dev.pagurus.tck.model.Contestant;
import dev.pagurus.tck.stage.StoreSpec;

/** Plays in a child process. */
public final class KillableContestant implements Contestant {

  private final StoreSpec spec;
  private Child child;

  /**
   * Starts the child.
   *
   * @param spec its store
   */
  public KillableContestant(StoreSpec spec) {
    this.spec = spec;
    this.child = start(spec);
  }

  private static Child start(StoreSpec spec) {
    Child child = Child.start(Role.PLAYER, spec);
    child.mustRead();
    return child;
  }

  @Override
  public String play(String order) {
    child.say(order);
    return child.mustRead();
  }

  @Override
  public void crash() {
    child.kill();
    child = start(spec);
  }

  @Override
  public void close() {
    child.close();
  }
}
