package dev.pagurus.bench;

import java.util.List;
import picocli.CommandLine.Command;

/** The SQLite shell beside sqlite-jdbc by hand. */
@Command(
    name = "sqlite",
    mixinStandardHelpOptions = true,
    description = "Measures the SQLite shell beside sqlite-jdbc by hand and prints ratios.")
final class SqliteBench extends RatioBench {

  SqliteBench() {
    super(Shell.SQLITE);
  }

  @Override
  List<Engine> engines() {
    return Engines.SQLITE;
  }

  @Override
  String label() {
    return "sqlite";
  }
}
