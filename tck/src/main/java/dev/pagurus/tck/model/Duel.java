package dev.pagurus.tck.model;

import dev.pagurus.tck.stage.Broken;
import dev.pagurus.tck.stage.Directories;
import dev.pagurus.tck.stage.StoreSpec;
import dev.pagurus.tck.stage.TestStore;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tools.jackson.databind.json.JsonMapper;

/** Plays programs on a backend and on the reference, and compares every answer. */
public final class Duel {

  private static final int SHRINKING_TRIES = 600;
  private static final int SHRINKING_TRIES_WITH_CRASHES = 30;
  private static final int MOST_SHOWN = 1_500;

  private final TestStore test;

  /**
   * Prepares.
   *
   * @param test whose backend to try
   */
  public Duel(TestStore test) {
    this.test = test;
  }

  /**
   * Plays programs of everything that can be done to a store.
   *
   * @param programs how many
   * @param length of how many steps
   */
  public void mixed(int programs, int length) {
    for (int i = 0; i < programs; i++) {
      fight(Programs.mixed(test.random().nextLong(), length), this::play, SHRINKING_TRIES);
    }
  }

  /**
   * Plays programs that fill collections and find in them.
   *
   * @param programs how many
   * @param finds of how many finds
   */
  public void finds(int programs, int finds) {
    for (int i = 0; i < programs; i++) {
      fight(Programs.finds(test.random().nextLong(), finds), this::play, SHRINKING_TRIES);
    }
  }

  /**
   * Plays programs of everything, killing the process in between.
   *
   * @param programs how many
   * @param length of how many steps
   * @param contestants opens a store in a process that can be killed
   */
  public void crashing(int programs, int length, Function<StoreSpec, Contestant> contestants) {
    for (int i = 0; i < programs; i++) {
      long seed = test.random().nextLong();
      List<Op> whole = Programs.crashing(seed, length);
      List<Op> numbered =
          IntStream.range(0, whole.size())
              .mapToObj(step -> (Op) new Numbered(step, whole.get(step)))
              .toList();
      fight(numbered, part -> play(part, seed, length, contestants), SHRINKING_TRIES_WITH_CRASHES);
    }
  }

  private static void fight(
      List<Op> program, Function<List<Op>, Optional<Difference>> play, int tries) {
    if (play.apply(program).isPresent()) {
      List<Op> smallest =
          new Shrinker(shorter -> play.apply(shorter).isPresent(), tries).shrink(program);
      Difference difference =
          play.apply(smallest)
              .or(() -> play.apply(program))
              .orElseThrow(
                  () ->
                      new AssertionError(
                          "a program answered otherwise once, and not again:\n" + text(program)));
      throw new Broken(
          difference.op().rules(),
          "a program answers otherwise than the reference:\n"
              + text(smallest)
              + "\nat: "
              + difference.op()
              + "\nexpected: "
              + shown(difference.expected())
              + "\ngot:      "
              + shown(difference.got()));
    }
  }

  /** Where answers differ first. */
  private record Difference(Op op, String expected, String got) {}

  /**
   * A step that keeps its place in the whole program, since the other process makes the program
   * from its seed.
   */
  private record Numbered(int number, Op op) implements Op {

    @Override
    public String play(Ground ground) {
      return op.play(ground);
    }

    @Override
    public List<String> rules() {
      return op.rules();
    }

    @Override
    public String toString() {
      return op.toString();
    }
  }

  private Optional<Difference> play(List<Op> program) {
    StoreSpec spec = test.anotherSpec();
    try (LocalGround reference = new LocalGround(test.referenceSpec(), test.tally(), false);
        LocalGround tried = new LocalGround(spec, test.tally(), true)) {
      for (Op op : program) {
        String expected = op.play(reference);
        String got = answer(op, tried);
        if (!expected.equals(got)) {
          return Optional.of(new Difference(op, expected, got));
        }
      }
      return Optional.empty();
    } finally {
      Directories.delete(spec.directory());
    }
  }

  private Optional<Difference> play(
      List<Op> program, long seed, int length, Function<StoreSpec, Contestant> contestants) {
    StoreSpec spec = test.anotherSpec();
    try (LocalGround reference = new LocalGround(test.referenceSpec(), test.tally(), false);
        Contestant tried = contestants.apply(spec)) {
      for (Op op : program) {
        Numbered step = (Numbered) op;
        String order = Player.order(seed, length, step.number(), reference.clock().instant());
        String expected = op.play(reference);
        if (step.op() instanceof StoreOps.Crash) {
          tried.crash();
        } else {
          String got = JsonMapper.shared().readTree(tried.play(order)).stringValue();
          if (!expected.equals(got)) {
            return Optional.of(new Difference(op, expected, got));
          }
        }
      }
      return Optional.empty();
    } finally {
      Directories.delete(spec.directory());
    }
  }

  /** What no backend may throw is a difference like any other. */
  static String answer(Op op, Ground ground) {
    try {
      return op.play(ground);
    } catch (RuntimeException e) {
      return "threw " + e;
    }
  }

  private static String text(List<Op> program) {
    return program.stream()
        .map(op -> "  " + shown(op.toString()))
        .collect(Collectors.joining("\n"));
  }

  private static String shown(String text) {
    return text.length() <= MOST_SHOWN
        ? text
        : text.substring(0, MOST_SHOWN) + "... (" + text.length() + " characters)";
  }
}
