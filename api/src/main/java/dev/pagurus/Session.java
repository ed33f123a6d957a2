package dev.pagurus;

import dev.pagurus.spi.Backend;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the parts of an open store share.
 *
 * @param backend the backend behind the contract wrapper
 * @param mapper maps values
 * @param finder finishes finds
 * @param maxDocumentBytes the most canonical bytes of a body
 * @param attempts how often a transaction or update is tried
 * @param usersAtOnce reads several users
 */
record Session(
    Backend backend,
    JsonMapper mapper,
    Finder finder,
    long maxDocumentBytes,
    int attempts,
    UsersAtOnce usersAtOnce) {

  <T> Codec<T> codec(Class<T> type) {
    return codec(mapper.constructType(type));
  }

  <T> Codec<T> codec(JavaType type) {
    return new Codec<>(mapper, type, maxDocumentBytes);
  }
}
