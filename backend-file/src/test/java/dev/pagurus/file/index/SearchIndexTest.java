package dev.pagurus.file.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pagurus.query.Query;
import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.Change;
import dev.pagurus.spi.CollectionInfo;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.spi.FindRequest;
import dev.pagurus.spi.IndexDefinition;
import dev.pagurus.spi.IndexDefinition.Kind;
import dev.pagurus.spi.Plan;
import dev.pagurus.spi.Progress;
import dev.pagurus.spi.StoredDocument;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.apache.lucene.store.AlreadyClosedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is applied is seen after a refresh, and outlives closing after a commit. */
final class SearchIndexTest {

  private static final Instant AT = Instant.ofEpochSecond(5, 7_000);

  @TempDir Path folder;

  private static UserState user(String name, long revision) {
    return new UserState(name, revision, AT, 3, List.of(new CollectionInfo("places", 2, 1L << 40)));
  }

  private static List<String> ids(Entries<StoredDocument> documents) {
    return Samples.all(documents).stream().map(row -> row.address().id()).toList();
  }

  @Test
  void aScanIsInTheOrderOfIdsAndOfOneUserAndCollection() {
    try (SearchIndex index = SearchIndex.create(folder)) {
      String[] ids = {"b", "a", "～", "😀", "ab", "B"};
      for (String id : ids) {
        index.apply(
            List.of(
                Samples.put("ann", Samples.document(id, 1, "{}")),
                Samples.put("ann", Samples.document("placesx", id + "!", 1, "{}")),
                Samples.put("anna", Samples.document(id + "?", 1, "{}"))),
            Samples::noIndexes);
        index.refresh().release();
      }
      View view = index.refresh();
      List<String> sorted = List.of("B", "a", "ab", "b", "～", "😀");
      assertEquals(sorted, ids(view.scan("ann", "places", null)));
      assertEquals(sorted.subList(2, 6), ids(view.scan("ann", "places", "a")));
      assertEquals(sorted.subList(2, 6), ids(view.scan("ann", "places", "aa")));
      assertEquals(List.of(), ids(view.scan("ann", "places", "😀")));
      assertEquals(List.of(), ids(view.scan("an", "places", null)));
      view.release();
    }
  }

  @Test
  void theFeedIsInTheOrderOfRevisionsWithDeletionsUntilTheyAreForgotten() {
    try (SearchIndex index = SearchIndex.create(folder)) {
      DocKey gone = new DocKey("ann", "places", "gone");
      StoredDocument old = Samples.document("x", 300, "{\"a\":1}");
      index.apply(
          List.of(
              Samples.put("ann", Samples.document("gone", 1, "{}")),
              Samples.put("ann", Samples.document("z", 2, "{}")),
              Samples.put("ann", Samples.document("y", 2, "{}")),
              Samples.put("bob", Samples.document("y", 9, "{}"))),
          Samples::noIndexes);
      index.refresh().release();
      index.apply(
          List.of(new IndexChange.Tombstone(gone, 256, AT), Samples.put("ann", old)),
          Samples::noIndexes);
      View view = index.refresh();
      List<Change> feed = Samples.all(view.feed("ann", 0));
      assertEquals(
          List.of("y", "z", "gone", "x"), feed.stream().map(c -> c.address().id()).toList());
      assertEquals(new Change.Deleted(gone.address(), 256, AT), feed.get(2));
      assertEquals(new Change.Written(old), feed.get(3));
      assertEquals(feed.subList(3, 4), Samples.all(view.feed("ann", 256)));
      assertEquals(List.of(), Samples.all(view.feed("ann", Long.MAX_VALUE)));
      assertEquals(feed.get(2), view.document(gone));
      assertEquals(List.of("x", "y", "z"), ids(view.scan("ann", "places", null)));
      index.apply(List.of(new IndexChange.Forget(gone)), Samples::noIndexes);
      View later = index.refresh();
      assertNull(later.document(gone));
      assertEquals(3, Samples.all(later.feed("ann", 0)).size());
      assertEquals(feed.get(2), view.document(gone), "a view stays as it was");
      view.release();
      later.release();
    }
  }

  @Test
  void usersAreListedInOrderAndGoWithAllTheyHad() {
    try (SearchIndex index = SearchIndex.create(folder)) {
      List<IndexChange> changes = new ArrayList<>();
      for (String name : new String[] {"bob", "ann", "😀", "～", "ann!"}) {
        changes.add(new IndexChange.User(user(name, 1)));
        changes.add(new IndexChange.User(user(name, 2)));
        changes.add(Samples.put(name, Samples.document("x", 1, "{}")));
      }
      index.apply(changes, Samples::noIndexes);
      index.apply(
          List.of(
              new IndexChange.RemoveUser("ann"),
              Samples.put("bob", Samples.document("y", 1, "{}"))),
          Samples::noIndexes);
      View view = index.refresh();
      List<UserState> users = Samples.all(view.users(null));
      assertEquals(List.of(user("ann!", 2), user("bob", 2), user("～", 2), user("😀", 2)), users);
      assertEquals(users.subList(1, 4), Samples.all(view.users("ann!")));
      assertEquals(users.subList(1, 4), Samples.all(view.users("b")));
      assertEquals(user("bob", 2), view.user("bob"));
      assertNull(view.user("ann"));
      assertEquals(List.of(), ids(view.scan("ann", "places", null)));
      assertEquals(List.of(), Samples.all(view.feed("ann", 0)));
      view.release();
    }
  }

  @Test
  void aRemovedUserCanBeWrittenAnewInTheSameCall() {
    try (SearchIndex index = SearchIndex.create(folder)) {
      index.apply(List.of(Samples.put("ann", Samples.document("x", 1, "{}"))), Samples::noIndexes);
      index.apply(
          List.of(
              Samples.put("ann", Samples.document("y", 1, "{}")),
              new IndexChange.RemoveUser("ann"),
              Samples.put("ann", Samples.document("z", 1, "{}"))),
          Samples::noIndexes);
      View view = index.refresh();
      assertEquals(List.of("z"), ids(view.scan("ann", "places", null)));
      view.release();
    }
  }

  @Test
  void whatWasCommittedIsThereAfterOpeningAndNothingElse() throws Exception {
    try (SearchIndex index = SearchIndex.create(folder)) {
      assertEquals(Optional.empty(), index.position());
      index.apply(List.of(Samples.put("ann", Samples.document("x", 1, "{}"))), Samples::noIndexes);
      index.commit("17:4");
      index.apply(List.of(Samples.put("ann", Samples.document("y", 2, "{}"))), Samples::noIndexes);
      index.refresh().release();
    }
    try (SearchIndex index = SearchIndex.open(folder)) {
      assertEquals(Optional.of("17:4"), index.position());
      View view = index.refresh();
      assertEquals(List.of("x"), ids(view.scan("ann", "places", null)));
      view.release();
    }
  }

  @Test
  void whatIsNoIndexIsUnusable() throws IOException {
    assertThrows(UnusableIndexException.class, () -> SearchIndex.open(folder.resolve("none")));
    assertThrows(UnusableIndexException.class, () -> SearchIndex.open(folder));
    SearchIndex.create(folder).close();
    assertThrows(UnusableIndexException.class, () -> SearchIndex.open(folder));
    Files.writeString(folder.resolve("segments_1"), "something else");
    assertThrows(UnusableIndexException.class, () -> SearchIndex.open(folder));
    try (SearchIndex index = SearchIndex.create(folder)) {
      assertEquals(Optional.empty(), index.position());
    }
  }

  /**
   * DUR-4: found at opening, by verify, or by a read; never served, and never anything but that.
   */
  @Test
  void aDamagedFileIsNoticed() throws IOException {
    fill(folder);
    List<Path> files;
    try (Stream<Path> all = Files.list(folder)) {
      files = all.sorted().toList();
    }
    for (Path file : files) {
      byte[] sound = Files.readAllBytes(file);
      for (int at = 0; at < sound.length; at += Math.max(1, sound.length / 40)) {
        byte[] damaged = sound.clone();
        damaged[at] ^= 0x55;
        Files.write(file, damaged);
        assertTrue(isNoticed(), file.getFileName() + " at " + at);
      }
      Files.write(file, sound);
      Files.write(file, java.util.Arrays.copyOf(sound, sound.length / 2));
      assertTrue(isNoticed(), file.getFileName() + " cut");
      Files.write(file, sound);
    }
    assertFalse(isNoticed());
  }

  private static void fill(Path folder) {
    try (SearchIndex index = SearchIndex.create(folder)) {
      List<IndexDefinition> indexes =
          List.of(Samples.index(Kind.VALUE, "a"), Samples.index(Kind.TEXT, "t"));
      for (int i = 0; i < 100; i++) {
        String body = "{\"a\":" + i + ",\"t\":\"oslo " + i + "\"}";
        index.apply(
            List.of(Samples.put("ann", Samples.document("id" + i, i + 1, body))), n -> indexes);
      }
      index.commit("1");
    }
  }

  private boolean isNoticed() {
    try (SearchIndex index = SearchIndex.open(folder)) {
      index.verify();
      return false;
    } catch (UnusableIndexException e) {
      return true;
    } catch (BackendException e) {
      assertEquals(ErrorCode.CORRUPT, e.code());
      return true;
    }
  }

  @Test
  void aDamagedDocumentIsNamedAndTheOthersAreServed() throws Exception {
    try (SearchIndex index = SearchIndex.create(folder)) {
      for (int i = 0; i < 5; i++) {
        String body = "{\"a\":\"needle" + i + "\"}";
        index.apply(
            List.of(Samples.put("ann", Samples.document("id" + i, 1, body))), Samples::noIndexes);
      }
      index.commit("1");
    }
    damage("needle2");
    try (SearchIndex index = SearchIndex.open(folder)) {
      View view = index.refresh();
      List<String> seen = new ArrayList<>();
      try (Entries<StoredDocument> rows = view.scan("ann", "places", null)) {
        while (seen.size() < 5) {
          try {
            StoredDocument row = rows.next();
            seen.add(row == null ? "end" : row.address().id());
          } catch (BackendException e) {
            assertEquals(ErrorCode.CORRUPT, e.code());
            seen.add("damaged " + e.address());
          }
        }
        assertNull(rows.next());
      }
      assertEquals(List.of("id0", "id1", "damaged places/\"id2\"", "id3", "id4"), seen);
      view.release();
    }
  }

  private void damage(String text) throws IOException {
    byte[] needle = text.getBytes(StandardCharsets.UTF_8);
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        byte[] bytes = Files.readAllBytes(file);
        for (int at = 0; at + needle.length <= bytes.length; at++) {
          if (ByteBuffer.wrap(bytes, at, needle.length).equals(ByteBuffer.wrap(needle))) {
            bytes[at] = 'N';
            Files.write(file, bytes);
            return;
          }
        }
      }
    }
    // Packed bytes: at least one document must be readable by its beginning.
    throw new AssertionError("no file holds " + text);
  }

  @Test
  void expungedBytesAreGoneFromDisk() throws IOException {
    try (SearchIndex index = SearchIndex.create(folder)) {
      index.apply(
          List.of(
              new IndexChange.User(user("ann", 1)),
              new IndexChange.User(user("secretname", 1)),
              Samples.put("secretname", Samples.document("x", 1, "{\"a\":\"secretbody\"}")),
              Samples.put("ann", Samples.document("x", 1, "{}"))),
          n -> List.of(Samples.index(Kind.VALUE, "a"), Samples.index(Kind.TEXT, "a")));
      index.commit("1");
      index.apply(List.of(new IndexChange.RemoveUser("secretname")), Samples::noIndexes);
      index.expunge();
      index.commit("2");
      try (Stream<Path> files = Files.list(folder)) {
        List<Path> left = files.toList();
        for (Path file : left) {
          String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
          assertFalse(bytes.contains("secret"), file + " of " + left);
        }
      }
    }
  }

  @Test
  void aRebuiltCollectionIsServedAndUniqueOffendersAreNamed() {
    IndexDefinition unique = Samples.index(Kind.UNIQUE, "a");
    IndexDefinition value = Samples.index(Kind.VALUE, "a");
    try (SearchIndex index = SearchIndex.create(folder)) {
      index.apply(
          List.of(
              Samples.put("ann", Samples.document("x", 1, "{\"a\":[1,{\"b\":2}]}")),
              Samples.put("ann", Samples.document("y", 2, "{\"a\":[1.0,{\"b\":3}]}")),
              Samples.put("ann", Samples.document("n", 2, "{\"a\":null}")),
              Samples.put("ann", Samples.document("m", 2, "{\"a\":null}")),
              Samples.put("ann", Samples.document("o", 2, "{}")),
              Samples.put("ann", Samples.document("p", 2, "{}")),
              Samples.put("bob", Samples.document("x", 1, "{\"a\":[1,{\"b\":2}]}"))),
          Samples::noIndexes);
      List<Long> progress = new ArrayList<>();
      index.rebuild("places", List.of(unique, value), (done, total) -> progress.add(done));
      assertEquals(List.of(7L), progress);
      View view = index.refresh();
      assertEquals(Optional.empty(), view.offender("places", unique));
      var held = Samples.document("q", 1, "{\"a\":[1.0,{\"b\":2.0}]}").body().root().get("a");
      assertEquals(
          List.of(new DocKey("ann", "places", "x")), view.holders("ann", "places", unique, held));
      FindRequest exists =
          new FindRequest(
              "ann",
              "places",
              Query.where("a").exists().filter(),
              List.of(),
              null,
              OptionalInt.empty());
      Plan plan = view.explain(List.of(value), exists);
      assertEquals("value(a)", plan.served().get(0).index());
      assertEquals(4, Samples.answer(view, List.of(value), exists, View.NOTHING).size());
      view.release();
      index.apply(
          List.of(Samples.put("ann", Samples.document("z", 3, "{\"a\":[1,{\"b\":3}]}"))),
          n -> List.of(unique, value));
      View later = index.refresh();
      BackendException offender = later.offender("places", unique).orElseThrow();
      assertEquals(ErrorCode.UNIQUE_VIOLATION, offender.code());
      assertEquals("places/\"z\"", String.valueOf(offender.address()));
      assertTrue(String.valueOf(offender.getMessage()).contains("places/\"y\""));
      later.release();
      index.rebuild("places", List.of(), Progress.NONE);
    }
  }

  @Test
  void aViewOutlivesTheIndexButNotItsLastHold() {
    SearchIndex index = SearchIndex.create(folder);
    index.apply(List.of(Samples.put("ann", Samples.document("x", 1, "{}"))), Samples::noIndexes);
    View view = index.refresh();
    Entries<StoredDocument> rows = view.scan("ann", "places", null);
    index.close();
    index.close();
    view.release();
    assertEquals("x", ids(rows).get(0));
    BackendException closed = assertThrows(BackendException.class, () -> view.user("ann"));
    assertEquals(ErrorCode.CLOSED, closed.code());
    BackendException stopped = assertThrows(BackendException.class, index::refresh);
    assertEquals(ErrorCode.CLOSED, stopped.code());
  }

  @Test
  void anIndexThatStopsWhileItIsUsedTellsWhy() {
    AlreadyClosedException part = new AlreadyClosedException("ReaderPool is already closed");
    IOException tragedy = new IOException("No space left on device");
    BackendException stopped = IndexErrors.translate(IndexErrors.because(part, tragedy));
    assertEquals(ErrorCode.UNAVAILABLE, stopped.code());
    assertTrue(String.valueOf(stopped.getMessage()).contains("No space left on device"));
    BackendException closed = IndexErrors.translate(IndexErrors.because(part, null));
    assertEquals(ErrorCode.CLOSED, closed.code());
  }

  @Test
  void whatProgressThrowsEndsARebuild() {
    try (SearchIndex index = SearchIndex.create(folder)) {
      index.apply(List.of(Samples.put("ann", Samples.document("x", 1, "{}"))), Samples::noIndexes);
      Progress stop =
          (done, total) -> {
            throw new CancellationException("enough");
          };
      assertThrows(CancellationException.class, () -> index.rebuild("places", List.of(), stop));
    }
  }
}
