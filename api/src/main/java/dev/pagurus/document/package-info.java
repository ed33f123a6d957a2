/**
 * Documents as the contract knows them: bodies, values, paths and addresses.
 *
 * <p>The door is {@link dev.pagurus.document.Body}: a checked, immutable JSON object with canonical
 * bytes. A put comes in through {@code Body.parse}, where {@code BodyReader} refuses what DOC does
 * not allow; a find looks at values through {@link dev.pagurus.document.FieldPath} and compares
 * them with {@link dev.pagurus.document.Values}.
 */
@NullMarked
package dev.pagurus.document;

import org.jspecify.annotations.NullMarked;
