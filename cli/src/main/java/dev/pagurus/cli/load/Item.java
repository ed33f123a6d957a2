package dev.pagurus.cli.load;

import dev.pagurus.document.Body;
import dev.pagurus.spi.Change;
import org.jspecify.annotations.Nullable;

/**
 * A line that was understood and waits to be committed.
 *
 * @param line as it stood
 * @param user whose document
 * @param collection where
 * @param id its id, null for a new one
 * @param body the document
 * @param change the change that it is, if the line tells of one
 * @param weight about how many bytes of memory it holds
 */
record Item(
    Line line,
    String user,
    String collection,
    @Nullable String id,
    Body body,
    @Nullable Change change,
    long weight) {}
