package dev.pagurus.cli;

import dev.pagurus.Backends;
import dev.pagurus.SettingValues;
import dev.pagurus.cli.console.Console;
import dev.pagurus.cli.console.Spans;
import dev.pagurus.tck.Kit;
import dev.pagurus.tck.Listener;
import dev.pagurus.tck.Options;
import dev.pagurus.tck.Report;
import dev.pagurus.tck.RuleResult;
import dev.pagurus.tck.Target;
import dev.pagurus.tck.TestResult;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs the kit. */
@Command(
    name = "tck",
    header = "Run the kit that proves a backend right or names the rule that it breaks.",
    description = {
      "The backend's jar must be there: the launcher takes more jars from PAGURUS_CLASSPATH.",
      "Prints the verdict; the exit code is 3 if the backend fails."
    },
    footer = {
      "  pagurus tck --backend sqlite",
      "  pagurus tck --backend sqlite --set durability=relaxed --groups CRUD,QUERY --seed 42",
      "  PAGURUS_CLASSPATH=my-backend.jar pagurus tck --backend mine --report reports/"
    })
final class TckCommand extends BaseCommand {

  @Option(
      names = "--backend",
      paramLabel = "NAME",
      required = true,
      description = "What locators of the backend begin with.")
  private String backend = "";

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "A setting of the backend; may be given again.")
  private Map<String, String> settings = new LinkedHashMap<>();

  @Option(
      names = "--at",
      paramLabel = "LOCATION",
      description = {
        "Where stores are made; $${dir} and $${name} are replaced by a fresh directory and a word."
      })
  private @Nullable String location;

  @Option(
      names = "--groups",
      paramLabel = "GROUP[,GROUP]",
      split = ",",
      description = "Only these groups or tests; conformance is not claimed then.")
  private List<String> groups = new ArrayList<>();

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Makes the same random documents and programs as an earlier run.")
  private @Nullable Long seed;

  @Option(
      names = "--scale",
      paramLabel = "N",
      description =
          "So many times the quick amount of random work. From 10 on a test has an hour to end,"
              + " else ten minutes.")
  private @Nullable Integer scale;

  @Option(
      names = "--report",
      paramLabel = "DIR",
      description = "Write the report there, as Markdown and JSON.")
  private @Nullable Path report;

  TckCommand(Console console) {
    super(console);
  }

  @Override
  int run() {
    SettingValues.of(settings, Backends.named(backend).settings()); // else every test would fail
    Target target = Target.of(backend);
    for (Map.Entry<String, String> setting : settings.entrySet()) {
      target = target.with(setting.getKey(), setting.getValue());
    }
    if (location != null) {
      target = target.at(location);
    }
    long start = System.nanoTime();
    Report result = Kit.run(target, options(), new Teller());
    print(result, Duration.ofNanos(System.nanoTime() - start));
    return result.failed() ? ExitCode.NOT_WHOLE : ExitCode.DONE;
  }

  private Options options() {
    Options options = Options.quick();
    if (!groups.isEmpty()) {
      options = options.only(groups);
    }
    if (seed != null) {
      options = options.seed(seed);
    }
    return scale == null ? options : options.scale(scale);
  }

  private void print(Report result, Duration took) {
    for (RuleResult rule : result.rules()) {
      if (rule.status() == RuleResult.Status.BROKEN) {
        console().out().line("broken: " + rule.id() + ": " + rule.text());
      }
    }
    result.problems().forEach(problem -> console().out().line("problem: " + problem));
    long passed = count(result, TestResult.Outcome.PASSED);
    console()
        .out()
        .line(
            "%s %s: %d of %d tests passed, seed %d"
                .formatted(
                    result.name(),
                    words(result.verdict().name()),
                    passed,
                    result.tests().size(),
                    result.options().seed()));
    console().note("It took " + Spans.text(took));
    if (report != null) {
      console().note("The report is " + result.writeTo(report));
    }
  }

  private static long count(Report result, TestResult.Outcome outcome) {
    return result.tests().stream().filter(test -> test.outcome() == outcome).count();
  }

  private static String words(String name) {
    return name.toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** Says which test runs, and what failed. */
  private final class Teller implements Listener {

    @Override
    public void started(String id, int done, int total) {
      console().note("%3d of %d  %s".formatted(done + 1, total, id));
    }

    @Override
    public void finished(TestResult result) {
      if (result.outcome() == TestResult.Outcome.FAILED) {
        console().fail("failed: " + result.id() + " " + result.rules() + "\n" + result.detail());
      }
    }
  }
}
