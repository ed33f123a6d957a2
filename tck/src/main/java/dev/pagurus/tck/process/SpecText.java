package dev.pagurus.tck.process;

import dev.pagurus.tck.stage.StoreSpec;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Which store, as one argument of a command. */
final class SpecText {

  private SpecText() {}

  static String write(StoreSpec spec) {
    ObjectNode text = JsonMapper.shared().createObjectNode();
    text.put("provider", spec.provider());
    text.put("location", spec.location());
    text.put("directory", spec.directory().toString());
    spec.settings().forEach(text.putObject("settings")::put);
    return text.toString();
  }

  static StoreSpec read(String text) {
    JsonNode tree = JsonMapper.shared().readTree(text);
    Map<String, String> settings = new TreeMap<>();
    tree.required("settings")
        .properties()
        .forEach(setting -> settings.put(setting.getKey(), setting.getValue().stringValue()));
    return new StoreSpec(
        tree.required("provider").stringValue(),
        tree.required("location").stringValue(),
        settings,
        Path.of(tree.required("directory").stringValue()));
  }
}
