package dev.pagurus.file;

import dev.pagurus.file.index.DocKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Where the records are: {@code users/[+xx/]USER/COLLECTION/[+xx/]ID.toml}, with names as {@link
 * FileNames} spells them and buckets as {@link Fanout} makes them. For many threads; one document
 * is written by one at a time.
 */
final class Places {

  private static final int MAX_KNOWN_USERS = 10_000;

  private final Disk disk;
  private final Path top;
  private final String extension;
  private final Fanout fanout;
  private final Dirt dirt;

  /** Users whose folders could not be moved away yet. */
  private final Set<String> ended = ConcurrentHashMap.newKeySet();

  private final Map<String, Path> userFolders =
      Collections.synchronizedMap(
          new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Path> eldest) {
              return size() > MAX_KNOWN_USERS;
            }
          });

  /**
   * Knows no place yet.
   *
   * @param top the folder of all users
   * @param extension of records, with its dot
   * @param dirt hears of what is to be forced to the medium
   */
  Places(Disk disk, Path top, String extension, Dirt dirt) {
    this.disk = disk;
    this.top = top;
    this.extension = extension;
    this.fanout = new Fanout(disk);
    this.dirt = dirt;
  }

  Path top() {
    return top;
  }

  /** The folder of a user, null if there is none. */
  @Nullable Path userFolder(String user) throws IOException {
    return ended.contains(user) ? null : folderOf(user);
  }

  private @Nullable Path folderOf(String user) throws IOException {
    Path known = userFolders.get(user);
    if (known != null) {
      return known;
    }
    String name = FileNames.spell(user);
    for (Path folder : fanout.candidates(top, FileNames.digits(user))) {
      Path candidate = folder.resolve(name);
      if (Disk.isFolderThere(candidate)) {
        userFolders.put(user, candidate);
        return candidate;
      }
    }
    return null;
  }

  /** The folder of a user, made if need be. */
  Path makeUserFolder(String user) throws IOException {
    Path there = userFolder(user);
    if (there == null || !Disk.isFolderThere(there)) {
      there = makeMissingUserFolder(user);
    }
    requireNoLinks(there);
    return there;
  }

  /** One at a time: two must not make a folder each for one user. */
  private synchronized Path makeMissingUserFolder(String user) throws IOException {
    if (ended.contains(user)) {
      moveAway(user);
    }
    Path there = userFolder(user);
    if (there != null && Disk.isFolderThere(there)) {
      return there;
    }
    if (there != null) {
      forget(user, there); // somebody took it away
    }
    Path parent = fanout.place(top, FileNames.digits(user), this::made);
    requireNoLinks(parent);
    Path made = parent.resolve(FileNames.spell(user));
    dirt.folder(parent);
    disk.makeFolders(made);
    userFolders.put(user, made);
    return made;
  }

  /** Where a record is, null if it is nowhere. */
  @Nullable Path find(DocKey key) throws IOException {
    for (Path folder : folders(key)) {
      Path file = folder.resolve(name(key));
      if (Disk.isThere(file)) {
        return file;
      }
    }
    return null;
  }

  /** What a file holds. */
  static final class Text {

    private final Path file;
    private final byte[] bytes;

    private Text(Path file, byte[] bytes) {
      this.file = file;
      this.bytes = bytes;
    }

    Path file() {
      return file;
    }

    byte[] bytes() {
      return bytes;
    }
  }

  /** The text of a record, null if there is none; cheaper than to find the file and to read it. */
  @Nullable Text read(DocKey key) throws IOException {
    String name = name(key);
    for (Path folder : folders(key)) {
      Path file = folder.resolve(name);
      byte[] bytes = disk.read(file);
      if (bytes != null) {
        return new Text(file, bytes);
      }
    }
    return null;
  }

  private Iterable<Path> folders(DocKey key) throws IOException {
    Path user = userFolder(key.user());
    return user == null
        ? List.of()
        : fanout.candidates(collection(user, key.collection()), FileNames.digits(key.id()));
  }

  private String name(DocKey key) {
    return FileNames.spell(key.id()) + extension;
  }

  static Path collection(Path user, String collection) {
    return user.resolve(FileNames.spell(collection));
  }

  /**
   * Writes a record to where it is, or to a place of its own. What is to be forced is noted first,
   * for whatever fails here has happened when it is tried again; and the folder always, for also
   * the name of a record that took the place of another one leads to the old bytes until it is
   * forced.
   */
  void write(DocKey key, RecordText record, Instant at) throws IOException {
    Path file = find(key);
    if (file == null) {
      Path top = collection(makeUserFolder(key.user()), key.collection());
      Path folder = place(top, key);
      file = folder.resolve(name(key));
    }
    requireNoLinks(Disk.folder(file));
    dirt.folder(Disk.folder(file));
    dirt.file(file);
    disk.replace(file, record, at);
  }

  /** A new folder is safe once its own name is. */
  private void made(Path folder) {
    dirt.folder(folder);
    dirt.folder(Disk.folder(folder));
  }

  /** Notes that a record, or that there is none, may not be safe on the medium yet. */
  void doubt(DocKey key) throws IOException {
    for (Path folder : folders(key)) {
      for (Path each = folder; each.startsWith(top); each = Disk.folder(each)) {
        dirt.folder(each);
      }
      Path file = folder.resolve(name(key));
      if (Disk.isThere(file)) {
        dirt.file(file);
      }
    }
  }

  private Path place(Path top, DocKey key) throws IOException {
    String digits = FileNames.digits(key.id());
    Path folder = fanout.place(top, digits, this::made);
    if (Disk.isThere(folder)) {
      return folder;
    }
    fanout.forget(top); // somebody took it away
    return fanout.place(top, digits, this::made);
  }

  /**
   * Demands that the folders of a collection are folders, as far as they are there.
   *
   * @throws MisplacedException names the link or the file that is in the way
   */
  void requireNoLinks(String user, String collection) throws IOException {
    Path folder = userFolder(user);
    if (folder == null) {
      for (Path above : fanout.candidates(top, FileNames.digits(user))) {
        requireFolderOrNothing(above.resolve(FileNames.spell(user)));
      }
      requireFolderOrNothing(top);
    } else {
      requireFolderOrNothing(collection(folder, collection));
      for (Path each = folder; each.startsWith(top); each = Disk.folder(each)) {
        requireFolderOrNothing(each);
      }
    }
  }

  private static void requireFolderOrNothing(Path folder) throws IOException {
    if (!Disk.isFolder(folder) && Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      Disk.requireFolder(folder);
    }
  }

  /** A link that somebody planted among the folders must not lead a write out of the store. */
  private void requireNoLinks(Path folder) throws IOException {
    for (Path each = folder; each != null && each.startsWith(top); each = each.getParent()) {
      Disk.requireFolder(each);
    }
  }

  /** Deletes a record, if it is there. */
  void delete(DocKey key) throws IOException {
    Path file = find(key);
    if (file != null) {
      Path folder = Disk.folder(file);
      requireNoLinks(folder);
      dirt.folder(folder);
      Files.deleteIfExists(file);
      fanout.removed(folder);
    }
  }

  /** Whether the file at a place is a record by its name. */
  boolean isRecord(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(extension) && !isHidden(file);
  }

  /** Whether a file is on its way in or out, or something of an editor's. */
  static boolean isHidden(Path file) {
    return file.getFileName().toString().startsWith(".");
  }

  /** Whether a file's name is that of a record of this id. */
  boolean isNamed(Path file, String id) {
    return file.getFileName().toString().equals(FileNames.spell(id) + extension);
  }

  /**
   * Which document a file is by its place, whatever it says.
   *
   * @return with an empty id if the file's name is a digest; null if the place tells no address
   */
  @Nullable DocKey keyOf(Path file) {
    List<String> names = new ArrayList<>();
    for (Path part : top.relativize(file)) {
      if (Fanout.bucket(part.toString()) < 0) {
        names.add(part.toString());
      }
    }
    if (names.size() != 3 || !names.get(2).endsWith(extension)) {
      return null;
    }
    String id = names.get(2).substring(0, names.get(2).length() - extension.length());
    String user = FileNames.read(names.get(0));
    String collection = FileNames.read(names.get(1));
    return user == null || collection == null
        ? null
        : new DocKey(user, collection, Objects.requireNonNullElse(FileNames.read(id), ""));
  }

  /** The user has ended: what is in its folder is nobody's. It is still to be moved away. */
  void end(String user) {
    ended.add(user);
  }

  /** Takes the folders of users that have ended out of their places. */
  void moveEndedAway() throws IOException {
    for (String user : ended) {
      moveAway(user);
    }
  }

  private synchronized void moveAway(String user) throws IOException {
    Path folder = ended.contains(user) ? folderOf(user) : null; // else another one did it
    if (folder != null) {
      requireNoLinks(folder);
      dirt.folder(Disk.folder(folder));
      dirt.folder(top);
      Files.move(
          folder,
          top.resolve(UserRemoval.TRASH + UUID.randomUUID()),
          StandardCopyOption.ATOMIC_MOVE);
      forget(user, folder);
    }
    ended.remove(user);
  }

  private void forget(String user, Path folder) throws IOException {
    userFolders.remove(user);
    fanout.forget(folder);
    fanout.removed(Disk.folder(folder));
  }
}
