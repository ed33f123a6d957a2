package dev.pagurus.tck.model;

import dev.pagurus.document.FieldPath;
import dev.pagurus.spi.IndexDefinition;
import dev.pagurus.spi.IndexDefinition.Kind;
import dev.pagurus.tck.model.WriteOps.Demand;
import dev.pagurus.tck.model.WriteOps.One;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Random programs. The same seed gives the same program, in every process. */
public final class Programs {

  private final Vocabulary words;
  private final Queries queries;

  /**
   * A clock that goes back and a feed that is copied leave the time of the next commit open, so a
   * program has one of them.
   */
  private final boolean clockGoesBack;

  private Programs(long seed) {
    this.words = new Vocabulary(new SplittableRandom(seed));
    this.queries = new Queries(words);
    this.clockGoesBack = words.chance(50);
  }

  /** A program of everything that can be done to a store. */
  static List<Op> mixed(long seed, int length) {
    Programs programs = new Programs(seed);
    List<Op> program = new ArrayList<>();
    while (program.size() < length) {
      program.add(programs.step());
    }
    program.add(new ReadOps.Lists(3));
    return program;
  }

  /** A program of everything, and of being killed. */
  static List<Op> crashing(long seed, int length) {
    List<Op> program = new ArrayList<>(mixed(seed, length));
    Vocabulary words = new Vocabulary(new SplittableRandom(~seed));
    program.replaceAll(op -> words.chance(4) ? new StoreOps.Crash() : op);
    return program;
  }

  /** A program that declares indexes, fills a collection and then finds. */
  static List<Op> finds(long seed, int finds) {
    Programs programs = new Programs(seed);
    List<Op> program = new ArrayList<>();
    program.add(declare(Kind.TEXT, Vocabulary.TEXT));
    for (int i = 0; i < 4; i++) {
      program.add(programs.fill("alice"));
      program.add(programs.fill("\uFF5E"));
      // A unique index would refuse most of what fills the collection.
      Op index = programs.index(true);
      if (!index.toString().contains("unique")) {
        program.add(index);
      }
    }
    for (int i = 0; i < finds; i++) {
      program.add(programs.find(i % 10 == 9 ? null : "alice"));
      if (i % 20 == 19) {
        program.add(programs.write());
      }
    }
    return program;
  }

  private static Op declare(Kind kind, FieldPath... paths) {
    return new StoreOps.Index("things", new IndexDefinition(kind, List.of(paths)), true);
  }

  private Op step() {
    int dice = words.below(100);
    if (dice < 45) {
      return write();
    }
    if (dice < 70) {
      return find(words.chance(15) ? null : user());
    }
    if (dice < 78) {
      return new ReadOps.GetMany(user(), collection(), words.someIds(8));
    }
    if (dice < 85) {
      return new ReadOps.Feed(user(), words.pick(List.of(0, 0, 50, 90, 100)), 1 + words.below(8));
    }
    return rare(dice);
  }

  private Op rare(int dice) {
    if (dice < 88) {
      return tick();
    }
    if (dice < 91) {
      return index(words.chance(80));
    }
    if (dice < 93) {
      return new StoreOps.Reopen();
    }
    if (dice < 95) {
      return new ReadOps.Lists(1 + words.below(4));
    }
    if (dice < 96) {
      return new StoreOps.Maintain();
    }
    if (dice < 97) {
      return new WriteOps.DeleteUser(user());
    }
    if (dice < 98 && !clockGoesBack) {
      return new StoreOps.Copy(user(), user(), 1 + words.below(8));
    }
    return new WriteOps.Move(user(), collection(), words.id(), words.id() + "2");
  }

  private Op tick() {
    Duration step = Duration.ofMillis(1 + words.below(100_000));
    return new StoreOps.Tick(clockGoesBack && words.chance(40) ? step.negated() : step);
  }

  private String user() {
    return words.pick(words.chance(60) ? Vocabulary.USERS.subList(0, 1) : Vocabulary.USERS);
  }

  private String collection() {
    return words.pick(
        words.chance(80) ? Vocabulary.COLLECTIONS.subList(0, 1) : Vocabulary.COLLECTIONS);
  }

  private Op write() {
    if (words.chance(12)) {
      return new WriteOps.Patch(user(), collection(), words.id(), words.patch());
    }
    String user = user();
    int size = words.chance(70) ? 1 : 1 + words.below(6);
    List<One> writes = new ArrayList<>();
    Set<String> used = new TreeSet<>();
    for (int i = 0; i < size; i++) {
      One one = one(words.chance(60) ? 0 : 35);
      if (used.add(one.collection() + "/" + one.id())) {
        writes.add(one);
      }
    }
    Demand demand =
        words.chance(85)
            ? Demand.NOTHING
            : words.pick(List.of(Demand.CURRENT, Demand.CURRENT, Demand.STALE));
    return new WriteOps.Batch(user, writes, demand);
  }

  /**
   * @param picky how many writes of a hundred demand something
   */
  private One one(int picky) {
    Demand demand = words.chance(picky) ? words.pick(List.of(Demand.values())) : Demand.NOTHING;
    boolean delete = words.chance(25) && demand != Demand.ABSENT && demand != Demand.PRESENT;
    return new One(collection(), words.id(), delete ? null : words.body(), demand);
  }

  private Op fill(String user) {
    List<One> writes = new ArrayList<>();
    for (String id : Vocabulary.IDS) {
      writes.add(new One("things", id + words.below(3), words.body(), Demand.NOTHING));
    }
    return new WriteOps.Batch(user, writes, Demand.NOTHING);
  }

  private Op find(@Nullable String user) {
    return new ReadOps.Find(user, collection(), queries.query());
  }

  private Op index(boolean declared) {
    FieldPath path = words.pick(Vocabulary.PATHS);
    IndexDefinition index =
        switch (words.below(8)) {
          case 0 -> new IndexDefinition(Kind.UNIQUE, List.of(Vocabulary.UNIQUE));
          case 1 -> new IndexDefinition(Kind.ARRAY, List.of(FieldPath.of("list")));
          case 2 -> new IndexDefinition(Kind.TEXT, List.of(Vocabulary.TEXT));
          case 3, 4 -> new IndexDefinition(Kind.VALUE, pair(path));
          default -> new IndexDefinition(Kind.VALUE, List.of(path));
        };
    return new StoreOps.Index(collection(), index, declared);
  }

  private List<FieldPath> pair(FieldPath first) {
    FieldPath second = words.pick(Vocabulary.PATHS);
    return first.equals(second) ? List.of(first) : List.of(first, second);
  }
}
