package dev.pagurus.spi;

/**
 * What is known of a user. A user is there from its first commit until it is deleted, also when all
 * its documents are gone.
 *
 * @param user its name
 * @param revision its revision, 1 or more
 * @param documents how many documents it has
 * @param bytes how many bytes their canonical bodies have together
 * @param horizon the lowest revision from which its feed still tells everything (FEED-3): 0 while
 *     no deletion was forgotten
 */
public record UserInfo(String user, long revision, long documents, long bytes, long horizon) {}
