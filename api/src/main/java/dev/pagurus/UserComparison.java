package dev.pagurus;

import dev.pagurus.document.Address;
import dev.pagurus.spi.Backend;
import dev.pagurus.spi.Change;
import dev.pagurus.spi.Changes;
import dev.pagurus.spi.CollectionInfo;
import dev.pagurus.spi.Rows;
import dev.pagurus.spi.StoredDocument;
import dev.pagurus.spi.UserInfo;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Compares a user with its copy: documents, revisions, times, and the deletions of the feed. */
final class UserComparison {

  private static final int PAGE = 500;

  private final Backend from;
  private final String user;
  private final Backend to;
  private final String as;

  UserComparison(Backend from, String user, Backend to, String as) {
    this.from = from;
    this.user = user;
    this.to = to;
    this.as = as;
  }

  /** Whether both are the same to the last deletion that the user's feed knows. */
  boolean isEqual() {
    UserInfo one = from.user(user);
    UserInfo other = to.user(as);
    if (one == null
        || other == null
        || one.documents() != other.documents()
        || one.bytes() != other.bytes()) {
      return false;
    }
    // Before the horizon, the feed tells nothing: what was written then is in the collections.
    return (one.horizon() == 0 || sameDocuments())
        && same(feed(from, user, one.horizon()), feed(to, as, one.horizon()));
  }

  private static boolean same(Iterator<?> one, Iterator<?> other) {
    while (one.hasNext() && other.hasNext()) {
      if (!one.next().equals(other.next())) {
        return false;
      }
    }
    return one.hasNext() == other.hasNext();
  }

  private boolean sameDocuments() {
    List<CollectionInfo> collections = from.collections(user);
    if (!collections.equals(to.collections(as))) {
      return false;
    }
    for (CollectionInfo each : collections) {
      try (Rows one = from.scan(user, each.collection(), null);
          Rows other = to.scan(as, each.collection(), null)) {
        if (!same(one, other)) {
          return false;
        }
      }
    }
    return true;
  }

  private static boolean same(Rows one, Rows other) {
    while (true) {
      StoredDocument row = one.next();
      if (!Objects.equals(row, other.next())) {
        return false;
      }
      if (row == null) {
        return true;
      }
    }
  }

  /**
   * Whether the copy is what a crash left of an earlier one: it holds nothing but what the user
   * has, or had before it was written anew.
   */
  boolean isPart() {
    UserInfo copy = to.user(as);
    if (copy == null || copy.horizon() != 0) {
      return false;
    }
    Iterator<Change> deletions = deletionsOfUser();
    Iterator<Change> changes = feed(to, as, 0);
    while (changes.hasNext()) {
      Change change = changes.next();
      boolean known = change instanceof Change.Deleted && isAmong(change, deletions);
      if (!known && !isOfUser(change)) {
        return false;
      }
    }
    return true;
  }

  private Iterator<Change> deletionsOfUser() {
    UserInfo info = from.user(user);
    return stream(feed(from, user, info == null ? 0 : info.horizon()))
        .filter(Change.Deleted.class::isInstance)
        .iterator();
  }

  private static Stream<Change> stream(Iterator<Change> changes) {
    return StreamSupport.stream(((Iterable<Change>) () -> changes).spliterator(), false);
  }

  /** Both are in the order of revisions, so nobody looks back. */
  private static boolean isAmong(Change change, Iterator<Change> changes) {
    while (changes.hasNext()) {
      if (changes.next().equals(change)) {
        return true;
      }
    }
    return false;
  }

  private boolean isOfUser(Change change) {
    Address address = change.address();
    StoredDocument now = from.get(user, List.of(address)).found().get(0);
    if (now == null) {
      return false;
    }
    return change instanceof Change.Written written
        ? now.equals(written.document())
            || (now.revision() > change.revision()
                && now.createdAt().equals(written.document().createdAt()))
        : now.revision() > change.revision();
  }

  private static Iterator<Change> feed(Backend backend, String user, long since) {
    return new Iterator<>() {
      private @Nullable Changes page;
      private int next;

      @Override
      public boolean hasNext() {
        Changes now = page;
        while (now == null || (next == now.changes().size() && now.more())) {
          now = backend.changes(user, now == null ? since : now.upTo(), PAGE);
          page = now;
          next = 0;
        }
        return next < now.changes().size();
      }

      @Override
      public Change next() {
        if (!hasNext() || page == null) {
          throw new NoSuchElementException();
        }
        return page.changes().get(next++);
      }
    };
  }
}
