package dev.pagurus.sharded;

import dev.pagurus.spi.Backend;
import dev.pagurus.spi.CollectionDefinition;
import dev.pagurus.spi.IndexDefinition;
import dev.pagurus.spi.Progress;
import dev.pagurus.spi.UserInfo;
import java.util.ArrayList;
import java.util.List;

/**
 * Declares indexes for all users. The registry is told first that an index is coming, so that users
 * that are made or opened meanwhile get it too; then every user's file gets it; and only then it
 * serves. A crash in between leaves an index that does not serve, and declaring it again ends the
 * work.
 */
final class IndexBuilder {

  private final Registry registry;
  private final TaskLocks tasks;
  private final Template template;
  private final AllUsers all;

  IndexBuilder(Registry registry, TaskLocks tasks, Template template, AllUsers all) {
    this.registry = registry;
    this.tasks = tasks;
    this.template = template;
    this.all = all;
  }

  /** A unique index may be refused, so each is built by itself; the others at once. */
  synchronized void define(CollectionDefinition definition, Progress progress) {
    List<IndexDefinition> others = new ArrayList<>();
    for (IndexDefinition index : definition.indexes()) {
      if (index.kind() == IndexDefinition.Kind.UNIQUE) {
        build(definition.collection(), List.of(index), progress);
      } else {
        others.add(index);
      }
    }
    build(definition.collection(), others, progress);
  }

  /** Ends what was begun and cut short, unless somebody is just about it. */
  synchronized void resume() {
    if (!tasks.tryAlone(TaskLocks.BUILDING)) {
      return;
    }
    try {
      registry
          .indexes()
          .declared()
          .forEach(
              (collection, all) -> {
                for (Declared one : all) {
                  if (!one.serves()) {
                    buildAlone(collection, List.of(one.index()), Progress.NONE);
                  }
                }
              });
    } finally {
      tasks.release(TaskLocks.BUILDING);
    }
  }

  private void build(String collection, List<IndexDefinition> wanted, Progress progress) {
    // Who is faster does it; to build twice at once does no harm but cost.
    tasks.tryAlone(TaskLocks.BUILDING);
    try {
      buildAlone(collection, wanted, progress);
    } finally {
      tasks.release(TaskLocks.BUILDING);
    }
  }

  private void buildAlone(String collection, List<IndexDefinition> wanted, Progress progress) {
    List<Declared> before = registry.indexes().declared().getOrDefault(collection, List.of());
    List<IndexDefinition> indexes =
        wanted.stream().filter(index -> !serves(before, index)).toList();
    if (indexes.isEmpty()) {
      return;
    }
    long since = registry.indexes().declare(collection, now -> with(now, indexes, false, 0));
    try {
      CollectionDefinition definition = new CollectionDefinition(collection, indexes);
      template.backend().define(definition, Progress.NONE);
      long[] done = {0};
      all.forEach(
          (user, file) -> {
            long[] here = {0};
            file.define(
                definition,
                (at, total) -> {
                  here[0] = at;
                  progress.at(done[0] + at, -1);
                });
            done[0] += here[0] > 0 ? here[0] : documents(file, user); // opening may have done it
            progress.at(done[0], -1);
          });
      progress.at(done[0], done[0]);
    } catch (RuntimeException | Error e) {
      takeBack(collection, indexes);
      throw e;
    }
    registry.indexes().declare(collection, now -> with(now, indexes, true, since));
  }

  private static long documents(Backend file, String user) {
    UserInfo info = file.user(user);
    return info == null ? 0 : info.documents();
  }

  private static boolean serves(List<Declared> declared, IndexDefinition index) {
    return declared.stream().anyMatch(one -> one.serves() && one.index().equals(index));
  }

  private static List<Declared> with(
      List<Declared> now, List<IndexDefinition> indexes, boolean serves, long since) {
    List<Declared> all = new ArrayList<>(without(now, indexes));
    indexes.forEach(index -> all.add(new Declared(index, serves, since)));
    return all;
  }

  private static List<Declared> without(List<Declared> now, List<IndexDefinition> indexes) {
    return now.stream().filter(one -> !indexes.contains(one.index())).toList();
  }

  synchronized void drop(String collection, IndexDefinition index) {
    List<Declared> before = registry.indexes().declared().getOrDefault(collection, List.of());
    if (before.stream().anyMatch(one -> one.index().equals(index))) {
      takeBack(collection, List.of(index));
    }
  }

  private void takeBack(String collection, List<IndexDefinition> indexes) {
    registry.indexes().declare(collection, now -> without(now, indexes));
    indexes.forEach(index -> template.backend().drop(collection, index));
    all.forEach((user, file) -> indexes.forEach(index -> file.drop(collection, index)));
  }
}
