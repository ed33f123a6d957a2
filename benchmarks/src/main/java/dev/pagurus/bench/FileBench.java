package dev.pagurus.bench;

import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The file shell beside files and Lucene by hand. */
@Command(
    name = "file",
    mixinStandardHelpOptions = true,
    description = "Measures the file shell beside files and Lucene by hand and prints ratios.")
final class FileBench extends RatioBench {

  @Option(
      names = "--format",
      defaultValue = "TOML",
      description = "How both sides write documents: ${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}).")
  private RawFormat format = RawFormat.TOML;

  FileBench() {
    super(Shell.FILE);
  }

  @Override
  List<Engine> engines() {
    return format == RawFormat.TOML ? Engines.FILE : Engines.FILE_JSON;
  }

  @Override
  String label() {
    return format == RawFormat.TOML ? "file" : "file-" + format.name().toLowerCase(Locale.ROOT);
  }
}
