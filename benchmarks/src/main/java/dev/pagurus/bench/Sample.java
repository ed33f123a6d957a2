package dev.pagurus.bench;

import tools.jackson.databind.node.ObjectNode;

/**
 * One document of a record set.
 *
 * @param id where it goes
 * @param document its body; not to be changed
 */
record Sample(String id, ObjectNode document) {}
