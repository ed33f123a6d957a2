package dev.pagurus.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/**
 * What a good engineer writes by hand for this one job: a file for each document, and Lucene.
 *
 * @param log whether a commit is safe once it is in a log, which many share a force of; else each
 *     file is forced, and its folder
 */
record RawFileEngine(String key, RawFormat format, boolean log) implements Engine {

  @Override
  public String name() {
    return log ? "raw with a log" : "raw";
  }

  @Override
  public String description() {
    return (log
            ? "the same behind a log: an append and a shared force for each commit, files forced"
                + " when the log has 32 MB"
            : format
                + " files by hand (temporary, fsync, rename, fsync of the folder), read by Jackson,"
                + " and a Lucene writer with a searcher manager")
        .strip();
  }

  @Override
  public Side open(Path directory, boolean relaxed) {
    try {
      return new RawFileSide(directory.resolve("raw"), format, relaxed, log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
