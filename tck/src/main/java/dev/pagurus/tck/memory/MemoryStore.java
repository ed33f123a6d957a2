package dev.pagurus.tck.memory;

import dev.pagurus.document.FieldPath;
import dev.pagurus.document.Utf8;
import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.CollectionDefinition;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.spi.IndexDefinition;
import dev.pagurus.spi.Progress;
import dev.pagurus.spi.StoredDocument;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a store in memory holds. Guarded by its own monitor: whoever looks or changes synchronizes
 * on it.
 */
final class MemoryStore {

  final String identity = UUID.randomUUID().toString();

  final NavigableMap<String, MemoryUser> users = new TreeMap<>(Utf8.ORDER);
  private final NavigableMap<String, CollectionDefinition> definitions = new TreeMap<>(Utf8.ORDER);
  private boolean open;
  @Nullable String movedTo;

  synchronized void acquire() {
    if (open) {
      throw new BackendException(
          ErrorCode.LOCKED,
          "process "
              + ProcessHandle.current().pid()
              + " on "
              + host()
              + " has this store in memory open: close it there");
    }
    open = true;
  }

  synchronized void release() {
    open = false;
  }

  /** Whether it may be changed. */
  void requireHere() {
    if (movedTo != null) {
      throw BackendException.moved(movedTo);
    }
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "this host";
    }
  }

  long documents() {
    return users.values().stream().mapToLong(user -> user.info("").documents()).sum();
  }

  List<CollectionDefinition> definitions() {
    return List.copyOf(definitions.values());
  }

  List<FieldPath> uniquePaths(String collection) {
    return indexes(collection).stream()
        .filter(index -> index.kind() == IndexDefinition.Kind.UNIQUE)
        .map(index -> index.paths().get(0))
        .toList();
  }

  private List<IndexDefinition> indexes(String collection) {
    CollectionDefinition definition = definitions.get(collection);
    return definition == null ? List.of() : definition.indexes();
  }

  void define(CollectionDefinition definition, Progress progress) {
    String collection = definition.collection();
    BackendException refused = null;
    for (IndexDefinition index : definition.indexes()) {
      BackendException problem = judge(collection, index);
      if (problem == null) {
        List<IndexDefinition> indexes = new ArrayList<>(indexes(collection));
        indexes.add(index);
        definitions.put(collection, new CollectionDefinition(collection, indexes));
      }
      refused = refused == null ? problem : refused;
    }
    if (refused != null) {
      throw refused;
    }
    long documents =
        users.values().stream().mapToLong(user -> user.documents(collection).size()).sum();
    progress.at(documents, documents);
  }

  /** Whether the documents that are there allow an index (INDEX-3). */
  private @Nullable BackendException judge(String collection, IndexDefinition index) {
    if (index.kind() != IndexDefinition.Kind.UNIQUE) {
      return null;
    }
    try {
      for (MemoryUser user : users.values()) {
        List<StoredDocument> documents = user.documents(collection);
        documents.forEach(
            document -> MemoryUser.requireUnique(document, index.paths().get(0), documents));
      }
      return null;
    } catch (BackendException offender) {
      return offender;
    }
  }

  void drop(String collection, IndexDefinition index) {
    List<IndexDefinition> left = new ArrayList<>(indexes(collection));
    left.remove(index);
    if (left.isEmpty()) {
      definitions.remove(collection);
    } else {
      definitions.put(collection, new CollectionDefinition(collection, left));
    }
  }
}
