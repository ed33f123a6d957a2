package dev.pagurus.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import jetbrains.exodus.env.Environments;
import org.dizitart.no2.Nitrite;
import org.h2.mvstore.MVStore;
import org.rocksdb.RocksDB;

/** The peers, each with a cache of {@value #CACHE_MB} MB, as ours over SQLite has. */
public final class AllPeers implements Peers {

  /** What ours over SQLite has by default, for writing and reading together. */
  static final int CACHE_MB = 48;

  private static final Set<String> KEY_VALUE =
      Set.of("import", "get", "scan", "scan-parse", "put-1", "put-8");

  private static final Set<String> DOCUMENTS =
      Set.of("import", "get", "find-50", "text-20", "scan-parse", "put-1", "put-8");

  /** For the service loader. */
  public AllPeers() {}

  @Override
  public List<Engine> engines() {
    return List.of(
        new PeerEngine(
            "nitrite",
            "Nitrite",
            jar(Nitrite.class)
                + " on MVStore, the same indexes and a text index; it has no forced commit of its"
                + " own, so its file is forced beside it",
            DOCUMENTS,
            NitriteSide::new),
        new PeerEngine(
            "mvstore",
            "MVStore",
            jar(MVStore.class) + ", a map of id to body, commit and sync",
            KEY_VALUE,
            MvStoreSide::new),
        new PeerEngine(
            "xodus",
            "Xodus",
            jar(Environments.class) + ", an environment with a store of id to body, durable writes",
            KEY_VALUE,
            XodusSide::new),
        new PeerEngine(
            "rocksdb",
            "RocksDB",
            jar(RocksDB.class) + ", id to body, synced writes",
            KEY_VALUE,
            RocksDbSide::new));
  }

  /** The name of a library with its version. */
  private static String jar(Class<?> type) {
    String path = type.getProtectionDomain().getCodeSource().getLocation().getPath();
    return Path.of(path).getFileName().toString().replaceFirst("\\.jar$", "");
  }
}
