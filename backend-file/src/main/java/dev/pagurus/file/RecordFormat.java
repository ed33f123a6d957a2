package dev.pagurus.file;

import dev.pagurus.spi.StoredDocument;
import org.jspecify.annotations.Nullable;

/**
 * How one document becomes one file that a person can read and edit, and back, exactly.
 *
 * <p>A record is UTF-8 text: the metadata, one value a line, then the document. The checksum in the
 * metadata tells three things apart. The metadata is not for editing: if any of it was changed, the
 * record is damaged. The document is: text that differs from what the program wrote is parsed and
 * flagged ({@link RecordFile.Origin}). Whether a change was an edit or rot, the caller decides.
 * Line endings (LF or CRLF) and a byte order mark do not matter.
 *
 * <p>Stateless and safe for many threads.
 */
sealed interface RecordFormat permits RecordToml, RecordJson {

  RecordFormat TOML = new RecordToml();
  RecordFormat JSON = new RecordJson();

  /** The end of a record's file name, with the dot. */
  String extension();

  /**
   * The text of a record. Members stand in canonical order, so that the same document gives the
   * same text, and a change of one value changes one line (beside revision, time and checksum).
   *
   * @param before what the file holds so far, damaged or not: the comments that a person made in it
   *     are kept where the format has any; null if there is no file
   * @return the whole file, with LF for line endings
   */
  RecordText text(String user, StoredDocument document, byte @Nullable [] before);

  /** The same at once. */
  byte[] write(String user, StoredDocument document, byte @Nullable [] before);

  /**
   * Reads a record.
   *
   * @throws RecordDamagedException if the metadata was changed, or the document's text was changed
   *     and is not a document any more
   */
  RecordFile read(byte[] text) throws RecordDamagedException;

  /**
   * Reads the metadata alone, without looking at the document. The first kilobytes of a file are
   * enough: all up to the line of the checksum.
   *
   * @throws RecordDamagedException if the metadata was changed
   */
  RecordHead head(byte[] text) throws RecordDamagedException;
}
