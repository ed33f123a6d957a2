package dev.pagurus.document;

import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * JSON Merge Patch (RFC 7396): a patch is an object whose members replace those of the target,
 * objects being merged member by member; a null in the patch removes the member.
 */
public final class MergePatch {

  private MergePatch() {}

  /**
   * Applies a patch.
   *
   * @param target the body as it is; not changed
   * @param patch the patch; not changed
   * @return the patched body
   * @throws InvalidDocumentException if the result breaks a DOC rule
   */
  public static Body apply(Body target, Body patch) {
    return Body.of(merge(target.toTree(), patch.root()));
  }

  private static ObjectNode merge(ObjectNode target, JsonNode patch) {
    for (Map.Entry<String, JsonNode> member : patch.properties()) {
      String key = member.getKey();
      JsonNode value = member.getValue();
      if (value.isNull()) {
        target.remove(key);
      } else if (value.isObject()) {
        target.set(
            key, merge(target.get(key) instanceof ObjectNode there ? there : newObject(), value));
      } else {
        target.set(key, value.deepCopy());
      }
    }
    return target;
  }

  private static ObjectNode newObject() {
    return JsonNodeFactory.instance.objectNode();
  }
}
