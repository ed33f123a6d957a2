package dev.pagurus.file.index;

import dev.pagurus.document.Address;
import dev.pagurus.spi.BackendException;
import java.io.IOException;
import java.util.Arrays;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/** Reads what one segment holds of its documents, in any order. Used by one thread at a time. */
final class LeafEntries {

  private final LeafReader leaf;
  private @Nullable BinaryDocValues data;

  LeafEntries(LeafReader leaf) {
    this.leaf = leaf;
  }

  /**
   * Reads one entry.
   *
   * @throws BackendException CORRUPT with the address if what is held is damaged
   */
  StoredEntry read(int doc) {
    try {
      BinaryDocValues values = data;
      if (values == null || values.docID() > doc) { // they go forward only
        values = DocValues.getBinary(leaf, IndexFields.DATA);
        data = values;
      }
      if (!values.advanceExact(doc)) {
        throw new IllegalArgumentException("nothing is held");
      }
      BytesRef bytes = values.binaryValue();
      StoredEntry entry =
          new StoredEntry(
              Arrays.copyOfRange(bytes.bytes, bytes.offset, bytes.offset + bytes.length));
      if (entry.isLarge()) {
        entry.readBody(() -> body(doc, entry));
      }
      return entry;
    } catch (IOException | RuntimeException | AssertionError | InternalError e) {
      throw failed(doc, e);
    }
  }

  private byte[] body(int doc, StoredEntry entry) {
    try {
      byte[] body = new byte[entry.bodyLength()];
      for (int at = 0; at < body.length; at += StoredEntry.PIECE_BYTES) {
        String name = IndexFields.piece(at / StoredEntry.PIECE_BYTES);
        BinaryDocValues pieces = DocValues.getBinary(leaf, name);
        if (!pieces.advanceExact(doc)) {
          throw new IllegalArgumentException("a piece of the body is not held");
        }
        BytesRef piece = pieces.binaryValue();
        System.arraycopy(piece.bytes, piece.offset, body, at, piece.length);
      }
      if (!entry.isBody(body)) {
        throw new IllegalArgumentException("the body's checksum does not fit");
      }
      return body;
    } catch (IOException | RuntimeException | AssertionError | InternalError e) {
      throw failed(doc, e);
    }
  }

  private BackendException failed(int doc, Throwable e) {
    return IndexErrors.isDamage(e) && !(e instanceof AlreadyClosedException)
        ? damaged(doc, e)
        : IndexErrors.translate(e);
  }

  private BackendException damaged(int doc, Throwable cause) {
    BytesRef key = IndexErrors.guard(() -> key(doc));
    Address address = null;
    try {
      address = DocKey.read(key.bytes, key.offset, key.length).address();
    } catch (IllegalArgumentException e) {
      // It is what is told of a user, or its key is damaged as well.
    }
    return IndexErrors.damaged(String.valueOf(cause.getMessage()), address, cause);
  }

  /** The key of a document, from its doc values. */
  BytesRef key(int doc) throws IOException {
    SortedDocValues keys = DocValues.getSorted(leaf, IndexFields.KEY);
    if (!keys.advanceExact(doc)) {
      throw new IllegalStateException("a document without a key");
    }
    return BytesRef.deepCopyOf(keys.lookupOrd(keys.ordValue()));
  }
}
