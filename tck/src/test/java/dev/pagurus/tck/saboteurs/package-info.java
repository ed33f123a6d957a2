/**
 * Backends broken on purpose, each in one way, to see that the kit finds it out.
 *
 * <p>The door is {@link dev.pagurus.tck.saboteurs.Saboteurs}, the list of all. Each is the sound
 * reference with one thing done wrong; {@code SaboteurTest} runs the group that must notice, and
 * expects it to name the rule that is broken.
 */
@NullMarked
package dev.pagurus.tck.saboteurs;

import org.jspecify.annotations.NullMarked;
