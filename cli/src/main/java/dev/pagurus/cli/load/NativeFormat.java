package dev.pagurus.cli.load;

import dev.pagurus.DocumentLines;
import dev.pagurus.Store;
import dev.pagurus.StoreException;
import dev.pagurus.document.Body;
import dev.pagurus.spi.Change;
import dev.pagurus.spi.Changes;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.spi.StoredDocument;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lines of an export, taken back with their revisions and times. A document that the store knows in
 * a newer revision stays as it is.
 */
public record NativeFormat() implements Format {

  private static final Body NO_BODY = Body.parse("{}");

  @Override
  public Item parse(Line line) {
    DocumentLines.Line read = DocumentLines.read(line.bytes());
    Change change = read.change();
    Body body = NO_BODY;
    if (change instanceof Change.Written written) {
      StoredDocument document = written.document();
      body = Weights.waiting(document.body());
      change =
          new Change.Written(
              new StoredDocument(
                  document.address(),
                  document.revision(),
                  document.createdAt(),
                  document.updatedAt(),
                  body));
    }
    return new Item(
        line,
        read.user(),
        change.address().collection(),
        change.address().id(),
        body,
        change,
        Weights.toWait(line, body));
  }

  @Override
  public void write(Store store, String user, List<Item> items) throws Refused {
    List<Change> changes = items.stream().map(Item::change).map(NativeFormat::required).toList();
    long newest = changes.stream().mapToLong(Change::revision).max().orElse(0);
    try {
      store.user(user).replay(new Changes(changes, newest, true));
    } catch (StoreException e) {
      if (e.code() == ErrorCode.INVALID) {
        throw new Refused(
            items.stream()
                .filter(item -> e.id().map(id -> id.equals(item.id())).orElse(false))
                .findFirst()
                .orElse(null),
            e);
      }
      throw e;
    }
  }

  private static Change required(@Nullable Change change) {
    if (change == null) {
      throw new IllegalStateException("a line of an export is always a change");
    }
    return change;
  }
}
