package dev.pagurus.cli;

import dev.pagurus.Backends;
import dev.pagurus.cli.console.Console;
import dev.pagurus.spi.BackendProvider;
import dev.pagurus.spi.Setting;
import dev.pagurus.spi.StandardSettings;
import dev.pagurus.spi.Traits;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Lists backends. */
@Command(
    name = "backends",
    header = "List the kinds of stores there are, what they can, and their settings.",
    description = {
      "A setting follows the locator, as in 'sqlite:places.db?durability=relaxed', or stands in",
      "pagurus.toml."
    },
    footer = {"  pagurus backends", "  pagurus backends --json | jq -r .name"})
final class BackendsCommand extends BaseCommand {

  @Option(names = "--json", description = "One JSON object a line.")
  private boolean json;

  BackendsCommand(Console console) {
    super(console);
  }

  @Override
  int run() {
    List<BackendProvider> providers = Backends.all();
    providers.forEach(json ? this::printTree : this::printText);
    if (!json) {
      console().out().line("Settings of all:");
      StandardSettings.ALL.forEach(this::print);
    }
    return ExitCode.DONE;
  }

  private void printText(BackendProvider provider) {
    Traits traits = provider.traits();
    console().out().line(provider.name() + "    " + provider.description());
    console().out().line("  shared by   " + words(traits.sharing().name()));
    console().out().line("  outlives    " + outlives(traits));
    console().out().line("  indexes do  " + words(traits.pushesDown()));
    if (!provider.settings().isEmpty()) {
      console().out().line("  settings:");
      provider.settings().forEach(this::print);
    }
    console().out().line("");
  }

  private static String outlives(Traits traits) {
    return traits.persistence() == Traits.Persistence.DISK
        ? "processes and power loss (durability: " + words(traits.durabilities()) + ")"
        : "closing, but not its process";
  }

  private void print(Setting setting) {
    String choices =
        switch (setting.type()) {
          case CHOICE -> String.join("|", setting.choices());
          case TABLES -> "tables with " + String.join(", ", setting.choices());
          default -> type(setting);
        };
    console()
        .out()
        .line(
            "    %s=%s (%s): %s"
                .formatted(setting.name(), setting.defaultValue(), choices, setting.description()));
  }

  private void printTree(BackendProvider provider) {
    ObjectNode line = JsonMapper.shared().createObjectNode();
    Traits traits = provider.traits();
    line.put("name", provider.name());
    line.put("description", provider.description());
    line.put("sharing", lower(traits.sharing()));
    line.put("persistence", lower(traits.persistence()));
    traits.durabilities().stream().sorted().forEach(adder(line, "durabilities"));
    traits.pushesDown().stream().sorted().forEach(adder(line, "pushesDown"));
    var settings = line.putArray("settings");
    for (List<Setting> some : List.of(provider.settings(), StandardSettings.ALL)) {
      for (Setting setting : some) {
        ObjectNode entry = settings.addObject();
        entry.put("name", setting.name()).put("type", type(setting));
        entry.put("default", setting.defaultValue());
        setting.choices().forEach(entry.putArray("choices")::add);
        entry.put("description", setting.description());
      }
    }
    console().out().line(line.toString());
  }

  private static Consumer<Enum<?>> adder(ObjectNode line, String name) {
    var array = line.putArray(name);
    return value -> array.add(lower(value));
  }

  private static String type(Setting setting) {
    return lower(setting.type());
  }

  private static String words(Collection<? extends Enum<?>> values) {
    return values.isEmpty()
        ? "nothing: every find reads every document"
        : values.stream()
            .sorted()
            .map(value -> words(value.name()))
            .collect(Collectors.joining(", "));
  }

  private static String words(String name) {
    return name.toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
