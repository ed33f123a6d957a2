package dev.pagurus.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/**
 * An open store as one of the sides that are measured offers it. All sides give the same answers;
 * documents are handed over as trees and answered as trees. Safe for many threads.
 */
interface Side extends AutoCloseable {

  /** Commits up to 1,000 documents together. */
  void importBatch(List<Sample> batch);

  /** Commits one document, there or not; durable on return as the store was opened to be. */
  void put(Sample sample);

  /** The document of an id. */
  JsonNode get(String id);

  /** The first 50 documents of a ward, by id. */
  List<JsonNode> ward(String ward);

  /** The first 20 documents with so many people or more, by population and id. */
  List<JsonNode> fromPopulation(long population);

  /** The first 20 documents with so many people or fewer, by population downward, then by id. */
  List<JsonNode> downFromPopulation(long population);

  /** The first 20 documents, by id, whose title holds a word. */
  List<JsonNode> titled(String word);

  /** All documents by id, as they are stored; answers how many. */
  long scan(Consumer<byte[]> documents);

  /** All documents by id, parsed; answers how many. */
  long scanTrees(Consumer<JsonNode> documents);

  /** How many documents there are. */
  long count();

  /** How many documents have so many people or more. */
  long countFromPopulation(long population);

  /** Writes all documents by id as lines; answers how many. */
  long export(OutputStream out) throws IOException;

  /** Looks for damage with all that the side has for it; answers how many documents there are. */
  long verify();

  @Override
  void close();
}
