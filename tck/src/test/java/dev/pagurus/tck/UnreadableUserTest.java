package dev.pagurus.tck;

import static dev.pagurus.query.Query.where;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pagurus.AcrossUsers;
import dev.pagurus.Page;
import dev.pagurus.SettingValues;
import dev.pagurus.Store;
import dev.pagurus.StoreException;
import dev.pagurus.UserChanges;
import dev.pagurus.query.Filter;
import dev.pagurus.query.Query;
import dev.pagurus.spi.Backend;
import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.Changes;
import dev.pagurus.spi.Counted;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.spi.FindRequest;
import dev.pagurus.spi.Found;
import dev.pagurus.spi.Settings;
import dev.pagurus.spi.StandardSettings;
import dev.pagurus.tck.stage.ForwardingBackend;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Reads across users of whom some cannot be read, or are slow (QUERY-8). */
final class UnreadableUserTest {

  private static final int USERS = 12;

  private final Store memory = Store.open("memory:");

  private static String userName(int number) {
    return "user" + (10 + number);
  }

  /** A store in which a question to one of the users has an end of its own. */
  private Store store(ForwardingBackend backend) {
    for (int i = 0; i < USERS; i++) {
      ObjectNode body = JsonNodeFactory.instance.objectNode().put("n", i);
      memory.user(userName(i)).collection("docs").put("d", body);
    }
    Settings settings =
        SettingValues.of(Map.of(StandardSettings.USERS_AT_ONCE.name(), "3"), List.of());
    return Store.over(backend, settings, JsonMapper.shared());
  }

  private static final class Away extends ForwardingBackend {

    private final ErrorCode code;

    Away(Backend next, ErrorCode code) {
      super(next);
      this.code = code;
    }

    private void require(String user) {
      if (user.equals(userName(4)) || user.equals(userName(9))) {
        throw new BackendException(code, "the disk is away");
      }
    }

    @Override
    public Found find(FindRequest request) {
      require(request.user());
      return next.find(request);
    }

    @Override
    public Counted count(String user, String collection, Filter filter) {
      require(user);
      return next.count(user, collection, filter);
    }

    @Override
    public Changes changes(String user, long since, int limit) {
      require(user);
      return next.changes(user, since, limit);
    }

    @Override
    public void close() {}
  }

  @AfterEach
  void close() {
    memory.close();
  }

  private static List<String> allBut(int... away) {
    List<String> users = new ArrayList<>();
    for (int i = 0; i < USERS; i++) {
      users.add(userName(i));
    }
    for (int one : away) {
      users.remove(userName(one));
    }
    return users;
  }

  @Test
  void whoCannotBeReadIsToldAndHidesNobody() {
    try (Store store = store(new Away(memory.backend(), ErrorCode.UNAVAILABLE))) {
      AcrossUsers<ObjectNode> across = store.acrossUsers("docs");
      for (Query query : List.of(Query.all(), where("n").ge(0).orderBy("n"))) {
        Page<ObjectNode> page = across.find(query);
        assertEquals(
            allBut(4, 9), page.documents().stream().map(document -> document.user()).toList());
        assertEquals(
            List.of(userName(4), userName(9)),
            page.damaged().stream().map(error -> error.user().orElseThrow()).toList());
        assertTrue(page.damaged().stream().allMatch(error -> error.id().isEmpty()));
        List<String> streamed = new ArrayList<>();
        StoreException end =
            assertThrows(
                StoreException.class,
                () -> across.stream(query).forEach(document -> streamed.add(document.user())));
        assertEquals(allBut(4, 9), streamed);
        assertEquals(ErrorCode.UNAVAILABLE, end.code());
      }
      StoreException uncounted =
          assertThrows(StoreException.class, () -> across.count(Query.all()));
      assertEquals(userName(4), uncounted.user().orElseThrow());
      try (Stream<UserChanges> pages = store.changesAcrossUsers(user -> 0, 10)) {
        List<UserChanges> all = pages.toList();
        assertEquals(allBut(), all.stream().map(UserChanges::user).toList());
        assertEquals(
            List.of(userName(4), userName(9)),
            all.stream()
                .filter(page -> page.failure().isPresent())
                .map(UserChanges::user)
                .toList());
      }
    }
  }

  @Test
  void whatConcernsTheWholeStoreEndsTheCall() {
    try (Store store = store(new Away(memory.backend(), ErrorCode.BUSY))) {
      StoreException error =
          assertThrows(StoreException.class, () -> store.acrossUsers("docs").find(Query.all()));
      assertEquals(ErrorCode.BUSY, error.code());
    }
  }

  /** Answers nobody before three ask at once, but for the first. */
  private static final class Together extends ForwardingBackend {

    private final CountDownLatch three = new CountDownLatch(3);

    Together(Backend next) {
      super(next);
    }

    @Override
    public Found find(FindRequest request) {
      int number = Integer.parseInt(request.user().substring(4)) - 10;
      if (number >= USERS - 3) {
        three.countDown();
        boolean met;
        try {
          met = three.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
        if (!met) {
          throw new IllegalStateException("nobody else asks");
        }
      }
      return next.find(request);
    }

    @Override
    public void close() {}
  }

  @Test
  void severalAreReadAtOnceAndAnsweredInTheirOrder() {
    try (Store store = store(new Together(memory.backend()))) {
      Page<ObjectNode> page = store.acrossUsers("docs").find(Query.all());
      assertEquals(allBut(), page.documents().stream().map(document -> document.user()).toList());
      assertEquals(List.of(), page.damaged());
    }
  }
}
