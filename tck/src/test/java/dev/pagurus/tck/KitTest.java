package dev.pagurus.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pagurus.tck.groups.Group;
import dev.pagurus.tck.stage.Rule;
import dev.pagurus.tck.stage.TestStore;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the kit consists of, how it is run, and what it reports. */
final class KitTest {

  private static final String MODEL = "MODEL.randomProgramsAnswerAsTheReferenceDoes";
  private static final Target BROKEN =
      Target.of("saboteur").with("break", "the ninth commit of a user takes two revisions");

  @Test
  void everyRuleHasATestAndEveryTestARule() {
    TreeSet<String> rules = new TreeSet<>(Trial.rules());
    List<TestCase> tests = TestCase.all(Manifest.load());
    tests.forEach(test -> rules.removeAll(test.rules()));
    assertEquals(new TreeSet<>(), rules);
    assertEquals(tests.size(), tests.stream().map(TestCase::id).distinct().count());
  }

  @Test
  void everyClassOfRulesIsInAGroup() throws IOException {
    List<String> known =
        Arrays.stream(Group.values())
            .flatMap(group -> group.classes().stream())
            .map(Class::getSimpleName)
            .toList();
    assertEquals(known.size(), known.stream().distinct().count());
    List<String> forgotten = new ArrayList<>();
    Path sources = Path.of("src", "main", "java", "dev", "pagurus", "tck", "groups");
    try (var files = Files.list(sources)) {
      for (Path file : files.sorted().toList()) {
        String name = file.getFileName().toString().replace(".java", "");
        if (Files.readString(file).contains("  @Rule(") && !known.contains(name)) {
          forgotten.add(name);
        }
      }
    }
    assertEquals(List.of(), forgotten);
  }

  static final class Twice {
    @Rule("ONE-1")
    void first(TestStore test) {}
  }

  static final class WithoutAStore {
    @Rule("ONE-1")
    void first() {}
  }

  static final class OfNoRule {
    @Rule("ONE-2")
    void first(TestStore test) {}
  }

  static final class Empty {
    void first(TestStore test) {}
  }

  @Test
  void noTestCanBeLostByASlip() {
    Manifest manifest = new Manifest(List.of("ONE-1 the first"));
    assertEquals(1, TestCase.of("A", List.of(Twice.class), manifest).size());
    for (List<Class<?>> wrong :
        List.<List<Class<?>>>of(
            List.of(Twice.class, Twice.class),
            List.of(WithoutAStore.class),
            List.of(OfNoRule.class),
            List.of(Empty.class))) {
      assertThrows(IllegalStateException.class, () -> TestCase.of("A", wrong, manifest));
    }
    assertThrows(IllegalArgumentException.class, () -> new Manifest(List.of("ONE-1 a", "ONE-1 b")));
    assertThrows(IllegalArgumentException.class, () -> new Manifest(List.of("ONE a")));
  }

  /** Has all the names that the kit has, too. */
  static final class Clashing extends ContractKit {

    @Nested
    final class QUERY {}

    @Override
    protected Target target() {
      return Target.of("memory").named("clashing");
    }

    void execute() {}

    @Override
    public String toString() {
      return "QUERY";
    }
  }

  @Test
  void noNameOfABackendsOwnHidesAGroup() throws ReflectiveOperationException {
    int modifiers = ContractKit.class.getDeclaredMethod("contract").getModifiers();
    assertTrue(Modifier.isFinal(modifiers));
    List<DynamicNode> nodes = new Clashing().contract().toList();
    List<String> groups = nodes.stream().map(DynamicNode::getDisplayName).toList();
    assertEquals(Kit.groups(), groups.subList(0, groups.size() - 1));
    long tests =
        nodes.subList(0, nodes.size() - 1).stream()
            .flatMap(group -> ((DynamicContainer) group).getChildren())
            .count();
    assertEquals(TestCase.all(Manifest.load()).size(), tests);
    DynamicTest verdict = (DynamicTest) nodes.get(nodes.size() - 1);
    assertEquals("verdict", verdict.getDisplayName());
    // Nothing ran, and that is no success.
    AssertionError error =
        assertThrows(AssertionError.class, () -> verdict.getExecutable().execute());
    assertTrue(String.valueOf(error.getMessage()).contains("did not run"));
  }

  private static String detail(Report report) {
    return report.tests().stream()
        .filter(test -> test.id().equals(MODEL))
        .map(TestResult::detail)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aSeedBringsTheSameSmallFailureAgain() {
    Report first = Trial.of(BROKEN, List.of(MODEL));
    Report again = Trial.of(BROKEN, List.of("CRUD", MODEL));
    assertEquals(detail(first), detail(again));
    long steps = detail(first).lines().filter(line -> line.startsWith("  ")).count();
    // Nine commits, one that shows it, and whatever cannot be left out beside.
    assertTrue(steps >= 9 && steps <= 14, detail(first));
    Options other = Options.quick().seed(4_711).only(List.of(MODEL));
    Report another = Kit.run(BROKEN, other, Listener.NONE);
    assertNotEquals(detail(first), detail(another));
  }

  @Test
  void unknownNamesAreRefused() {
    for (String wrong : List.of("QUERRY", "QUERY.nothing", "")) {
      Options options = Options.quick().only(List.of(wrong));
      assertThrows(
          IllegalArgumentException.class,
          () -> Kit.run(Target.of("memory"), options, Listener.NONE));
    }
    assertEquals(
        List.of("QUERY", "CRUD.putWrites"),
        Options.quick().only(List.of("query", "crud.putWrites")).only());
  }

  @Test
  void theReportTellsRuleByRule(@TempDir Path directory) throws IOException {
    Report report = Trial.of(BROKEN.named("broken-one"), List.of("REVISION", "CRUD"));
    Path written = report.writeTo(directory.resolve("below"));
    assertEquals("broken-one.md", written.getFileName().toString());
    String markdown = Files.readString(written);
    JsonNode json =
        JsonMapper.shared().readTree(Files.readString(written.resolveSibling("broken-one.json")));
    assertEquals("broken-one", json.required("name").stringValue());
    assertEquals("saboteur", json.required("provider").stringValue());
    assertEquals(1, json.required("seed").longValue());
    assertEquals(report.failed() ? "fails" : "partial", json.required("verdict").stringValue());
    assertEquals(Trial.rules().size(), json.required("rules").size());
    assertEquals(report.tests().size(), json.required("tests").size());
    for (JsonNode rule : json.required("rules")) {
      String id = rule.required("id").stringValue();
      assertEquals(report.rule(id).passed(), rule.required("passed").intValue());
      assertTrue(markdown.contains("| " + id + " |"), id);
    }
    for (TestResult test : report.tests()) {
      assertTrue(markdown.contains(test.id()), test.id());
    }
    assertTrue(markdown.contains("the ninth commit"), "the settings");
    assertFalse(markdown.contains("conforms"));
  }
}
