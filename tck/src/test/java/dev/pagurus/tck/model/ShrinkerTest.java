package dev.pagurus.tck.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ShrinkerTest {

  private record Step(int number, int size) implements Op {

    @Override
    public String play(Ground ground) {
      return "";
    }

    @Override
    public List<String> rules() {
      return List.of();
    }

    @Override
    public List<Op> simpler() {
      return size == 0 ? List.of() : List.of(new Step(number, size - 1));
    }
  }

  private static List<Op> program(int length) {
    return new ArrayList<>(
        IntStream.range(0, length).mapToObj(number -> (Op) new Step(number, 5)).toList());
  }

  private static int at(List<Op> program, int number) {
    return IntStream.range(0, program.size())
        .filter(i -> ((Step) program.get(i)).number() == number)
        .findFirst()
        .orElse(-1);
  }

  @Test
  void whatDoesNotMatterIsLeftOut() {
    List<Op> smallest =
        new Shrinker(program -> at(program, 3) >= 0 && at(program, 77) >= 0, 10_000)
            .shrink(program(100));
    assertEquals(List.of(new Step(3, 0), new Step(77, 0)), smallest);
  }

  @Test
  void stepsAreMadeAsSimpleAsTheFailureAllows() {
    List<Op> smallest =
        new Shrinker(
                program -> {
                  int at = at(program, 40);
                  return at >= 0 && ((Step) program.get(at)).size() >= 2;
                },
                10_000)
            .shrink(program(64));
    assertEquals(List.of(new Step(40, 2)), smallest);
  }

  @Test
  void whatNeedsManyStepsKeepsThem() {
    List<Op> smallest = new Shrinker(program -> program.size() >= 9, 10_000).shrink(program(60));
    assertEquals(9, smallest.size());
  }

  @Test
  void itTriesABoundedNumberOfProgramsAndKeepsAFailingOne() {
    AtomicInteger tries = new AtomicInteger();
    List<Op> smallest =
        new Shrinker(
                program -> {
                  tries.incrementAndGet();
                  return at(program, 50) >= 0;
                },
                20)
            .shrink(program(100));
    assertTrue(tries.get() <= 20, tries::toString);
    assertTrue(at(smallest, 50) >= 0);
    assertTrue(smallest.size() < 100);
  }
}
