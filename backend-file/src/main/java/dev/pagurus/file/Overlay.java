package dev.pagurus.file;

import dev.pagurus.file.index.DocKey;
import java.util.Collection;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The commits since the index was last written, in memory: for each document its versions, which
 * mask what the index holds of it. One thread at a time adds; any number read what was published.
 */
final class Overlay {

  private final ConcurrentSkipListMap<DocKey, Version> versions = new ConcurrentSkipListMap<>();

  /** Who has held a unique value here; who still holds it is looked up. */
  private final Map<Claim, Set<DocKey>> claims = new ConcurrentHashMap<>();

  /** Users whose state changed, since the index was written. */
  private final Map<String, User> users = new ConcurrentHashMap<>();

  private final AtomicLong bytes = new AtomicLong();

  @Nullable Version latest(DocKey key) {
    return versions.get(key);
  }

  @Nullable Version at(DocKey key, long revision) {
    return Version.at(versions.get(key), revision);
  }

  void add(DocKey key, Version version) {
    versions.put(key, version);
    bytes.addAndGet(version.bytes());
  }

  /** Takes back what was added last, if it was. */
  @SuppressWarnings("ReferenceEquality") // that one, and not one that says the same
  void undo(DocKey key, Version added) {
    if (versions.get(key) != added) {
      return;
    }
    bytes.addAndGet(-added.bytes());
    if (added.older() == null) {
      versions.remove(key);
    } else {
      versions.put(key, added.older());
    }
  }

  void claim(Claim claim, DocKey key) {
    claims.computeIfAbsent(claim, none -> ConcurrentHashMap.newKeySet()).add(key);
  }

  Collection<DocKey> claimants(Claim claim) {
    return claims.getOrDefault(claim, Set.of());
  }

  void touch(User user) {
    users.put(user.name(), user);
  }

  Collection<User> users() {
    return users.values();
  }

  @Nullable User user(String name) {
    return users.get(name);
  }

  /** All documents, in order. */
  NavigableMap<DocKey, Version> all() {
    return versions;
  }

  /** One collection's documents, in order. */
  NavigableMap<DocKey, Version> of(String user, String collection, @Nullable String after) {
    // No id is empty and none holds a control character, so all ids lie between these two.
    DocKey from = new DocKey(user, collection, after == null ? "" : after);
    return versions.subMap(from, false, new DocKey(user, collection + "\0", ""), false);
  }

  /** One user's documents, in order. */
  NavigableMap<DocKey, Version> of(String user) {
    return versions.subMap(new DocKey(user, "", ""), false, new DocKey(user + "\0", "", ""), false);
  }

  /** Forgets a user, while nobody reads. */
  void forget(String user) {
    of(user).clear();
    users.remove(user);
  }

  long bytes() {
    return bytes.get();
  }

  int size() {
    return versions.size();
  }

  boolean isEmpty() {
    return versions.isEmpty() && users.isEmpty();
  }

  /**
   * A value under a unique index.
   *
   * @param user whose
   * @param collection of which collection
   * @param index the index's name
   * @param value the bytes of the value's sort key, as Latin-1
   */
  record Claim(String user, String collection, String index, String value) {}
}
