package dev.pagurus.spi;

/**
 * What is known of a collection of one user.
 *
 * @param collection its name
 * @param documents how many documents it has, 1 or more
 * @param bytes how many bytes their canonical bodies have together
 */
public record CollectionInfo(String collection, long documents, long bytes) {}
