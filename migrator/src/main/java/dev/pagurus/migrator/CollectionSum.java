package dev.pagurus.migrator;

/**
 * What the documents of a collection, of all users, add up to.
 *
 * @param collection its name
 * @param documents how many were compared
 * @param bytes bytes of their canonical bodies
 * @param sourceDigest what those of the source add up to, in hexadecimal
 * @param targetDigest what those of the target add up to
 */
public record CollectionSum(
    String collection, long documents, long bytes, String sourceDigest, String targetDigest) {}
