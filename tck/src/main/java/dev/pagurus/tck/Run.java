package dev.pagurus.tck;

import dev.pagurus.Backends;
import dev.pagurus.spi.Traits;
import dev.pagurus.tck.TestResult.Outcome;
import dev.pagurus.tck.memory.MemoryProvider;
import dev.pagurus.tck.stage.Broken;
import dev.pagurus.tck.stage.Directories;
import dev.pagurus.tck.stage.TestStore;
import dev.pagurus.tck.stage.Unexercised;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One run of the kit: takes tests one by one, then answers the report. Used by one thread. */
final class Run implements AutoCloseable {

  private static final int MOST_TOLD = 10_000;

  private final Target target;
  private final Options options;
  private final Traits traits;
  private final List<TestCase> selected;
  private final Judge judge;
  private final Path directory;
  private final Instant started = Instant.now();
  private final List<TestResult> results = new ArrayList<>();

  Run(Target target, Options options) {
    this(target, options, Manifest.load(), LocalDate.now(ZoneOffset.UTC));
  }

  private Run(Target target, Options options, Manifest manifest, LocalDate today) {
    this(target, options, manifest, TestCase.all(manifest), today);
  }

  Run(Target target, Options options, Manifest manifest, List<TestCase> all, LocalDate today) {
    this.target = target;
    this.options = options;
    this.traits = Backends.named(target.provider()).traits();
    this.selected = select(all, options.only());
    this.judge = new Judge(manifest, all, target.waivers(), today);
    this.directory = makeDirectory(options);
  }

  private static List<TestCase> select(List<TestCase> all, List<String> only) {
    if (only.isEmpty()) {
      return all;
    }
    Set<String> unknown = new HashSet<>(only);
    all.forEach(test -> unknown.removeAll(Set.of(test.group(), test.id())));
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          "the kit has no group or test called "
              + String.join(", ", unknown)
              + "; its groups are "
              + Kit.groups());
    }
    return all.stream()
        .filter(test -> only.contains(test.group()) || only.contains(test.id()))
        .toList();
  }

  private static Path makeDirectory(Options options) {
    try {
      if (options.directory().isPresent()) {
        return Files.createDirectories(options.directory().get());
      }
      return Files.createTempDirectory("pagurus-tck-");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make a directory for the kit's stores", e);
    }
  }

  List<TestCase> tests() {
    return selected;
  }

  /** Runs one test on a fresh store. */
  TestResult execute(TestCase test) {
    TestResult result =
        test.needsDisk() && traits.persistence() == Traits.Persistence.PROCESS
            ? unrun(test, Outcome.NOT_APPLICABLE, "the backend keeps nothing beyond its process")
            : executeOnStore(test);
    results.add(result);
    return result;
  }

  private TestResult executeOnStore(TestCase test) {
    String word =
        "tck" + results.size() + "x" + Long.toString(started.toEpochMilli(), Character.MAX_RADIX);
    Path own = directory.resolve(results.size() + "-" + test.id());
    TestStore store = null;
    Throwable failure = null;
    try {
      Files.createDirectories(own);
      store =
          new TestStore(
              target.store(own, word),
              traits,
              new TestStore.Means(seed(test), options.scale(), target.fixtures(), target.damage()));
      TestStore fresh = store;
      Watchdog.run("tck " + test.id(), options.patience(), () -> runAndClose(test, fresh));
    } catch (Throwable e) {
      failure = e;
    } finally {
      clean(own);
    }
    return result(test, store, failure);
  }

  private static void runAndClose(TestCase test, TestStore store) throws Throwable {
    try {
      test.run(store);
    } catch (Throwable e) {
      try {
        store.close();
      } catch (RuntimeException second) {
        e.addSuppressed(second);
      }
      throw e;
    }
    store.close();
  }

  /** The same for a test whatever ran before it, so that it can be run again alone. */
  private long seed(TestCase test) {
    return options.seed() * 31 + test.id().hashCode();
  }

  private TestResult result(TestCase test, @Nullable TestStore store, @Nullable Throwable failure) {
    if (failure == null && store != null && store.tally().operations() == 0) {
      failure = new AssertionError("the test asked the store nothing");
    }
    Outcome outcome = outcome(test, failure);
    return new TestResult(
        test.id(),
        inDoubt(test, failure),
        outcome,
        failure == null ? "" : describe(failure),
        store == null ? List.of() : store.notes(),
        store == null ? 0 : store.tally().operations(),
        store == null ? 0 : store.tally().documents(),
        Optional.ofNullable(failure));
  }

  /**
   * A test of many rules may say which of them it found broken; of the others its failure says
   * nothing.
   */
  private static List<String> inDoubt(TestCase test, @Nullable Throwable failure) {
    if (failure instanceof Broken broken) {
      List<String> rules = test.rules().stream().filter(broken.rules()::contains).toList();
      return rules.isEmpty() ? test.rules() : rules;
    }
    return test.rules();
  }

  private Outcome outcome(TestCase test, @Nullable Throwable failure) {
    if (failure == null) {
      return Outcome.PASSED;
    }
    if (judge.excuses(test)) {
      return Outcome.WAIVED;
    }
    return failure instanceof Unexercised ? Outcome.UNEXERCISED : Outcome.FAILED;
  }

  private static String describe(Throwable failure) {
    boolean plain = failure instanceof AssertionError || failure instanceof Unexercised;
    String message = failure.getMessage();
    String text = plain && message != null ? message : failure.toString();
    return text.length() <= MOST_TOLD ? text : text.substring(0, MOST_TOLD) + "...";
  }

  private static TestResult unrun(TestCase test, Outcome outcome, String why) {
    return new TestResult(test.id(), test.rules(), outcome, why, List.of(), 0, 0, Optional.empty());
  }

  Report report() {
    boolean whole = options.only().isEmpty();
    List<RuleResult> rules = judge.rules(results);
    List<String> problems = judge.problems(results, rules, whole);
    return new Report(
        target.name(),
        target.provider(),
        target.settings(),
        judge.verdict(results, problems, whole),
        options,
        started,
        rules,
        results,
        problems,
        target.waivers());
  }

  private void clean(Path own) {
    MemoryProvider.forget(own.toString());
    if (options.directory().isEmpty()) {
      Directories.delete(own);
    }
  }

  @Override
  public void close() {
    clean(directory);
  }
}
