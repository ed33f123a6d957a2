package dev.pagurus.sharded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.pagurus.Store;
import dev.pagurus.StoreException;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.spi.Finding;
import dev.pagurus.spi.Progress;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.JsonNodeFactory;

/** A verification that is cut short goes on, and loses nothing of what it had found. */
final class VerifyResumeTest {

  private static final int USERS = 14;

  @TempDir Path folder;

  @BeforeEach
  void makeUsersOfWhomTwoAreDamaged() throws Exception {
    try (Store store = Store.open(locator())) {
      for (int i = 0; i < USERS; i++) {
        store
            .user(user(i))
            .collection("things")
            .put(
                "a",
                JsonNodeFactory.instance
                    .objectNode()
                    .put("n", 10 + i)); // as long as what the damage puts there
      }
    }
    damage(user(5));
    damage(user(12));
  }

  private String locator() {
    return "sharded-sqlite:" + folder.resolve("store");
  }

  private static String user(int number) {
    return String.format("u%02d", number);
  }

  private void damage(String user) throws Exception {
    Path file;
    try (Stream<Path> files = Files.walk(folder.resolve("store/users"))) {
      file = files.filter(each -> each.endsWith(user + ".db")).findFirst().orElseThrow();
    }
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.executeUpdate("UPDATE document SET body = '{\"n\":-1}'");
    }
  }

  /** The process that is killed: it says whose damage it has come to, and stops at the second. */
  static final class Verifier {

    private Verifier() {}

    public static void main(String[] args) {
      try (Store store = Store.open(args[0])) {
        List<String> found = new ArrayList<>();
        store.verify(
            finding -> {
              found.add(Objects.requireNonNull(finding.user()));
              System.out.println(finding.user());
              if (found.size() == 2) {
                sleepForever();
              }
            },
            Progress.NONE);
      }
    }

    private static void sleepForever() {
      try {
        Thread.sleep(Long.MAX_VALUE);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void verifyUntilKilledAtTheSecondDamage() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                Verifier.class.getName(),
                locator())
            .redirectError(folder.resolve("err").toFile())
            .start();
    try (BufferedReader said = process.inputReader(StandardCharsets.UTF_8)) {
      assertEquals(user(5), said.readLine(), () -> "see " + folder.resolve("err"));
      assertEquals(user(12), said.readLine());
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  /** The users of findings, in their order. */
  private static List<String> users(List<Finding> findings) {
    return findings.stream().map(finding -> Objects.requireNonNull(finding.user())).toList();
  }

  @Test
  void whatAKilledProcessFoundIsToldAndNobodyIsLeftOut() throws Exception {
    verifyUntilKilledAtTheSecondDamage();
    List<Finding> findings = new ArrayList<>();
    List<Long> checked = new ArrayList<>();
    try (Store store = Store.open(locator())) {
      assertEquals(1, store.statistics().get("verify-under-way"));
      assertEquals(1, store.statistics().get("verify-damages"));
      assertEquals(
          USERS,
          store.resumeVerify(findings::add, (done, total) -> checked.add(done)),
          "documents, those before the kill counted");
      assertEquals(0, store.statistics().get("verify-under-way"));
      assertEquals(2, store.statistics().get("verify-damages"));
      assertEquals(USERS, store.statistics().get("verify-passed-users"));
    }
    assertEquals(List.of(user(5), user(12)), users(findings), "each once");
    assertEquals("a", Objects.requireNonNull(findings.get(0).address()).id());
    assertEquals(7L, checked.get(0), "the first six were not checked again");
  }

  @Test
  void afterOneThatEndedAnotherBeginsAnew() {
    try (Store store = Store.open(locator())) {
      List<Finding> first = new ArrayList<>();
      List<Finding> second = new ArrayList<>();
      assertEquals(USERS, store.verify(first::add, Progress.NONE));
      assertEquals(USERS, store.resumeVerify(second::add, Progress.NONE));
      assertEquals(first, second);
      assertEquals(2, store.statistics().get("verify-damages"));
    }
  }

  @Test
  void oneThatBeginsAnewForgetsWhatWasFoundBefore() throws Exception {
    verifyUntilKilledAtTheSecondDamage();
    try (Store store = Store.open(locator())) {
      store.user(user(5)).delete();
      List<Finding> findings = new ArrayList<>();
      assertEquals(USERS - 1, store.verify(findings::add, Progress.NONE));
      assertEquals(List.of(user(12)), users(findings));
      assertEquals(1, store.statistics().get("verify-damages"));
    }
  }

  @Test
  void oneThatIsUnderWayIsNotResumed() {
    try (Store store = Store.open(locator());
        Store other = Store.open(locator())) {
      List<Finding> findings = new ArrayList<>();
      store.verify(
          finding -> {
            findings.add(finding);
            for (Store each : List.of(store, other)) {
              assertEquals(
                  ErrorCode.BUSY,
                  assertThrows(
                          StoreException.class, () -> each.resumeVerify(found -> {}, Progress.NONE))
                      .code());
            }
            // Another is done all the same, and does not mix up the account.
            assertEquals(USERS, other.verify(found -> {}, Progress.NONE));
          },
          Progress.NONE);
      assertEquals(2, findings.size());
      assertEquals(2, store.statistics().get("verify-damages"));
      assertEquals(USERS, store.statistics().get("verify-passed-users"));
    }
  }

  @Test
  void aSealedStoreIsVerifiedToo() {
    try (Store store = Store.open(locator())) {
      store.seal("sqlite:elsewhere.db");
    }
    try (Store store = Store.builder(locator()).evenMoved().open()) {
      List<Finding> findings = new ArrayList<>();
      store.resumeVerify(findings::add, Progress.NONE);
      assertEquals(List.of(user(5), user(12)), users(findings));
    }
  }
}
