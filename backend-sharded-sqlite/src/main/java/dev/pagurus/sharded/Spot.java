package dev.pagurus.sharded;

/**
 * Where a user's file lies, or may lie.
 *
 * @param volume the disk
 * @param path beneath the volume's folder, with slashes between
 */
record Spot(String volume, String path) {}
