package dev.pagurus.file;

import dev.pagurus.document.Body;
import dev.pagurus.spi.StoredDocument;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tomlj.MutableTomlArray;
import org.tomlj.MutableTomlTable;
import org.tomlj.TomlVersion;
import org.tomlj.TomlWriteOptions;

/**
 * Records in TOML 1.0: metadata, the pointers of the nulls, then {@code [document]}. Written by
 * tomlj, which keeps a person's comments; read by {@link RecordTomlReader}.
 */
final class RecordToml implements RecordFormat {

  static final String NULLS = "nulls";
  static final String DOCUMENT = "document";

  static final TomlWriteOptions LAYOUT =
      TomlWriteOptions.defaults().withVersion(TomlVersion.V1_0_0).withLineSeparator("\n");

  @Override
  public String extension() {
    return ".toml";
  }

  @Override
  public byte[] write(String user, StoredDocument document, byte @Nullable [] before) {
    return text(user, document, before).bytes();
  }

  @Override
  public RecordText text(String user, StoredDocument document, byte @Nullable [] before) {
    RecordHead head = RecordHead.of(user, document);
    if (before != null && RecordComments.in(before)) {
      byte[] merged = RecordMerge.merge(head, document.body(), before);
      if (merged != null) {
        return RecordText.of(merged);
      }
    }
    if (LargeText.isFor(document.body())) {
      return RecordHeader.text(head, document.body(), RecordDialect.TOML);
    }
    byte[] content = content(document.body());
    RecordSum sum = sum(head, content, document.body());
    return RecordText.of(
        join(
            RecordHeader.write(
                RecordHeader.spell(head, RecordDialect.TOML), sum, RecordDialect.TOML),
            content));
  }

  private static byte[] content(Body body) {
    RecordTables.Tables tables = RecordTables.of(body.root());
    MutableTomlTable top = MutableTomlTable.create();
    if (!tables.nulls().isEmpty()) {
      top.set(NULLS, nulls(tables.nulls()));
    }
    top.set(DOCUMENT, tables.document());
    String blankLine = tables.nulls().isEmpty() ? "\n" : "";
    return (blankLine + escapeMarks(top.toToml(LAYOUT))).getBytes(StandardCharsets.UTF_8);
  }

  /** Jackson takes U+FEFF within a text for a misplaced byte order mark; nobody can see it. */
  static String escapeMarks(String toml) {
    return toml.indexOf('\ufeff') < 0 ? toml : toml.replace("\ufeff", "\\uFEFF");
  }

  static MutableTomlArray nulls(List<String> pointers) {
    MutableTomlArray array = MutableTomlArray.create();
    pointers.forEach(array::add);
    return array;
  }

  static RecordSum sum(RecordHead head, byte[] content, Body body) {
    return RecordSum.over(
        RecordHeader.spell(head, RecordDialect.TOML),
        RecordSum.of(content),
        RecordSum.of(body.bytes()));
  }

  static byte[] join(String header, byte[] content) {
    byte[] first = header.getBytes(StandardCharsets.UTF_8);
    byte[] all = new byte[first.length + content.length];
    System.arraycopy(first, 0, all, 0, first.length);
    System.arraycopy(content, 0, all, first.length, content.length);
    return all;
  }

  @Override
  public RecordFile read(byte[] text) throws RecordDamagedException {
    return RecordTomlReader.read(text);
  }

  @Override
  public RecordHead head(byte[] text) throws RecordDamagedException {
    return RecordHeader.read(text, RecordDialect.TOML).head();
  }
}
