package dev.pagurus.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import org.apache.lucene.document.LongField;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The one job by hand: a file for each document and a Lucene index of them. Without a log, a put is
 * safe when its file and its name are, and after a crash the index takes in what was changed since
 * its commit; with one, when it is in the log, which is taken in after a crash.
 *
 * <p>It does what the application needs and no more: no batches that are whole or not there, no
 * conditions, no revisions, no feed, no check of what comes in or of what a file holds. One
 * document is written by one thread at a time.
 */
final class RawFileSide implements Side {

  private static final long LOG_BYTES = 32L << 20;

  private final JsonMapper mapper = JsonMapper.shared();
  private final RawFormat format;
  private final RawFiles files;
  private final RawLucene index;
  private final boolean relaxed;
  private final @Nullable RawLog log;

  /** Shared by those who write; whoever checkpoints has it alone. */
  private final ReadWriteLock writing = new ReentrantReadWriteLock();

  RawFileSide(Path directory, RawFormat format, boolean relaxed, boolean logged)
      throws IOException {
    this.format = format;
    this.relaxed = relaxed;
    Files.createDirectories(directory);
    files = new RawFiles(directory.resolve("documents"), format.extension());
    index = new RawLucene(directory.resolve("index"));
    log = logged ? new RawLog(directory.resolve("log"), !relaxed) : null;
    recover();
  }

  private void recover() throws IOException {
    if (log != null) {
      log.read(
          (id, text) -> {
            files.write(List.of(id), List.of(text), false);
            index(id, format.read(text));
          });
    } else if (Files.exists(clean())) {
      Files.delete(clean());
    } else {
      for (String id : files.changedSince(index.committed())) {
        index(id, format.read(files.read(id)));
      }
    }
  }

  /** Tells that there is nothing to look for. */
  private Path clean() {
    return files.top().resolveSibling("clean");
  }

  private void index(String id, JsonNode document) throws IOException {
    index.put(id, document, mapper.writeValueAsBytes(document));
  }

  @Override
  public void importBatch(List<Sample> batch) {
    write(batch);
  }

  @Override
  public void put(Sample sample) {
    write(List.of(sample));
  }

  private void write(List<Sample> batch) {
    write(
        batch, batch.stream().map(sample -> mapper.writeValueAsBytes(sample.document())).toList());
  }

  /** Commits documents together whose bytes are at hand. */
  void write(List<Sample> batch, List<byte[]> bodies) {
    try {
      List<String> ids = batch.stream().map(Sample::id).toList();
      List<byte[]> texts = new ArrayList<>(batch.size());
      batch.forEach(sample -> texts.add(format.write(sample.document())));
      writing.readLock().lock();
      try {
        if (log != null) {
          log.append(ids, texts);
        }
        files.write(ids, texts, log == null && !relaxed);
        for (int i = 0; i < batch.size(); i++) {
          index.put(batch.get(i).id(), batch.get(i).document(), bodies.get(i));
        }
      } finally {
        writing.readLock().unlock();
      }
      if (log != null && log.bytes() > LOG_BYTES) {
        checkpoint(log);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void checkpoint(RawLog full) throws IOException {
    writing.writeLock().lock();
    try {
      if (full.bytes() > 0) {
        files.force();
        index.commit();
        full.empty();
      }
    } finally {
      writing.writeLock().unlock();
    }
  }

  @Override
  public JsonNode get(String id) {
    try {
      return format.read(files.read(id));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Something that reads. */
  private interface Reading<R> {
    R read() throws IOException;
  }

  private static <R> R read(Reading<R> reading) {
    try {
      return reading.read();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public List<JsonNode> ward(String ward) {
    return read(() -> index.ward(ward));
  }

  @Override
  public List<JsonNode> fromPopulation(long population) {
    return read(() -> index.byPopulation(population, Long.MAX_VALUE, false));
  }

  @Override
  public List<JsonNode> downFromPopulation(long population) {
    return read(() -> index.byPopulation(Long.MIN_VALUE, population, true));
  }

  @Override
  public List<JsonNode> titled(String word) {
    return read(() -> index.titled(word));
  }

  /** All documents by id; answers how many. */
  long forEach(RawLucene.Visitor visitor) {
    return read(() -> index.scan(visitor));
  }

  @Override
  public long scan(Consumer<byte[]> documents) {
    return read(() -> index.scan((id, body) -> documents.accept(body)));
  }

  @Override
  public long scanTrees(Consumer<JsonNode> documents) {
    return read(() -> index.scan((id, body) -> documents.accept(mapper.readTree(body))));
  }

  @Override
  public long count() {
    return read(() -> index.ask(searcher -> (long) searcher.count(new MatchAllDocsQuery())));
  }

  @Override
  public long countFromPopulation(long population) {
    return read(() -> index.ask(searcher -> countFrom(searcher, population)));
  }

  private static long countFrom(IndexSearcher searcher, long population) throws IOException {
    return searcher.count(LongField.newRangeQuery("population", population, Long.MAX_VALUE));
  }

  @Override
  public long export(OutputStream out) {
    byte[] head = "{\"id\":".getBytes(StandardCharsets.UTF_8);
    byte[] middle = ",\"document\":".getBytes(StandardCharsets.UTF_8);
    byte[] end = "}\n".getBytes(StandardCharsets.UTF_8);
    return read(
        () ->
            index.scan(
                (id, body) -> {
                  out.write(head);
                  out.write(mapper.writeValueAsBytes(id));
                  out.write(middle);
                  out.write(body);
                  out.write(end);
                }));
  }

  @Override
  public long verify() {
    return read(
        () -> {
          index.verify();
          return index.scan((id, body) -> format.read(files.read(id)));
        });
  }

  @Override
  public void close() {
    try {
      writing.writeLock().lock();
      try {
        files.force();
        index.commit();
        if (log == null) {
          Files.createFile(clean());
        } else {
          log.empty();
          log.close();
        }
        index.close();
      } finally {
        writing.writeLock().unlock();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
