package dev.pagurus.bench;

import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A peer that maps keys to bytes: an id to a body. It can be asked for ids and for all there is,
 * for nothing else.
 */
abstract class KeyValueSide implements Side {

  private final JsonMapper mapper = JsonMapper.shared();

  /** Commits bodies by their ids together; durable on return as the store was opened to be. */
  abstract void write(Map<String, byte[]> bodies);

  /** The body of an id that is there. */
  abstract byte[] read(String id);

  @Override
  public final void importBatch(List<Sample> batch) {
    Map<String, byte[]> bodies = new LinkedHashMap<>();
    for (Sample sample : batch) {
      bodies.put(sample.id(), body(sample));
    }
    write(bodies);
  }

  @Override
  public final void put(Sample sample) {
    write(Map.of(sample.id(), body(sample)));
  }

  private byte[] body(Sample sample) {
    return mapper.writeValueAsBytes(sample.document());
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
