package dev.pagurus.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** What it takes to serve many users: each side in a process of its own, in a small heap. */
final class UsersServing {

  private final Path place;
  private final Records records;
  private final int users;
  private final int mostOpen;
  private final int calls;
  private final String heap;

  UsersServing(Path place, Records records, int users, int mostOpen, int calls, String heap) {
    this.place = place;
    this.records = records;
    this.users = users;
    this.mostOpen = mostOpen;
    this.calls = calls;
    this.heap = heap;
  }

  /** A row for each side, of stores that are closed. */
  String table(List<String> sides) {
    StringBuilder table = new StringBuilder();
    table.append(
        String.format(
            Locale.ROOT,
            "%nServed by a process of its own: %,d calls of %d threads by Zipf, a fifth of them"
                + " puts; heap -Xmx%s, serial collector. Peak heap is the sum of the peaks of its"
                + " parts.%n%n"
                + "| side | open, then one get, ms | peak heap, MB | peak resident, MB | most users'"
                + " files open | files and folders | fullest folder, entries | MB on disk |%n"
                + "|---|---:|---:|---:|---:|---:|---:|---:|%n",
            calls,
            UsersChild.THREADS,
            heap));
    for (String side : sides) {
      String row = row(side);
      BenchOptions.tell(row.strip());
      table.append(row);
    }
    return table.toString();
  }

  private String row(String side) {
    Path folder = UsersBench.folder(place, side);
    try {
      String[] told = serve(side, folder);
      FolderCount count = FolderCount.of(folder.resolve("users"));
      return String.format(
          Locale.ROOT,
          "| %s | %s | %.0f | %.0f | %s | %,d | %,d | %,.0f |%n",
          side,
          told[0],
          Long.parseLong(told[1]) / 1048576.0,
          Long.parseLong(told[2]) / 1048576.0,
          told[3],
          count.inodes(),
          count.fullest(),
          count.bytes() / 1048576.0);
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private String[] serve(String side, Path folder) throws IOException, InterruptedException {
    Path figures = place.resolve("figures");
    List<String> command =
        Children.java(
            UsersChild.class,
            List.of("-Xmx" + heap),
            figures.toString(),
            side,
            folder.toString(),
            Integer.toString(mostOpen),
            records.source(),
            Integer.toString(records.count()),
            Integer.toString(users),
            Integer.toString(calls));
    if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
      throw new IllegalStateException(side + " did not serve in a heap of " + heap);
    }
    return Files.readString(figures).split(" ");
  }
}
