package dev.pagurus.tck.model;

import dev.pagurus.tck.stage.StoreSpec;
import dev.pagurus.tck.stage.Tally;
import java.io.BufferedReader;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Plays steps of a program in another process than the one that compares the answers. An order is a
 * line: the seed and length of the program, the number of the step, and what the clock shows. The
 * answer is a line: a JSON string.
 */
public final class Player {

  private final StoreSpec spec;
  private final Consumer<String> answers;

  /**
   * Prepares.
   *
   * @param spec the store to play on
   * @param answers where answers go
   */
  public Player(StoreSpec spec, Consumer<String> answers) {
    this.spec = spec;
    this.answers = answers;
  }

  /** An order. */
  static String order(long seed, int length, int step, Instant now) {
    return seed + " " + length + " " + step + " " + now;
  }

  /**
   * Plays until there are no more orders.
   *
   * @param orders lines
   * @throws IOException if they cannot be read
   */
  public void play(BufferedReader orders) throws IOException {
    try (LocalGround ground = new LocalGround(spec, new Tally(), true)) {
      answers.accept("open");
      long seed = 0;
      List<Op> program = List.of();
      for (String line = orders.readLine(); line != null; line = orders.readLine()) {
        String[] order = line.split(" ", -1);
        if (program.isEmpty() || seed != Long.parseLong(order[0])) {
          seed = Long.parseLong(order[0]);
          program = Programs.crashing(seed, Integer.parseInt(order[1]));
        }
        ground.clock().set(Instant.parse(order[3]));
        String answer = Duel.answer(program.get(Integer.parseInt(order[2])), ground);
        answers.accept(JsonNodeFactory.instance.stringNode(answer).toString());
      }
    }
  }
}
