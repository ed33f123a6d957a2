package dev.pagurus.file;

import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Files and folders as a kernel has them: what everybody sees, and what of it is safe on the
 * medium. Forcing a file makes its bytes safe and not its name; forcing a folder makes the names in
 * it safe, with everything that a rename did elsewhere. Guarded by itself.
 */
final class PowerMedium {

  private static final int SECTOR = 512;

  /** What a loss of power leaves of what was not forced. */
  enum Loss {
    /** All that was not forced is gone. */
    EVERYTHING,
    /** Nothing is gone: the kernel happened to have written all of it. */
    NOTHING,
    /** Names came to the medium in their order up to some point, bytes did not. */
    BYTES,
    /** Each name and each sector may have come there or not. */
    ANY
  }

  /** A file or a folder. */
  static final class Node {
    final boolean folder;
    byte[] bytes = {};
    byte[] safeBytes = {};
    final BitSet dirty = new BitSet();
    FileTime time = FileTime.from(Instant.now());
    FileTime safeTime = time;
    final Map<String, Node> names = new TreeMap<>();
    Map<String, Node> safeNames = new TreeMap<>();

    Node(boolean folder) {
      this.folder = folder;
    }

    void write(int position, byte[] more) {
      if (bytes.length < position + more.length) {
        resize(position + more.length);
      }
      System.arraycopy(more, 0, bytes, position, more.length);
      dirty.set(position / SECTOR, (position + more.length + SECTOR - 1) / SECTOR);
      time = FileTime.from(Instant.now());
    }

    void resize(int size) {
      int from = Math.min(size, bytes.length);
      dirty.set(from / SECTOR, Math.max(size, bytes.length) / SECTOR + 1);
      bytes = Arrays.copyOf(bytes, size);
    }

    void force() {
      safeBytes = bytes.clone();
      safeTime = time;
      dirty.clear();
    }
  }

  /** A name that comes, goes or changes hands. */
  private record Edit(Node folder, String name, @Nullable Node node) {}

  final Node root = new Node(true);

  /** What was done to names and is not safe, in order; the edits of a rename stand together. */
  private final List<List<Edit>> pending = new ArrayList<>();

  synchronized void name(Node folder, String name, @Nullable Node node) {
    edit(List.of(new Edit(folder, name, node)));
  }

  synchronized void rename(Node from, String old, Node to, String name, Node node) {
    edit(List.of(new Edit(from, old, null), new Edit(to, name, node)));
  }

  private void edit(List<Edit> edits) {
    for (Edit edit : edits) {
      put(edit.folder.names, edit);
      edit.folder.time = FileTime.from(Instant.now());
    }
    pending.add(edits);
  }

  private static void put(Map<String, Node> names, Edit edit) {
    if (edit.node == null) {
      names.remove(edit.name);
    } else {
      names.put(edit.name, edit.node);
    }
  }

  /** A rename between two folders is safe with either of them, and what came before it as well. */
  synchronized void forceFolder(Node folder) {
    Set<Node> touched = new HashSet<>(Set.of(folder));
    List<List<Edit>> safe = new ArrayList<>();
    for (int i = pending.size() - 1; i >= 0; i--) {
      List<Edit> edits = pending.get(i);
      if (edits.stream().anyMatch(edit -> touched.contains(edit.folder))) {
        edits.forEach(edit -> touched.add(edit.folder));
        safe.add(0, pending.remove(i));
      }
    }
    safe.forEach(edits -> edits.forEach(edit -> put(edit.folder.safeNames, edit)));
    folder.safeTime = folder.time;
  }

  /** What is there after the power comes back. */
  synchronized PowerMedium cut(Loss loss, Random random) {
    Map<Node, Map<String, Node>> left = new HashMap<>();
    int upTo = random.nextInt(pending.size() + 1);
    for (int i = 0; i < pending.size(); i++) {
      boolean kept =
          switch (loss) {
            case EVERYTHING -> false;
            case NOTHING -> true;
            case BYTES -> i < upTo;
            case ANY -> random.nextBoolean();
          };
      if (kept) {
        for (Edit edit : pending.get(i)) {
          put(left.computeIfAbsent(edit.folder, f -> new TreeMap<>(f.safeNames)), edit);
        }
      }
    }
    PowerMedium after = new PowerMedium();
    copy(root, after.root, left, loss, random);
    return after;
  }

  private static void copy(
      Node from, Node to, Map<Node, Map<String, Node>> left, Loss loss, Random random) {
    if (!from.folder) {
      to.bytes = bytes(from, loss, random);
      to.time = loss == Loss.ANY && random.nextBoolean() ? from.time : time(from, loss);
      to.force();
      return;
    }
    for (Map.Entry<String, Node> entry : left.getOrDefault(from, from.safeNames).entrySet()) {
      Node copy = new Node(entry.getValue().folder);
      copy(entry.getValue(), copy, left, loss, random);
      to.names.put(entry.getKey(), copy);
    }
    to.safeNames = new TreeMap<>(to.names);
  }

  private static FileTime time(Node node, Loss loss) {
    return loss == Loss.NOTHING ? node.time : node.safeTime;
  }

  private static byte[] bytes(Node node, Loss loss, Random random) {
    int chance = random.nextInt(3);
    if (loss == Loss.NOTHING || (loss == Loss.ANY && chance == 0)) {
      return node.bytes.clone();
    }
    if (loss != Loss.ANY || chance == 1 || node.dirty.isEmpty()) {
      return node.safeBytes.clone();
    }
    byte[] torn = Arrays.copyOf(node.safeBytes, size(node, random));
    for (int i = node.dirty.nextSetBit(0); i >= 0; i = node.dirty.nextSetBit(i + 1)) {
      int from = i * SECTOR;
      int end = Math.min(from + SECTOR, Math.min(node.bytes.length, torn.length));
      if (from < end && random.nextBoolean()) {
        System.arraycopy(node.bytes, from, torn, from, end - from);
      }
    }
    return torn;
  }

  /** The old size, the new one, or one between that ends a sector. */
  private static int size(Node node, Random random) {
    int small = Math.min(node.bytes.length, node.safeBytes.length);
    int large = Math.max(node.bytes.length, node.safeBytes.length);
    int any = (small + random.nextInt(large - small + 1)) / SECTOR * SECTOR;
    return random.nextInt(4) == 0 ? large : Math.max(small, any);
  }
}
