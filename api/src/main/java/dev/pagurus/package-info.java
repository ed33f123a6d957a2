/**
 * What an application uses.
 *
 * <p>The door is {@link dev.pagurus.Store}: it opens a store, leads to a {@link
 * dev.pagurus.UserStore} and from there to a {@link dev.pagurus.DocumentCollection}. A put is
 * encoded and checked by {@code Codec}, then committed through {@code ContractBackend}, which
 * stands before every backend. A find goes through {@code Finder}, which finishes what the backend
 * began. Whatever goes wrong comes out as one {@link dev.pagurus.StoreException}.
 */
@NullMarked
package dev.pagurus;

import org.jspecify.annotations.NullMarked;
