package dev.pagurus.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pagurus.spi.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a person did is taken in without reading what nobody touched. */
final class TakeInTest extends HandMadeStore {

  private final List<String> findings = new ArrayList<>();

  @BeforeEach
  void fill() {
    places().put("oslo", place("Oslo", 700));
    places().put("hamar", place("Hamar", 28));
    places().put("bergen", place("Bergen", 290));
  }

  private long takeIn() {
    findings.clear();
    return store()
        .backend()
        .maintenance()
        .takeIn(finding -> findings.add(finding.problem()), Progress.NONE);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void editsNewRecordsAndDeletionsAreTakenIn(boolean opened) throws IOException {
    edit("oslo", "700", "701");
    Files.delete(file("hamar"));
    write("voss", "[document]\nname = \"Voss\"\npopulation = 14\n");
    Path other = folder().resolve("users/se/towns/lund.toml");
    Files.createDirectories(Disk.folder(other));
    Files.writeString(other, "[document]\nname = \"Lund\"\n");
    if (opened) {
      openAgain();
    }
    assertEquals(4, takeIn());
    assertEquals(List.of(), findings);
    assertEquals(List.of("bergen", "oslo", "voss"), found("name exists"));
    assertEquals(List.of("oslo"), found("population = 701"));
    assertTrue(store().user("se").collection("towns").get("lund").isPresent());
    assertEquals(0, takeIn());
    assertEquals(List.of(), verify());
  }

  @Test
  void aCollectionThatWasTakenAwayHasEnded() throws IOException {
    for (String id : List.of("oslo", "hamar", "bergen")) {
      Files.delete(file(id));
    }
    Files.delete(Disk.folder(file("oslo")));
    assertEquals(3, takeIn());
    assertEquals(List.of(), found("name exists"));
  }

  @Test
  void whatCannotBeReadIsToldAndLeft() throws IOException {
    edit("hamar", "28", "28 28");
    String broken = text("hamar");
    assertEquals(0, takeIn());
    assertEquals(1, findings.size(), findings::toString);
    assertTrue(findings.get(0).contains("line 11, column"), findings::toString);
    assertEquals(broken, text("hamar"));
  }

  /** It is no edit, but damage, and whoever gets the document is told. */
  @Test
  void aRecordWithItsOwnTimeIsNotRead() throws IOException {
    FileTime time = Files.getLastModifiedTime(file("hamar"));
    edit("hamar", "28", "29");
    Files.setLastModifiedTime(file("hamar"), time);
    assertEquals(0, takeIn());
    assertEquals(List.of(), findings);
    assertEquals(1, reindex().size());
  }

  @Test
  void anOlderVersionPutBackIsAnEdit() throws IOException {
    Path kept = folder().resolve("../kept.toml");
    Files.copy(file("oslo"), kept, StandardCopyOption.COPY_ATTRIBUTES);
    places().put("oslo", place("Oslo", 702));
    Files.delete(file("oslo"));
    Files.move(kept, file("oslo"));
    assertEquals(1, takeIn());
    assertEquals(List.of("oslo"), found("population = 700"));
  }
}
