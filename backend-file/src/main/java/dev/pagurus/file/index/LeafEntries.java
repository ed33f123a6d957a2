package dev.pagurus.file.index;

import dev.pagurus.spi.BackendException;
import dev.pagurus.spi.ErrorCode;
import java.io.IOException;
import org.apache.lucene.codecs.StoredFieldsReader;
import org.apache.lucene.index.CodecReader;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.index.StoredFieldVisitor;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/** Reads what is stored in one segment. Used by one thread at a time. */
final class LeafEntries {

  private final LeafReader leaf;
  private final StoredFields fields;

  /**
   * A reader of one segment.
   *
   * @param inSequence whether most documents will be read, one after the other: blocks are then
   *     unpacked whole and kept until the next
   */
  LeafEntries(LeafReader leaf, boolean inSequence) throws IOException {
    this.leaf = leaf;
    this.fields =
        inSequence && leaf instanceof CodecReader codec ? merging(codec) : leaf.storedFields();
  }

  private static StoredFields merging(CodecReader codec) {
    StoredFieldsReader reader = codec.getFieldsReader();
    return reader.getMergeInstance();
  }

  /**
   * Reads one entry.
   *
   * @throws BackendException CORRUPT with the address if what is stored is damaged
   */
  StoredEntry read(int doc) {
    Data data = new Data();
    try {
      fields.document(doc, data);
      if (data.bytes == null) {
        throw new IllegalArgumentException("nothing is stored");
      }
      return new StoredEntry(data.bytes);
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

  private static final class Data extends StoredFieldVisitor {

    private byte @Nullable [] bytes;

    @Override
    public Status needsField(FieldInfo field) {
      return bytes == null ? Status.YES : Status.STOP;
    }

    @Override
    public void binaryField(FieldInfo field, byte[] value) {
      bytes = value;
    }
  }
}
