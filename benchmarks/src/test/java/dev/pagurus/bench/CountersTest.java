package dev.pagurus.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is counted is there. */
final class CountersTest {

  @Test
  void statementsAreCountedAsADebuggerSeesThem(@TempDir Path directory) {
    Map<String, Map<String, Double>> counts =
        Statements.count(
            CounterChild.class,
            "raw",
            directory.resolve("store").toString(),
            Records.demo(1).source(),
            "100",
            "get",
            "put-1");
    assertEquals(Map.of("statements", 1.0, "prepared", 0.0), counts.get("get"));
    // BEGIN, the row, its text, COMMIT.
    assertEquals(Map.of("statements", 4.0, "prepared", 0.0), counts.get("put-1"));
    assertEquals(2, counts.size());
  }

  @Test
  void systemCallsAreCountedBetweenTheMarks() {
    Stream<String> log =
        Stream.of(
            "7 fsync(3) = 0",
            "7 access(\"/pagurus-mark/begin/put-1/0\", R_OK) = -1 ENOENT (No such file)",
            "8 pwrite64(12, \"...\", 4096, 8192) = 4096",
            "8 fdatasync(12 <unfinished ...>",
            "9 pwrite64(12, \"...\", 4096, 0) = 4096",
            "8 <... fdatasync resumed>) = 0",
            "9 openat(AT_FDCWD, \"/x\", O_RDONLY) = 5",
            "9 pwrite64(12, \"...\", 4096, 0) = 4096",
            "7 access(\"/pagurus-mark/end/put-1/2\", R_OK) = -1 ENOENT (No such file)",
            "7 fsync(3) = 0");
    Map<String, Map<String, Double>> counts = SystemCalls.count(log);
    assertEquals(
        Map.of("fsyncs", 0.5, "writes", 1.5, "reads", 0.0, "locks", 0.0, "opened files", 0.5),
        counts.get("put-1"));
    assertEquals(1, counts.size());
  }
}
