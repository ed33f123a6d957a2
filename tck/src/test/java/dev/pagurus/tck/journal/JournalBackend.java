package dev.pagurus.tck.journal;

import dev.pagurus.DocumentLines;
import dev.pagurus.document.Address;
import dev.pagurus.document.Body;
import dev.pagurus.document.FieldPath;
import dev.pagurus.spi.Backend;
import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.Batch;
import dev.pagurus.spi.Change;
import dev.pagurus.spi.Changes;
import dev.pagurus.spi.CollectionDefinition;
import dev.pagurus.spi.Commit;
import dev.pagurus.spi.Documents;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.spi.FindRequest;
import dev.pagurus.spi.Found;
import dev.pagurus.spi.IndexDefinition;
import dev.pagurus.spi.OpenRequest;
import dev.pagurus.spi.Progress;
import dev.pagurus.spi.Rows;
import dev.pagurus.spi.StoredDocument;
import dev.pagurus.spi.Traits;
import dev.pagurus.spi.UserInfo;
import dev.pagurus.tck.journal.JournalMaintenance.Place;
import dev.pagurus.tck.memory.MemoryProvider;
import dev.pagurus.tck.saboteurs.Scanning;
import dev.pagurus.tck.saboteurs.Trees;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The reference in memory, and a journal of what was done to it: a line for each commit, replay,
 * definition and deletion.
 */
final class JournalBackend extends Scanning {

  private static final JsonMapper JSON = JsonMapper.shared();

  private final JournalFile file;
  private final Flaw flaw;
  private final Set<Place> damaged = new HashSet<>();

  private JournalBackend(Backend memory, JournalFile file, Flaw flaw) {
    super(memory);
    this.file = file;
    this.flaw = flaw;
  }

  static JournalBackend open(JournalFile file, OpenRequest request, Flaw flaw) throws IOException {
    OpenRequest fresh =
        new OpenRequest("", request.settings(), OpenRequest.Mode.OPEN_OR_CREATE, request.clock());
    JournalBackend backend = new JournalBackend(new MemoryProvider().open(fresh), file, flaw);
    for (JournalFile.Line line : file.read()) {
      backend.redo(JSON.readTree(line.text()), line.sound());
    }
    return backend;
  }

  private void redo(JsonNode line, boolean sound) {
    if (flaw == Flaw.UNINDEXED && line.has("collection")) {
      return;
    }
    if (line.has("indexes")) {
      List<IndexDefinition> indexes =
          line.required("indexes").valueStream().map(index -> index(index.stringValue())).toList();
      next.define(
          new CollectionDefinition(line.required("collection").stringValue(), indexes),
          Progress.NONE);
    } else if (line.has("drop")) {
      next.drop(
          line.required("collection").stringValue(), index(line.required("drop").stringValue()));
    } else if (line.has("changes")) {
      redoChanges(line, sound);
    } else if (line.has("sealed")) {
      redoSeal(line.required("sealed"));
    } else {
      next.deleteUser(line.required("user").stringValue());
    }
  }

  private void redoSeal(JsonNode to) {
    if (to.isNull()) {
      next.unseal();
    } else if (flaw != Flaw.REOPENING) {
      next.seal(to.stringValue());
    }
  }

  private void redoChanges(JsonNode line, boolean sound) {
    String user = line.required("user").stringValue();
    List<Change> changes = new ArrayList<>();
    for (JsonNode entry : line.required("changes")) {
      String text = entry.required("line").stringValue();
      Change change = DocumentLines.read(text.getBytes(StandardCharsets.UTF_8)).change();
      Place place = new Place(user, change.address());
      damaged.remove(place);
      if (!sound
          && flaw != Flaw.TRUSTING
          && !entry.required("crc").stringValue().equals(JournalFile.checksum(text))) {
        if (flaw == Flaw.SILENT) {
          continue;
        }
        damaged.add(place);
      }
      if (flaw != Flaw.REVIVING || change instanceof Change.Written) {
        changes.add(misread(change));
      }
    }
    next.replay(user, new Changes(changes, line.required("upTo").longValue(), false));
  }

  private Change misread(Change change) {
    if (!(change instanceof Change.Written written)) {
      return change;
    }
    StoredDocument one = written.document();
    Instant createdAt = flaw == Flaw.DATING ? one.updatedAt() : one.createdAt();
    Body body =
        flaw == Flaw.ROUNDING
            ? Body.of(Trees.map(one.body().toTree(), Trees::rounded))
            : one.body();
    return new Change.Written(
        new StoredDocument(one.address(), one.revision(), createdAt, one.updatedAt(), body));
  }

  private static IndexDefinition index(String text) {
    String[] words = text.split(" ", 2);
    List<FieldPath> paths = new ArrayList<>();
    for (String path : words[1].split(",", -1)) {
      paths.add(FieldPath.parse(path));
    }
    return new IndexDefinition(IndexDefinition.Kind.valueOf(words[0]), paths);
  }

  private static String text(IndexDefinition index) {
    return index.kind()
        + " "
        + String.join(",", index.paths().stream().map(FieldPath::toString).toList());
  }

  @Override
  public Traits traits() {
    return JournalProvider.TRAITS;
  }

  @Override
  public synchronized Commit commit(String user, Batch batch) {
    UserInfo info = super.user(user);
    long before = info == null ? 0 : info.revision();
    Commit commit = super.commit(user, batch);
    if (commit.revision() > before) {
      write(user, super.changes(user, before, Batch.MAX_WRITES));
    }
    return commit;
  }

  private void write(String user, Changes page) {
    if (flaw == Flaw.TORN && page.changes().size() > 1) {
      for (Change change : page.changes()) {
        write(user, new Changes(List.of(change), page.upTo(), false));
        // So that a kill hits here before long.
        LockSupport.parkNanos(3_000_000);
      }
      return;
    }
    ObjectNode line = JSON.createObjectNode().put("user", user).put("upTo", page.upTo());
    for (Change change : page.changes()) {
      damaged.remove(new Place(user, change.address()));
      byte[] text =
          change instanceof Change.Written written
              ? DocumentLines.write(user, written.document())
              : DocumentLines.write(user, (Change.Deleted) change);
      String entry = new String(text, StandardCharsets.UTF_8);
      line.withArray("changes")
          .addObject()
          .put("crc", JournalFile.checksum(entry))
          .put("line", entry);
    }
    if (line.has("changes")) {
      file.append(line.toString());
    }
  }

  /** The journal has no line for it, and a backend need not note it. */
  @Override
  public void beginFeed(String user, long horizon) {}

  /** What the memory beneath says is not of this store. */
  @Override
  public Optional<String> identity() {
    return Optional.empty();
  }

  @Override
  public synchronized void replay(String user, Changes changes) {
    super.replay(user, changes);
    write(user, changes);
  }

  @Override
  public synchronized boolean deleteUser(String user) {
    return deleteUser(user, OptionalLong.empty());
  }

  @Override
  public synchronized boolean deleteUser(String user, OptionalLong expected) {
    boolean there = super.deleteUser(user, expected);
    file.append(JSON.createObjectNode().put("user", user).toString());
    return there;
  }

  @Override
  public synchronized void define(CollectionDefinition definition, Progress progress) {
    super.define(definition, progress);
    ObjectNode line = JSON.createObjectNode().put("collection", definition.collection());
    definition.indexes().forEach(index -> line.withArray("indexes").add(text(index)));
    file.append(line.toString());
  }

  @Override
  public synchronized void drop(String collection, IndexDefinition index) {
    super.drop(collection, index);
    file.append(
        JSON.createObjectNode().put("collection", collection).put("drop", text(index)).toString());
  }

  @Override
  public synchronized void seal(String to) {
    super.seal(to);
    file.append(JSON.createObjectNode().put("sealed", to).toString());
  }

  @Override
  public synchronized void unseal() {
    super.unseal();
    file.append(JSON.createObjectNode().putNull("sealed").toString());
  }

  @Override
  public synchronized Documents get(String user, List<Address> addresses) {
    addresses.forEach(address -> requireSound(user, address));
    return super.get(user, addresses);
  }

  @Override
  public Changes changes(String user, long since, int limit) {
    Changes page = super.changes(user, since, limit);
    page.changes().forEach(change -> requireSound(user, change.address()));
    return page;
  }

  private void requireSound(String user, Address address) {
    if (damaged.contains(new Place(user, address))) {
      throw new BackendException(
          ErrorCode.CORRUPT, "the journal is damaged there: repair the store", address, null);
    }
  }

  @Override
  public Rows scan(String user, String collection, @Nullable String after) {
    Rows rows = super.scan(user, collection, after);
    return new Rows() {
      @Override
      public long revision() {
        return rows.revision();
      }

      @Override
      public @Nullable StoredDocument next() {
        StoredDocument row = rows.next();
        if (row != null) {
          requireSound(user, row.address());
        }
        return row;
      }

      @Override
      public void close() {
        rows.close();
      }
    };
  }

  @Override
  public Found find(FindRequest request) {
    Found found = super.find(request);
    if (flaw != Flaw.COUNTING || request.limit().isEmpty()) {
      return found;
    }
    return new Found(found.plan(), new CountedRows(found.rows(), request.limit().getAsInt()));
  }

  @Override
  public JournalMaintenance maintenance() {
    return new JournalMaintenance(this, super.maintenance(), List.copyOf(damaged), flaw);
  }

  @Override
  public synchronized void close() {
    super.close();
    file.close();
  }
}
