package dev.pagurus.tck.saboteurs;

import dev.pagurus.spi.Backend;
import dev.pagurus.spi.BackendProvider;
import dev.pagurus.spi.OpenRequest;
import dev.pagurus.tck.Target;
import java.util.function.UnaryOperator;

/**
 * A backend broken in one way.
 *
 * @param name what it does wrong, in words
 * @param group the group that must notice
 * @param rule the rule that must be found broken
 * @param target the broken backend
 * @param sound the same backend unbroken
 * @param opening opens the broken backend in the place of the sound one
 */
public record Saboteur(
    String name, String group, String rule, Target target, Target sound, Opening opening) {

  /** Opens a backend. */
  interface Opening {

    /**
     * Opens a backend, soundly or not.
     *
     * @param sound the provider that does it right
     * @param request what to open
     * @return an open backend
     */
    Backend open(BackendProvider sound, OpenRequest request);
  }

  /** What goes wrong once the sound reference is open. */
  static Saboteur of(String group, String rule, String name, UnaryOperator<Backend> breaks) {
    return opening(group, rule, name, (sound, request) -> breaks.apply(sound.open(request)));
  }

  /** What goes wrong in opening the reference, or needs the clock. */
  static Saboteur opening(String group, String rule, String name, Opening opening) {
    Target sound = Target.of(SaboteurProvider.NAME);
    return new Saboteur(
        name, group, rule, sound.with(SaboteurProvider.BREAK.name(), name), sound, opening);
  }

  /** A backend that breaks itself when its settings say so. */
  static Saboteur on(String group, String rule, String name, Target broken, Target sound) {
    return new Saboteur(name, group, rule, broken, sound, BackendProvider::open);
  }

  @Override
  public String toString() {
    return group + " " + rule + ": " + name;
  }
}
