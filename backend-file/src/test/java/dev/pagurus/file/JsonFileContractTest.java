package dev.pagurus.file;

import dev.pagurus.tck.ContractKit;
import dev.pagurus.tck.Target;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The same with records of JSON, and the other durability; takes as long again, so for soaks. */
@EnabledIfSystemProperty(named = "pagurus.soak", matches = "true")
final class JsonFileContractTest extends ContractKit {

  @Override
  protected Target target() {
    return Target.of("file")
        .with("format", "json")
        .with("durability", "relaxed")
        .named("file-json-relaxed");
  }
}
