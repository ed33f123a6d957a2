/**
 * What a find asks and what it means: filter, sort, query, cursor, the reference evaluator and the
 * text analyser.
 *
 * <p>The door is {@link dev.pagurus.query.Query}: an application builds one ({@code
 * where("population").gt(100_000)}) or parses one ({@code population > 100000}).
 *
 * <p>The path of a find: a {@link dev.pagurus.query.Query} holds a {@link
 * dev.pagurus.query.Filter}, its {@link dev.pagurus.query.Sort}s and a limit. The text form goes
 * through {@code Lexer} and {@code Parser}, and back through {@code Printer}. A backend pushes down
 * what it can, with {@link dev.pagurus.query.SortKey} and {@link dev.pagurus.query.KeyRange} over
 * value indexes and {@link dev.pagurus.query.TextAnalyser} and {@link dev.pagurus.query.TextQuery}
 * over text indexes; what is left of the filter is judged by the {@link
 * dev.pagurus.query.Evaluator}, which is the reference for every push-down. {@link
 * dev.pagurus.query.DocumentOrder} sorts, {@link dev.pagurus.query.TopN} keeps the first of many,
 * and a {@link dev.pagurus.query.Cursor} turns the {@link dev.pagurus.query.Position} of the last
 * row into the text from which the next page goes on.
 */
@NullMarked
package dev.pagurus.query;

import org.jspecify.annotations.NullMarked;
