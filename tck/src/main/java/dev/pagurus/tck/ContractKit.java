package dev.pagurus.tck;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * The kit under JUnit. The author of a backend derives one class from this:
 *
 * <pre>{@code
 * class SqliteContractTest extends ContractKit {
 *   @Override
 *   protected Target target() {
 *     return Target.of("sqlite").with("durability", "commit");
 *   }
 * }
 * }</pre>
 *
 * <p>All tests come from one factory method that cannot be overridden, so that no test can be
 * hidden by one of the same name; the last of them, the verdict, fails if a rule was not exercised,
 * and writes the report to {@code target/tck}. What to run is set by the system properties of
 * {@link Options#ofSystemProperties}.
 */
@Execution(ExecutionMode.SAME_THREAD)
public abstract class ContractKit {

  private static final Path REPORTS = Path.of("target", "tck");

  /** For derived classes. */
  protected ContractKit() {}

  /**
   * What to try.
   *
   * @return the backend, and how to open it
   */
  protected abstract Target target();

  @TestFactory
  final Stream<DynamicNode> contract() {
    Run run = new Run(target(), Options.ofSystemProperties());
    Map<String, List<DynamicNode>> groups = new LinkedHashMap<>();
    for (TestCase test : run.tests()) {
      groups
          .computeIfAbsent(test.group(), none -> new ArrayList<>())
          .add(dynamicTest(test.words() + " " + test.rules(), () -> execute(run, test)));
    }
    List<DynamicNode> nodes = new ArrayList<>();
    groups.forEach((group, tests) -> nodes.add(dynamicContainer(group, tests)));
    nodes.add(dynamicTest("verdict", () -> conclude(run)));
    return nodes.stream();
  }

  private static void execute(Run run, TestCase test) throws Throwable {
    TestResult result = run.execute(test);
    if (result.outcome() == TestResult.Outcome.FAILED) {
      throw result.failure().orElseThrow();
    }
    Assumptions.assumeTrue(
        result.outcome() == TestResult.Outcome.PASSED,
        () -> result.outcome() + ": " + result.detail());
  }

  private static void conclude(Run run) {
    Report report;
    try (run) {
      report = run.report();
    }
    Path written = report.writeTo(REPORTS);
    if (report.failed()) {
      fail(written + " tells all; seed " + report.options().seed() + "; " + report.problems());
    }
  }
}
