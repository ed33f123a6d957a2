package dev.pagurus.sqlite;

import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;

/**
 * Knows the file systems whose locks or shared memory do not reach across machines as SQLite's log
 * needs it: a store there can be damaged by two machines that open it.
 */
final class NetworkFileSystem {

  private static final Set<String> TYPES =
      Set.of(
          "9p",
          "afp",
          "afs",
          "beegfs",
          "ceph",
          "cifs",
          "coda",
          "davfs",
          "gfs",
          "gfs2",
          "glusterfs",
          "gpfs",
          "lustre",
          "ncpfs",
          "nfs",
          "nfs3",
          "nfs4",
          "ocfs2",
          "orangefs",
          "pvfs2",
          "smb",
          "smb2",
          "smb3",
          "smbfs",
          "webdav");

  /** FUSE file systems that stay on the machine; any other kind is taken for a remote one. */
  private static final Set<String> LOCAL_FUSE =
      Set.of("fuse.bindfs", "fuse.fuse-overlayfs", "fuse.mergerfs", "fuse.unionfs", "fuse.ntfs-3g");

  private NetworkFileSystem() {}

  /**
   * Refuses a folder on a network file system.
   *
   * @throws BackendException INVALID, naming the kind of file system
   */
  static void refuse(Path folder) throws IOException {
    refuse(folder, Files.getFileStore(folder).type());
  }

  static void refuse(Path folder, String type) {
    if (isNetwork(type)) {
      throw new BackendException(
          ErrorCode.INVALID,
          folder
              + " is on the network file system "
              + type
              + ", where SQLite's locks are not safe: put the store on a local disk, or set "
              + SqliteSettings.ALLOW_NETWORK_FILE_SYSTEM.name()
              + "=true if only one machine ever opens it");
    }
  }

  static boolean isNetwork(String type) {
    String kind = type.toLowerCase(Locale.ROOT);
    return TYPES.contains(kind) || (kind.startsWith("fuse.") && !LOCAL_FUSE.contains(kind));
  }
}
