package dev.pagurus.file;

import dev.pagurus.document.Address;
import dev.pagurus.document.Body;
import dev.pagurus.file.index.DocKey;
import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.spi.StoredDocument;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The record files, as documents. A record says of itself whether its text is as the program wrote
 * it. If it is not, the file's time decides: the program gives each record the time of its
 * document, an editor leaves the time of the edit, and a medium that forgets leaves the time alone.
 * So a text that changed while the time did not is damage (DUR-4).
 */
final class Records {

  static final String NOBODYS_EDIT = "its text is not what was written, and nobody edited it";

  private final Disk disk;
  private final Places places;
  private final RecordFormat format;

  Records(Disk disk, Places places, RecordFormat format) {
    this.disk = disk;
    this.places = places;
    this.format = format;
  }

  Places places() {
    return places;
  }

  /**
   * What a record says.
   *
   * @param document the document, with the body as it stands in the file
   * @param edited whether somebody other than the program changed the text
   */
  record Reading(StoredDocument document, boolean edited) {}

  /**
   * Reads a record.
   *
   * @return null if there is none
   * @throws BackendException CORRUPT if it is damaged
   */
  @Nullable Reading read(DocKey key) {
    try {
      Places.Text text = places.read(key);
      return text == null ? null : read(key, text.file(), text.bytes());
    } catch (MisplacedException e) {
      throw misplaced(key, e);
    } catch (IOException e) {
      throw Errors.of("cannot read the record of " + address(key), e);
    }
  }

  private Reading read(DocKey key, Path file, byte[] text) throws IOException {
    try {
      RecordFile record = whole(file, text);
      requireAddress(record.head(), key);
      return new Reading(record.document(), record.isEdited());
    } catch (RecordDamagedException e) {
      throw Errors.corrupt(address(key), file + ": " + e.getMessage());
    }
  }

  private static BackendException misplaced(DocKey key, MisplacedException e) {
    return new BackendException(ErrorCode.CORRUPT, String.valueOf(e.getMessage()), address(key), e);
  }

  private static void requireAddress(RecordHead head, DocKey key) throws RecordDamagedException {
    if (!head.user().equals(key.user()) || !head.address().equals(address(key))) {
      throw new RecordDamagedException(
          0,
          "it says that it is "
              + head.address()
              + " of the user "
              + head.user()
              + ", and lies where "
              + address(key)
              + " of "
              + key.user()
              + " belongs; a copy made by hand is taken in by reindexing the store");
    }
  }

  /** Whether the file has the time that the program gave it. */
  private boolean isUntouched(Path file, StoredDocument document) throws IOException {
    FileTime changed = disk.changed(file);
    return changed != null && changed.to(TimeUnit.MICROSECONDS) == Micros.of(document.updatedAt());
  }

  /**
   * Whether a record may differ from what the program wrote as a version; cheap, and no more than a
   * hint.
   */
  boolean isTouched(DocKey key, StoredDocument written) {
    try {
      Path file = places.find(key);
      return file == null || !isUntouched(file, written);
    } catch (IOException e) {
      throw Errors.of("cannot look at the record of " + address(key), e);
    }
  }

  /** The same of a file in which the record may be; in half the time. */
  boolean isTouched(Path file, StoredDocument written) {
    try {
      return !isUntouched(file, written);
    } catch (IOException e) {
      throw Errors.of("cannot look at " + file, e);
    }
  }

  /**
   * What a person may have left where a document belongs.
   *
   * @param body the document
   * @param written the same with its metadata, if that is a version that the program wrote; null if
   *     a person wrote it
   */
  record ByHand(Body body, @Nullable StoredDocument written) {}

  /**
   * Reads what lies where a document belongs, whoever made it: an edited record, a file without
   * metadata, a copy of another record.
   *
   * @return null if there is nothing
   * @throws BackendException CORRUPT if it is no document
   */
  @Nullable ByHand byHand(DocKey key) {
    try {
      Places.Text text = places.read(key);
      if (text == null) {
        return null;
      }
      try {
        return byHand(key, text.file(), text.bytes());
      } catch (RecordDamagedException e) {
        throw Errors.corrupt(address(key), text.file() + ": " + e.getMessage());
      }
    } catch (MisplacedException e) {
      throw misplaced(key, e);
    } catch (IOException e) {
      throw Errors.of("cannot read the record of " + address(key), e);
    }
  }

  private ByHand byHand(DocKey key, Path file, byte[] text)
      throws IOException, RecordDamagedException {
    if (isDraft(text)) {
      return new ByHand(RecordDraft.read(text, format), null);
    }
    RecordFile record = whole(file, text);
    StoredDocument document = record.document();
    boolean isAsWritten =
        !record.isEdited() && DocKey.of(record.head().user(), document.address()).equals(key);
    return new ByHand(document.body(), isAsWritten ? document : null);
  }

  /** Whether a file was made by hand, without metadata. */
  boolean isDraft(byte[] text) {
    return RecordDraft.is(text, format);
  }

  /**
   * Whether what is there was made by hand, without metadata: no document before it is taken in.
   */
  boolean isDraft(DocKey key) {
    try {
      byte[] text = text(key);
      return text != null && isDraft(text);
    } catch (MisplacedException e) {
      return false;
    } catch (IOException e) {
      throw Errors.of("cannot read the record of " + address(key), e);
    }
  }

  /** Reads a file without metadata. */
  Body draft(byte[] text) throws RecordDamagedException {
    return RecordDraft.read(text, format);
  }

  /** Whether there is anything where a document belongs. */
  boolean isThere(DocKey key) {
    try {
      return places.find(key) != null;
    } catch (IOException e) {
      throw Errors.of("cannot look for the record of " + address(key), e);
    }
  }

  /**
   * Whether a record is in its file, in a version or a later one, or with a person's edit of it;
   * and not what a loss of power left of it.
   */
  boolean isAtLeast(DocKey key, StoredDocument document) throws IOException {
    Places.Text text = places.read(key);
    if (text == null) {
      return false;
    }
    try {
      RecordFile record = format.read(text.bytes());
      long revision = record.head().revision();
      return revision > document.revision()
          || (revision == document.revision()
              && !(record.isEdited() && isTorn(key, document, text.file(), text.bytes())));
    } catch (RecordDamagedException e) {
      return false;
    }
  }

  /** A text may be cut off where it still reads well; then it is no edit. */
  private boolean isTorn(DocKey key, StoredDocument document, Path file, byte[] text)
      throws IOException {
    return isUntouched(file, document)
        || isBeginning(text, format.write(key.user(), document, null))
        || isBeginning(text, format.write(key.user(), document, wholeLines(text)));
  }

  /** A beginning whose comments are to be kept. */
  private static byte[] wholeLines(byte[] text) {
    if (text.length == 0 || text[text.length - 1] == '\n') {
      return text;
    }
    byte[] lines = Arrays.copyOf(text, text.length + 1);
    lines[text.length] = '\n';
    return lines;
  }

  private static boolean isBeginning(byte[] text, byte[] whole) {
    return text.length < whole.length && Arrays.equals(text, 0, text.length, whole, 0, text.length);
  }

  /** The text of a record, null if there is none or it cannot be read. */
  byte @Nullable [] text(DocKey key) throws IOException {
    Places.Text text = places.read(key);
    return text == null ? null : text.bytes();
  }

  /**
   * Writes a record.
   *
   * @param before the text that is there, whose comments stay; null if there is none
   */
  void write(DocKey key, StoredDocument document, byte @Nullable [] before) throws IOException {
    byte[] commented =
        before != null && isDraft(before) ? RecordDraft.complete(before, format) : before;
    places.write(key, format.text(key.user(), document, commented), document.updatedAt());
  }

  void delete(DocKey key) throws IOException {
    places.delete(key);
  }

  /**
   * Reads the record in a file, wherever it lies.
   *
   * @return null if there is no such file
   * @throws RecordDamagedException if it cannot be believed
   */
  @Nullable RecordFile whole(Path file) throws IOException, RecordDamagedException {
    byte[] text = disk.read(file);
    return text == null ? null : whole(file, text);
  }

  private RecordFile whole(Path file, byte[] text) throws IOException, RecordDamagedException {
    RecordFile record = format.read(text);
    if (record.isEdited() && isUntouched(file, record.document())) {
      throw new RecordDamagedException(0, NOBODYS_EDIT);
    }
    return record;
  }

  /** Reads the record in a file, wherever it lies. */
  RecordFile parse(byte[] text) throws RecordDamagedException {
    return format.read(text);
  }

  /** Reads the metadata of a record alone. */
  RecordHead head(byte[] text) throws RecordDamagedException {
    return format.head(text);
  }

  static Address address(DocKey key) {
    return key.address();
  }
}
