package dev.pagurus.file.index;

import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.ErrorCode;
import java.io.IOException;
import java.util.Arrays;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.SortedDocValues;
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
      return new StoredEntry(
          Arrays.copyOfRange(bytes.bytes, bytes.offset, bytes.offset + bytes.length));
    } catch (IOException | RuntimeException e) {
      if (!IndexErrors.isDamage(e) || e instanceof org.apache.lucene.store.AlreadyClosedException) {
        throw IndexErrors.translate(e);
      }
      throw damaged(doc, e);
    }
  }

  private BackendException damaged(int doc, Exception cause) {
    BytesRef key = IndexErrors.guard(() -> key(doc));
    DocKey address = DocKey.read(key.bytes, key.offset, key.length);
    return new BackendException(
        ErrorCode.CORRUPT,
        "the search index holds it damaged ("
            + cause.getMessage()
            + "): run reindex, which builds it anew from the files",
        address.address(),
        cause);
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
