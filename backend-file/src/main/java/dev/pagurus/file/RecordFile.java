package dev.pagurus.file;

import dev.pagurus.document.Body;
import dev.pagurus.spi.StoredDocument;

/**
 * A record that was read.
 *
 * @param head its metadata, as the program wrote it
 * @param body what it holds now
 * @param origin who wrote what it holds now
 */
record RecordFile(RecordHead head, Body body, Origin origin) {

  /** What became of the text since the program wrote it. */
  enum Origin {
    /** Nothing: not a byte of the document's text has changed, line endings aside. */
    WRITTEN,
    /** The text was changed (comments, white space, notation), and holds the same body. */
    RESTYLED,
    /** The text was changed and holds another body: an edit, or rot that happens to be readable. */
    EDITED
  }

  StoredDocument document() {
    return head.with(body);
  }

  boolean isEdited() {
    return origin == Origin.EDITED;
  }
}
