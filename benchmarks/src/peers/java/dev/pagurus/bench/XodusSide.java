package dev.pagurus.bench;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import jetbrains.exodus.ArrayByteIterable;
import jetbrains.exodus.ByteIterable;
import jetbrains.exodus.bindings.StringBinding;
import jetbrains.exodus.env.Cursor;
import jetbrains.exodus.env.Environment;
import jetbrains.exodus.env.EnvironmentConfig;
import jetbrains.exodus.env.Environments;
import jetbrains.exodus.env.Store;
import jetbrains.exodus.env.StoreConfig;

/** Xodus: an environment with one store, a transaction for each commit. */
final class XodusSide extends KeyValueSide {

  private final Environment environment;
  private final Store places;

  XodusSide(Path directory, boolean forced) {
    environment =
        Environments.newInstance(
            directory.resolve("xodus").toFile(),
            new EnvironmentConfig()
                .setLogDurableWrite(forced)
                .setMemoryUsage((long) AllPeers.CACHE_MB << 20));
    places =
        environment.computeInTransaction(
            transaction ->
                environment.openStore("places", StoreConfig.WITHOUT_DUPLICATES, transaction));
  }

  @Override
  void write(Map<String, byte[]> bodies) {
    // Exclusive: others wait rather than do their work again.
    environment.executeInExclusiveTransaction(
        transaction -> {
          for (Map.Entry<String, byte[]> entry : bodies.entrySet()) {
            places.put(
                transaction,
                StringBinding.stringToEntry(entry.getKey()),
                new ArrayByteIterable(entry.getValue()));
          }
        });
  }

  @Override
  byte[] read(String id) {
    return environment.computeInReadonlyTransaction(
        transaction ->
            bytes(
                Objects.requireNonNull(
                    places.get(transaction, StringBinding.stringToEntry(id)), id)));
  }

  private static byte[] bytes(ByteIterable value) {
    return Arrays.copyOf(value.getBytesUnsafe(), value.getLength());
  }

  @Override
  public long scan(Consumer<byte[]> documents) {
    return environment.computeInReadonlyTransaction(
        transaction -> {
          long count = 0;
          try (Cursor all = places.openCursor(transaction)) {
            for (; all.getNext(); count++) {
              documents.accept(bytes(all.getValue()));
            }
          }
          return count;
        });
  }

  @Override
  public long count() {
    return environment.computeInReadonlyTransaction(places::count);
  }

  @Override
  public void close() {
    environment.close();
  }
}
