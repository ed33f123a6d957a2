package dev.pagurus.bench;

import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A peer that maps keys to bytes: an id to a body. It can be asked for ids and for all there is,
 * for nothing else.
 */
abstract class KeyValueSide implements Side {

  /** What is written. */
  record Entry(String id, byte[] body) {}

  private final JsonMapper mapper = JsonMapper.shared();

  /** Commits entries together; durable on return as the store was opened to be. */
  abstract void write(List<Entry> entries);

  /** The body of an id that is there. */
  abstract byte[] read(String id);

  @Override
  public final void importBatch(List<Sample> batch) {
    List<Entry> entries = new ArrayList<>(batch.size());
    for (Sample sample : batch) {
      entries.add(entry(sample));
    }
    write(entries);
  }

  @Override
  public final void put(Sample sample) {
    write(List.of(entry(sample)));
  }

  private Entry entry(Sample sample) {
    return new Entry(sample.id(), mapper.writeValueAsBytes(sample.document()));
  }

  @Override
  public final JsonNode get(String id) {
    return mapper.readTree(read(id));
  }

  @Override
  public final long scanTrees(Consumer<JsonNode> documents) {
    return scan(body -> documents.accept(mapper.readTree(body)));
  }

  @Override
  public final List<JsonNode> ward(String ward) {
    throw new UnsupportedOperationException("no indexes");
  }

  @Override
  public final List<JsonNode> fromPopulation(long population) {
    throw new UnsupportedOperationException("no indexes");
  }

  @Override
  public final List<JsonNode> downFromPopulation(long population) {
    throw new UnsupportedOperationException("no indexes");
  }

  @Override
  public final List<JsonNode> titled(String word) {
    throw new UnsupportedOperationException("no text");
  }

  @Override
  public final long countFromPopulation(long population) {
    throw new UnsupportedOperationException("no indexes");
  }

  @Override
  public final long export(OutputStream out) {
    throw new UnsupportedOperationException("not measured");
  }

  @Override
  public final long verify() {
    throw new UnsupportedOperationException("not measured");
  }
}
