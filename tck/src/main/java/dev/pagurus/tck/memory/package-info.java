/**
 * The reference backend: documents in sorted maps, one lock, no index. It shows how little a
 * backend needs: everything that is not here, the shared layer does.
 *
 * <p>The door is {@link dev.pagurus.tck.memory.MemoryProvider}. A put goes to {@code
 * MemoryBackend.commit}, which locks the store, and on to {@code MemoryUser.commit}, which judges
 * and applies it. A find is {@code Backend.find} as it is: a scan, and the shared layer judges and
 * sorts.
 */
@NullMarked
package dev.pagurus.tck.memory;

import org.jspecify.annotations.NullMarked;
